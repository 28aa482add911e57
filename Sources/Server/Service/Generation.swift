internal import Plat
internal import Synchronization

/// One state of the index while it is served: a snapshot that is open, and the answers that it gave.
///
/// A request holds one from beginning to end, so that no answer is made of two states; the old one is unmapped when the
/// last request that holds it ends.
final class Generation: Sendable {
  let listings: ListingsDatabase
  /// Counts the generations of this process from 1.
  let number: Int
  let answers: AnswerCache
  /// What entity tags begin with: a number made of the snapshot's contents.
  let mark: String
  /// The rows by the hash of their slug, once a slug was asked for that no key tells.
  private let slugs = Mutex<SlugTable?>(nil)

  init(_ listings: ListingsDatabase, number: Int, cacheBytes: Int) {
    self.listings = listings
    self.number = number
    answers = AnswerCache(bytes: cacheBytes)
    mark = String(listings.index.snapshot.identity, radix: 36)
  }

  /// The listing that a slug stands for, or nil.
  ///
  /// A slug ends with its listing's key in lower case, so that a few keys are tried first; where none of them has this
  /// slug, a table of all slugs is made once.
  func listing(slug: String) -> ListingView? {
    let parts = slug.split(separator: "-", omittingEmptySubsequences: false)
    for count in 1...max(1, min(parts.count, 4)) {
      let key = parts.suffix(count).joined(separator: "-")
      for candidate in [key, key.uppercased()] {
        if let listing = listings.listing(key: candidate), listing.slug == slug { return listing }
      }
    }
    let table = slugs.withLock { table in
      if let table { return table }
      let made = SlugTable(listings)
      table = made
      return made
    }
    return table.rows(slug).lazy.compactMap { self.listings.listing(row: $0) }.first { $0.slug == slug }
  }
}

/// Rows by the hash of their slug.
struct SlugTable: Sendable {
  private var hashes: [UInt64] = []
  private var ordered: [UInt32] = []

  init(_ listings: ListingsDatabase) {
    let all = (0..<UInt32(clamping: listings.count)).map { row in
      (hash: Self.hash(listings.listing(row: Int(row))?.slug ?? ""), row: row)
    }.sorted { ($0.hash, $0.row) < ($1.hash, $1.row) }
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

  private static func hash(_ slug: String) -> UInt64 {
    slug.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
