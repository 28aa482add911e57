/// The part of a web address that identifies a listing:
/// `76543-desert-fairways-palm-desert-cv2025001`.
///
/// It consists of street number, street name, city and listing key, in lower-case ASCII letters and
/// digits. Letters of Latin-1 and Latin Extended-A lose their accents, any other run of characters
/// becomes one hyphen, and empty parts are left out. Two listings have the same slug only if their
/// keys differ in nothing but such lost characters.
public enum Slug {
  /// The slug of a listing.
  ///
  /// - Complexity: O(n) in the bytes.
  public static func make(
    streetNumber: String, streetName: String, city: String, listingKey: String
  ) -> String {
    var slug: [UInt8] = []
    append(
      streetNumber: streetNumber.utf8Span.span, streetName: streetName.utf8Span.span,
      city: city.utf8Span.span,
      listingKey: listingKey.utf8Span.span, to: &slug)
    return String(decoding: slug, as: UTF8.self)
  }

  /// Appends the slug of a listing, from UTF-8 texts, to a byte array.
  ///
  /// - Complexity: O(n) in the bytes; allocates nothing if the array has room.
  public static func append(
    streetNumber: Span<UInt8>, streetName: Span<UInt8>, city: Span<UInt8>, listingKey: Span<UInt8>,
    to slug: inout [UInt8]
  ) {
    let start = slug.count
    for part in 0..<4 {
      switch part {
      case 0: append(streetNumber, to: &slug, after: start)
      case 1: append(streetName, to: &slug, after: start)
      case 2: append(city, to: &slug, after: start)
      default: append(listingKey, to: &slug, after: start)
      }
    }
  }

  /// Appends one part, such as the city, to the previous parts; the array must contain nothing
  /// else.
  ///
  /// - Complexity: O(n) in the bytes; allocates nothing if the array has room.
  public static func append(_ part: Span<UInt8>, to slug: inout [UInt8]) {
    append(part, to: &slug, after: 0)
  }

  /// Whether bytes are a valid slug: letters, digits and `-._~`, which web addresses never escape
  /// (RFC 3986, section 2.3).
  public static func isUsable(_ slug: Span<UInt8>) -> Bool {
    for index in slug.indices {
      switch slug[index] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): continue
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."): continue
      case UInt8(ascii: "_"), UInt8(ascii: "~"): continue
      default: return false
      }
    }
    return slug.count > 0
  }

  private static func append(_ text: Span<UInt8>, to slug: inout [UInt8], after start: Int) {
    var isApart = slug.count > start
    var place = 0
    while place < text.count {
      let byte = text[place]
      place += 1
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        put(byte, &slug, &isApart)
      case UInt8(ascii: "A")...UInt8(ascii: "Z"):
        put(byte | 0x20, &slug, &isApart)
      case 0xC3...0xC5 where place < text.count && text[place] & 0xC0 == 0x80:
        let scalar = Int(byte & 0x1F) << 6 | Int(text[place] & 0x3F)
        place += 1
        for letter in plain(scalar) { put(letter, &slug, &isApart) }
        if plain(scalar).isEmpty { isApart = slug.count > start }
      case 0xCC where place < text.count, 0xCD where place < text.count && text[place] <= 0xAF:
        // A combining mark: keep the letter before it.
        place += 1
      default:
        isApart = slug.count > start
      }
    }
  }

  private static func put(_ letter: UInt8, _ slug: inout [UInt8], _ isApart: inout Bool) {
    if isApart { slug.append(UInt8(ascii: "-")) }
    isApart = false
    slug.append(letter)
  }

  /// The plain letters of U+00C0 to U+017F; empty for the few signs among them.
  private static func plain(_ scalar: Int) -> ArraySlice<UInt8> {
    let place = scalar - 0xC0
    guard plainStarts.indices.contains(place + 1) else { return [] }
    return plainLetters[plainStarts[place]..<plainStarts[place + 1]]
  }

  /// The plain letters of a letter of Latin-1 or Latin Extended-A; empty for any other scalar.
  package static func plainLetters(of scalar: Unicode.Scalar) -> ArraySlice<UInt8> {
    scalar.value >= 0xC0 ? plain(Int(scalar.value)) : []
  }

  private static let plainTable =
    """
    a a a a a a ae c e e e e i i i i d n o o o o o - o u u u u y th ss \
    a a a a a a ae c e e e e i i i i d n o o o o o - o u u u u y th y \
    a a a a a a c c c c c c c c d d d d e e e e e e e e e e g g g g g g g g h h h h \
    i i i i i i i i i i ij ij j j k k k l l l l l l l l l l n n n n n n n n n o o o o o o oe oe \
    r r r r r r s s s s s s s s t t t t t t u u u u u u u u u u u u w w y y y z z z z z z s
    """
  private static let plainWords = plainTable.split(separator: " ").map {
    $0 == "-" ? [] : Array($0.utf8)
  }
  private static let plainLetters = plainWords.flatMap { $0 }
  private static let plainStarts = plainWords.reduce(into: [0]) {
    $0.append($0[$0.count - 1] + $1.count)
  }
}
