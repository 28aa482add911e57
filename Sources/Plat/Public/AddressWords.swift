internal import PlatJSON
internal import PlatListings

/// The words that reveal the address of a listing that hides it, for a search in its texts and
/// URLs.
struct AddressWords {
  /// Names of its street and building as slugs: lower-case ASCII letters and digits, with hyphens
  /// between words.
  private var phrases: [[UInt8]] = []

  /// Gathers the words of a record.
  init(_ document: JSONValue) {
    add(phraseOf: document["streetName"].bytes.text)
    var members = document.members
    while members.next() {
      let name = FoldedName(members.key)
      guard members.value.kind == .string else { continue }
      if name.contains(Self.address) {
        add(addressLine: members.value.bytes.text)
      } else if name.contains(Self.building) && name.contains(Self.name) {
        add(phraseOf: members.value.bytes.text)
      }
    }
  }

  /// Whether a text or a URL contains one of the words, with any separators.
  ///
  /// If the record names no street, a house number followed by a kind of street (`100 Vista Oculta
  /// Drive`) counts.
  func tells(_ text: Span<UInt8>) -> Bool {
    let words = Self.slug(Self.decoded(text))
    let joined = words.filter { $0 != Self.hyphen }
    for phrase in phrases {
      if Self.holds([Self.hyphen] + words + [Self.hyphen], [Self.hyphen] + phrase + [Self.hyphen]) {
        return true
      }
      let letters = phrase.filter { $0 != Self.hyphen }
      if letters.count >= Self.leastJoined, Self.holds(joined, letters) { return true }
    }
    return phrases.isEmpty && Self.looksLikeAddress(words)
  }

  private mutating func add(phraseOf text: String) {
    let phrase = Self.slug(Array(text.utf8))
    if !phrase.isEmpty, !phrases.contains(phrase) { phrases.append(phrase) }
  }

  /// Adds the street of `100 N Vista Oculta Dr #4, Palm Springs`.
  private mutating func add(addressLine text: String) {
    let line = text.prefix { $0 != "," && $0 != "\n" && $0 != "#" }
    var words = Self.slug(Array(line.utf8)).split(separator: Self.hyphen).map(Array.init)
    while let first = words.first, words.count > 1,
      first.contains(where: { $0 < UInt8(ascii: "a") })
        || Self.directions.contains(first)
    { words.removeFirst() }
    while let last = words.last, words.count > 1,
      Self.kinds.contains(last) || Self.directions.contains(last)
        || last.contains(where: { $0 < UInt8(ascii: "a") })
    { words.removeLast() }
    guard let street = words.first, words.count > 1 || street.count > 2 else { return }
    let phrase = Array(words.joined(separator: [Self.hyphen]))
    if !phrases.contains(phrase) { phrases.append(phrase) }
  }

  /// Whether a number comes up to four words before a kind of street.
  private static func looksLikeAddress(_ words: [UInt8]) -> Bool {
    var since = 9
    for word in words.split(separator: hyphen) {
      if word.count <= 6, word.allSatisfy({ $0 < UInt8(ascii: "a") }) {
        since = 0
      } else {
        since += 1
        if since > 1, since <= 4, kinds.contains(Array(word)) { return true }
      }
    }
    return false
  }

  // MARK: Bytes

  private static let address = Array("address".utf8)
  private static let building = Array("building".utf8)
  private static let name = Array("name".utf8)
  private static let hyphen = UInt8(ascii: "-")
  /// A street with fewer letters counts only as a separate word: `elm` is in `helmet`.
  private static let leastJoined = 6
  private static let directions = Set(
    "n s e w ne nw se sw north south east west".split(separator: " ").map { Array($0.utf8) })
  private static let kinds = Set(
    """
    st street ave av avenue dr drive rd road ln lane blvd boulevard ct court cir circle way pl \
    place ter terrace trl trail pkwy parkway hwy highway sq square loop path row run walk aly \
    alley plz plaza cv cove
    """.split(separator: " ").map { Array($0.utf8) })

  private static func slug(_ text: [UInt8]) -> [UInt8] {
    var slug: [UInt8] = []
    Slug.append(text.span, to: &slug)
    return slug
  }

  /// A text with `%20` and the like decoded.
  private static func decoded(_ text: Span<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var place = 0
    while place < text.count {
      if text[place] == UInt8(ascii: "%"), place + 2 < text.count,
        let high = digit(text[place + 1]),
        let low = digit(text[place + 2])
      {
        bytes.append(high << 4 | low)
        place += 3
      } else {
        bytes.append(text[place])
        place += 1
      }
    }
    return bytes
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
      (byte | 0x20) - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  private static func holds(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    guard part.count <= text.count else { return false }
    for start in 0...(text.count - part.count) where text[start] == part[0] {
      if text[start..<(start + part.count)].elementsEqual(part) { return true }
    }
    return false
  }
}
