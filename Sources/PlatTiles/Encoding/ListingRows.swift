internal import PlatIndex
internal import PlatListings
internal import PlatSnapshot

/// The columns of up to 64 listings, read column by column.
///
/// The rows are far apart in memory, and this way their cache misses in a column overlap.
struct ListingRows: ~Copyable {
  /// The number of listings read at a time.
  static let most = 64

  private(set) var rows: [UInt32] = []
  private(set) var prices = zeros, beds = zeros, baths = zeros, sqft = zeros
  private(set) var statuses = zeros, kinds = zeros
  private(set) var keyStarts = zeros, keyLengths = zeros
  /// The first bytes of each key; the bytes after its end are meaningless.
  private(set) var keys = [SIMD2<UInt64>](repeating: SIMD2(), count: most)
  private var given = zeros
  private var codes = zeros
  private var parts = 0
  /// The slugs of each listing's street number, street name and city: sixteen bytes each, one
  /// column after the other.
  private var slugs = [SIMD2<UInt64>](repeating: SIMD2(), count: 3 * most)
  /// Whether each listing's slug can be made from the values here.
  private var isShort = [Bool](repeating: true, count: most)

  private static let zeros = [UInt64](repeating: 0, count: most)

  init() { rows.reserveCapacity(Self.most) }

  /// Reads the listings of a range, at most ``most``, all of one part.
  ///
  /// - Parameter start: The ordinal of the part's first row.
  mutating func read(
    _ listings: Span<MapListing>, _ range: Range<Int>, _ columns: ListingColumns, from start: Int
  ) {
    rows.removeAll(keepingCapacity: true)
    for place in range { rows.append(UInt32(truncatingIfNeeded: listings[place].ordinal &- start)) }
    columns.keys.gather(rows, starts: &keyStarts, lengths: &keyLengths)
    columns.listPrice?.column.gather(rows, into: &prices)
    columns.beds?.column.gather(rows, into: &beds)
    columns.baths?.column.gather(rows, into: &baths)
    columns.sqft?.column.gather(rows, into: &sqft)
    columns.standardStatus.codes?.gather(rows, into: &statuses)
    columns.propertySubType.codes?.gather(rows, into: &kinds)
    columns.givenSlug?.column.gather(rows, into: &given)
    for place in rows.indices {
      keys[place] = columns.keys.sixteen(from: keyStarts[place])
      isShort[place] = given[place] == 0 && keyLengths[place] > 0 && keyLengths[place] <= 16
    }
    parts = columns.address.count
    for (part, column) in columns.address.enumerated() {
      column.column.gather(rows, into: &codes)
      for place in rows.indices {
        let slug = column.sixteen(codes[place])
        slugs[part * Self.most + place] = slug
        if slug.y >> 56 > 15 { isShort[place] = false }
      }
    }
  }

  /// The number of a listing.
  @inline(__always)
  func number(_ place: Int, _ columns: ListingColumns) -> UInt64 {
    let count = Int(truncatingIfNeeded: keyLengths[place])
    guard count <= 16, !columns.numbers.hasMoved else {
      return columns.numbers.number(ofRow: Int(rows[place]))
    }
    return ListingNumbers.number(of: keys[place], count: count)
  }

  /// Writes a listing's slug into an empty buffer.
  @inline(__always)
  func slug(_ place: Int, _ columns: ListingColumns, to slug: inout ByteBuffer) {
    guard isShort[place], let key = Self.lowered(keys[place], Int(keyLengths[place])) else {
      return columns.slug(Int(rows[place]), to: &slug)
    }
    var cursor = unsafe slug.cursor(room: 5 * 17)
    let start = unsafe cursor.place
    for part in 0..<parts {
      let bytes = slugs[part &* Self.most &+ place]
      let count = Int(truncatingIfNeeded: bytes.y >> 56)
      guard count > 0 else { continue }
      if unsafe cursor.place > start { unsafe cursor.byte(UInt8(ascii: "-")) }
      unsafe cursor.bytes(bytes, count: count)
    }
    if unsafe cursor.place > start { unsafe cursor.byte(UInt8(ascii: "-")) }
    unsafe cursor.bytes(key, count: Int(keyLengths[place]))
    unsafe slug.take(cursor)
  }

  /// The first bytes of a key in lower case, or nil if one is not an ASCII letter or digit.
  @inline(__always)
  private static func lowered(_ key: SIMD2<UInt64>, _ count: Int) -> SIMD2<UInt64>? {
    guard let low = lowered(key.x, min(count, 8)), let high = lowered(key.y, max(count - 8, 0))
    else { return nil }
    return SIMD2(low, high)
  }

  /// The same for some bytes of a word, all at once: adding 128 minus a border to a byte below 128
  /// sets its highest bit unless the byte is below the border.
  @inline(__always)
  private static func lowered(_ word: UInt64, _ count: Int) -> UInt64? {
    let high: UInt64 = 0x8080_8080_8080_8080
    // All bytes from `count` on; a shift by 64 gives none.
    let behind: UInt64 = UInt64.max << UInt64(count * 8)
    let kept: UInt64 = ~behind
    let word: UInt64 = word & kept
    guard word & high == 0 else { return nil }
    let small: UInt64 = word | 0x2020_2020_2020_2020
    let fromA: UInt64 = small &+ 0x1F1F_1F1F_1F1F_1F1F
    let behindZ: UInt64 = small &+ 0x0505_0505_0505_0505
    let from0: UInt64 = word &+ 0x5050_5050_5050_5050
    let behind9: UInt64 = word &+ 0x4646_4646_4646_4646
    let isLetter: UInt64 = fromA & ~behindZ & high & kept
    let isDigit: UInt64 = from0 & ~behind9 & high & kept
    guard isLetter | isDigit == high & kept else { return nil }
    return word | isLetter >> 2
  }
}
