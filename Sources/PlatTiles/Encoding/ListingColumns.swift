internal import PlatIndex
internal import PlatListings
internal import PlatSnapshot

/// The columns of a listing's properties on a map, and the slugs of the words of its address.
final class ListingColumns: Sendable {
  let keys: KeyTable
  let numbers: ListingNumbers
  /// Numbers, in cents, bedrooms, quarters of a bathroom and hundredths of a square foot.
  let listPrice, beds, baths, sqft: NumberColumn?
  /// The price paid in cents, and the date in seconds since 1970.
  let closePrice, closeDate: NumberColumn?
  let standardStatus, propertySubType: TextColumn
  /// The code of the status of a sale; 0 if no listing is sold.
  let closedStatus: UInt64
  /// The greatest number of bytes in a status and a kind.
  let longestText: Int
  let givenSlug: CodeColumn?
  /// Street number, street name and city.
  let address: [SlugColumn]

  /// Finds the columns.
  ///
  /// - Parameter base: The columns of the snapshot that the index was added to; nil for a snapshot.
  /// - Complexity: O(distinct street numbers, street names and cities): the slug of each is made
  ///   once.
  init(_ index: ListingIndex, addedTo base: ListingColumns? = nil) {
    keys = index.keys
    numbers = index.listingNumbers
    listPrice = index.numbers(.listPrice)
    beds = index.numbers(.beds)
    baths = index.numbers(.baths)
    sqft = index.numbers(.sqft)
    closePrice = index.numbers(.closePrice)
    closeDate = index.numbers(.closeDate)
    standardStatus = TextColumn(index.codes(.standardStatus), addedTo: base?.standardStatus)
    propertySubType = TextColumn(index.codes(.propertySubType), addedTo: base?.propertySubType)
    longestText = standardStatus.longest + propertySubType.longest
    let statuses = index.codes(.standardStatus)
    closedStatus =
      (0..<UInt64(statuses?.codes ?? 0)).first { statuses?.text(code: $0 + 1) == "Closed" }
      .map { $0 + 1 } ?? 0
    givenSlug = index.codes(.slug)
    address = [Field.streetNumber, .streetName, .city].compactMap {
      index.codes($0).map(SlugColumn.init)
    }
  }

  /// Appends the slug of a row: the given one, or one made of address and key.
  func slug(_ row: Int, to slug: inout ByteBuffer) {
    if let givenSlug {
      let code = givenSlug.column.stored(row)
      if code != 0 {
        let texts = givenSlug.dictionary
        slug.append(texts.bytes(at: Int(truncatingIfNeeded: code) - 1))
        return
      }
    }
    let start = slug.count
    for part in address { part.append(row, to: &slug, after: start) }
    let keys = keys
    Self.append(key: keys.bytes(at: row), to: &slug, isFirst: slug.count == start)
  }

  /// Appends a key as a slug, as `Slug` does, with a fast path for ASCII letters and digits.
  private static func append(key: Span<UInt8>, to slug: inout ByteBuffer, isFirst: Bool) {
    var cursor = unsafe slug.cursor(room: key.count * 2 + 1)
    var isApart = !isFirst
    var isEmpty = isFirst
    for place in key.indices {
      let byte = key[place]
      if byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26 {
        if isApart { unsafe cursor.byte(UInt8(ascii: "-")) }
        (isApart, isEmpty) = (false, false)
        unsafe cursor.byte(byte | (byte &- UInt8(ascii: "A") < 26 ? 0x20 : 0))
      } else if byte < 0x80 {
        isApart = !isEmpty
      } else {
        // The cursor is not given back, so nothing has been written yet.
        var part: [UInt8] = []
        Slug.append(key, to: &part)
        if !isFirst, !part.isEmpty { part.insert(UInt8(ascii: "-"), at: 0) }
        slug.append(part.span)
        return
      }
    }
    unsafe slug.take(cursor)
  }
}

/// A column of texts.
struct TextColumn: Sendable {
  let codes: BlockColumn?
  private let texts: StringTable?
  /// For each code from 0 the code that the snapshot's column has for the same text; nil where this
  /// is the snapshot's column.
  private let shared: [UInt64]?

  init(_ column: CodeColumn?, addedTo base: TextColumn?) {
    codes = column?.column
    texts = column?.dictionary
    shared = base.map { base in
      var known: [String: UInt64] = [:]
      for text in 0..<(base.texts?.count ?? 0) { known[base.string(text)] = UInt64(text) + 1 }
      let own = (0..<(column?.dictionary.count ?? 0))
      return [0] + own.map { known[column?.dictionary.string(at: $0) ?? ""] ?? .max }
    }
  }

  private func string(_ number: Int) -> String { texts?.string(at: number) ?? "" }

  /// A number that codes of one text share, whichever part of a generation they come from; the
  /// greatest there is for a text that the snapshot does not have.
  @inline(__always)
  func shared(_ code: UInt64) -> UInt64 {
    guard let shared else { return code }
    return code < UInt64(shared.count) ? shared[Int(truncatingIfNeeded: code)] : .max
  }

  /// The bytes of the longest text.
  var longest: Int {
    guard let texts else { return 0 }
    return (0..<texts.count).reduce(0) { max($0, texts.range(at: $1).count) }
  }

  /// The code of a row's text; 0 if it is missing.
  @inline(__always)
  func code(_ row: Int) -> UInt64 { codes?.stored(row) ?? 0 }

  /// The text of a code; empty for 0.
  @inline(__always)
  @_lifetime(borrow self)
  func text(_ code: UInt64) -> Span<UInt8> {
    guard let texts else { return Span() }
    let text = texts.bytes(at: Int(clamping: code) - 1)
    return unsafe _overrideLifetime(text, borrowing: self)
  }
}

/// A column of texts, and the slug of each of its texts.
struct SlugColumn: Sendable {
  let column: BlockColumn
  private let slugs: StringTableBuilder
  /// The slug of each code, starting at code 0: its bytes, the first in the lowest byte of each
  /// word, and its length in the highest byte of all; 16 if it does not fit.
  private let short: [SIMD2<UInt64>]

  init(_ codes: CodeColumn) {
    column = codes.column
    var slugs = StringTableBuilder()
    var slug: [UInt8] = []
    let texts = codes.dictionary
    for text in 0..<texts.count {
      slug.removeAll(keepingCapacity: true)
      Slug.append(texts.bytes(at: text), to: &slug)
      slugs.append(slug.span)
    }
    self.slugs = slugs
    short =
      [SIMD2()]
      + (0..<slugs.count).map { number in
        let slug = slugs.bytes(at: number)
        var words = SIMD2<UInt64>()
        for place in 0..<min(slug.count, 15) {
          words[place / 8] |= UInt64(slug[place]) << UInt64(place % 8 * 8)
        }
        words.y = words.y & ~(0xFF << 56) | UInt64(min(slug.count, 16)) << 56
        return words
      }
  }

  /// The slug of a code in sixteen bytes, the last of which is its length; 16 means that it does
  /// not fit.
  @inline(__always)
  func sixteen(_ code: UInt64) -> SIMD2<UInt64> {
    code < UInt64(short.count) ? short[Int(truncatingIfNeeded: code)] : SIMD2()
  }

  /// Appends a row's part of a slug, with a hyphen if it is not the first part.
  @inline(__always)
  func append(_ row: Int, to slug: inout ByteBuffer, after start: Int) {
    let code = column.stored(row)
    guard code > 0, code <= UInt64(slugs.count) else { return }
    let part = slugs.bytes(at: Int(code) - 1)
    guard part.count > 0 else { return }
    var cursor = unsafe slug.cursor(room: part.count + 1)
    if slug.count > start { unsafe cursor.byte(UInt8(ascii: "-")) }
    unsafe cursor.bytes(part)
    unsafe slug.take(cursor)
  }
}
