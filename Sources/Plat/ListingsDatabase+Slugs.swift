internal import PlatCommon
internal import PlatIndex
internal import PlatListings

extension ListingsDatabase {
  /// The listing with a slug; nil if there is none or if it is not shown (``scope``).
  ///
  /// - Throws: ``PlatError/ended(_:)`` if the current `WorkLimit` ends while the table is made.
  /// - Complexity: A few look-ups. The first slug without its key makes a table in O(n); an
  ///   unfinished table is not kept.
  public func listing(slug: String) throws(PlatError) -> ListingView? {
    if let listing = knownListing(slug: slug) { return listing }
    let table = try part { () throws(WorkEnded) in try slugTable() }
    return table.rows(slug).lazy.compactMap { self.listing(ordinal: $0) }
      .first { $0.slug == slug && self.shows(row: $0.row) }
  }

  /// The listing of a slug that ends with its key in lower case, as most do; nil for other slugs.
  package func knownListing(slug: String) -> ListingView? {
    let parts = slug.split(separator: "-", omittingEmptySubsequences: false)
    for count in 1...max(1, min(parts.count, SlugTable.keyParts)) {
      let key = parts.suffix(count).joined(separator: "-")
      for candidate in [key, key.uppercased()] {
        if let listing = listing(key: candidate), listing.slug == slug { return listing }
      }
    }
    return nil
  }

  /// The table of slugs, made on first use.
  private func slugTable() throws(WorkEnded) -> SlugTable {
    try attachments.value { () throws(WorkEnded) in try SlugTable(self) }
  }

  /// Makes the table that the first slug without its key needs.
  package func prepareSlugs() throws(WorkEnded) { _ = try slugTable() }
}

/// The rows whose slug was given or is not plainly made of their key, by the hash of the slug.
struct SlugTable: Sendable {
  private var hashes: [UInt64] = []
  private var ordered: [UInt32] = []

  init(_ listings: ListingsDatabase) throws(WorkEnded) {
    let index = listings.index
    let given = index.codes(.slug)
    let keys = index.keys
    var all: [(hash: UInt64, row: UInt32)] = []
    try WorkLimit.windows(0..<listings.count, of: 1 << 10) { window in
      for row in window {
        if given?.text(row) == nil, Self.isPlain(key: keys.bytes(at: row)) { continue }
        all.append(
          (Self.hash(listings.listing(ordinal: row)?.slug ?? ""), UInt32(truncatingIfNeeded: row)))
      }
    }
    try all.sortWithinLimit { ($0.hash, $0.row) < ($1.hash, $1.row) }
    hashes = all.map(\.hash)
    ordered = all.map(\.row)
  }

  /// The rows that may have a slug.
  func rows(_ slug: String) -> [Int] {
    let wanted = Self.hash(slug)
    var (low, high) = (0, hashes.count)
    while low < high {
      let middle = (low + high) / 2
      if hashes[middle] < wanted { low = middle + 1 } else { high = middle }
    }
    var rows: [Int] = []
    while low < hashes.count, hashes[low] == wanted {
      rows.append(Int(ordered[low]))
      low += 1
    }
    return rows
  }

  private static func hash(_ slug: String) -> UInt64 { FastHash.of(slug) }

  /// The greatest number of hyphenated parts in a key that is found in a slug.
  static let keyParts = 4

  /// Whether `knownListing` finds a key by the slug made of it.
  static func isPlain(key: Span<UInt8>) -> Bool {
    var (hyphens, hasLower, hasUpper, last) = (0, false, false, UInt8(ascii: "-"))
    for place in key.indices {
      switch key[place] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): break
      case UInt8(ascii: "a")...UInt8(ascii: "z"): hasLower = true
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): hasUpper = true
      case UInt8(ascii: "-"):
        if last == UInt8(ascii: "-") { return false }
        hyphens += 1
      default: return false
      }
      last = key[place]
    }
    return last != UInt8(ascii: "-") && !(hasLower && hasUpper) && hyphens < keyParts
  }
}
