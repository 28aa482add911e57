internal import Plat
internal import PlatCommon
internal import Synchronization

/// One state of the index while it is served: a snapshot that is open, and the answers that it
/// gave.
///
/// A request holds one from beginning to end, so that no answer is made of two states; the old one
/// is unmapped when the last request that holds it ends.
final class ServedGeneration: Sendable {
  let listings: ListingsDatabase
  /// Counts the generations of this process from 1.
  let number: Int
  let answers: AnswerCache
  /// What entity tags begin with: a number made of the snapshot's contents.
  let mark: String
  /// The version of what answers look like; another one where equal requests to one snapshot have
  /// other answers.
  private static let version = "a"
  /// The rows by the hash of their slug, once a slug was asked for that no key tells.
  private let slugs = Once<SlugTable>()
  /// Which preparations are made, a bit each: a loop never waits for the lock of one that is under
  /// way.
  private let prepared = Atomic<UInt8>(0)

  init(_ listings: ListingsDatabase, number: Int, cacheBytes: Int) {
    self.listings = listings
    self.number = number
    answers = AnswerCache(bytes: cacheBytes)
    // Other statuses make other answers of one snapshot.
    let hidden = listings.hiddenStatuses.joined(separator: ",")
    let scope = hidden.isEmpty ? "" : "-" + String(FastHash.of(hidden), radix: 36)
    mark = "\(Self.version)\(String(listings.index.snapshot.identity, radix: 36))\(scope)"
  }

  /// The listing that a slug stands for, or nil.
  ///
  /// - Complexity: A few look-ups; the first slug that is not found so makes a table, which takes
  ///   O(n). A table whose making is ended is not kept.
  func listing(slug: String) throws(WorkEnded) -> ListingView? {
    if let listing = knownListing(slug: slug) { return listing }
    return try slugTable().rows(slug).lazy.compactMap { self.listings.listing(ordinal: $0) }
      .first { $0.slug == slug && self.listings.shows(row: $0.row) }
  }

  /// The listing of a slug that ends with its key in lower case, or nil: as most do.
  func knownListing(slug: String) -> ListingView? {
    let parts = slug.split(separator: "-", omittingEmptySubsequences: false)
    for count in 1...max(1, min(parts.count, Self.keyParts)) {
      let key = parts.suffix(count).joined(separator: "-")
      for candidate in [key, key.uppercased()] {
        if let listing = listings.listing(key: candidate), listing.slug == slug { return listing }
      }
    }
    return nil
  }

  /// The table of slugs, made when it is first asked for.
  private func slugTable() throws(WorkEnded) -> SlugTable {
    try slugs.get { () throws(WorkEnded) in try SlugTable(listings) }
  }

  /// Whether something that requests share is made already.
  func hasPrepared(_ need: Preparation) -> Bool {
    prepared.load(ordering: .acquiring) & need.bit != 0
  }

  /// Makes something that requests share, where it is not there yet.
  func prepare(_ need: Preparation) {
    guard !hasPrepared(need) else { return }
    switch need {
    case .map: listings.map.prepare()
    case .community: _ = listings.community
    case .names: listings.prepareNames()
    case .slugs: guard (try? slugTable()) != nil else { return }
    }
    prepared.bitwiseOr(need.bit, ordering: .releasing)
  }

  /// How many parts with hyphens a key may have to be found in a slug.
  static let keyParts = 4

  /// Whether the slug made for a key ends so that `knownListing` finds it.
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

/// What a new state of the index makes once, in time that grows with the listings, and requests
/// then share.
enum Preparation: UInt8, CaseIterable, Sendable {
  /// The sums of the map's clusters.
  case map
  /// The cities and subdivisions.
  case community
  /// Those, and the gazetteer and the streets.
  case names
  /// The table of slugs.
  case slugs

  var bit: UInt8 { 1 << rawValue }
}

/// The rows whose slug is their own or not made plainly of their key, by the hash of the slug.
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
        if given?.text(row) == nil, ServedGeneration.isPlain(key: keys.bytes(at: row)) { continue }
        all.append(
          (Self.hash(listings.listing(ordinal: row)?.slug ?? ""), UInt32(truncatingIfNeeded: row)))
      }
    }
    try all.sortWithinLimit { ($0.hash, $0.row) < ($1.hash, $1.row) }
    hashes = all.map(\.hash)
    ordered = all.map(\.row)
  }

  /// The rows whose slug may be this one.
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
}
