internal import PlatCommon
internal import PlatIndex
internal import PlatListings

/// Tells when a write would change the slug of another listing.
///
/// A build gives a slug that two listings share, or that is another listing's key, a mark of the
/// listing's own key. That concerns all listings, so that a part cannot decide it: where a write
/// comes near such a slug, the overlay is merged, which decides all slugs again.
struct SlugWatch: Sendable {
  /// The hashes of the slugs of the snapshot's rows before marks, in ascending order.
  private let base: [UInt64]
  /// The hashes of the slugs that have marks.
  private let marked: Set<UInt64>
  /// Listings that were added with a slug, less those that are gone.
  private var changes: [UInt64: Int] = [:]

  /// - Complexity: O(rows of the snapshot), about a microsecond for each.
  init(_ index: ListingIndex) {
    var hashes: [UInt64] = []
    hashes.reserveCapacity(index.rows)
    var marked: Set<UInt64> = []
    let codes = index.codes(.slug)
    for row in 0..<index.rows {
      let plain = index.plainSlug(row)
      hashes.append(FastHash.of(plain))
      if let slug = codes?.text(row), slug != plain { marked.insert(FastHash.of(slug)) }
    }
    hashes.sort()
    base = hashes
    self.marked = marked
  }

  /// Notes that a row is gone; says whether other slugs may change.
  mutating func remove(_ row: Int, of index: ListingIndex) -> Bool {
    let slug = index.plainSlug(row)
    let hash = FastHash.of(slug)
    let isShared = count(hash) > 1 || !marked.isEmpty || isOthers(index.keys.string(at: row), slug)
    changes[hash, default: 0] -= 1
    return isShared
  }

  /// Notes that a row was added; says whether slugs may have to change.
  ///
  /// - Parameter isKey: Whether another listing has a key.
  mutating func add(_ row: Int, of index: ListingIndex, isKey: (String) -> Bool) -> Bool {
    let slug = index.plainSlug(row)
    let key = index.keys.string(at: row)
    let hash = FastHash.of(slug)
    let isShared =
      slug.isEmpty || count(hash) > 0 || marked.contains(hash) || (slug != key && isKey(slug))
      || count(FastHash.of(key)) > 0
    changes[hash, default: 0] += 1
    return isShared
  }

  /// Whether a slug that is a listing's key is another listing's slug.
  private func isOthers(_ key: String, _ slug: String) -> Bool {
    count(FastHash.of(key)) > (slug == key ? 1 : 0)
  }

  private func count(_ hash: UInt64) -> Int {
    var (low, high) = (0, base.count)
    while low < high {
      let middle = (low + high) / 2
      if base[middle] < hash { low = middle + 1 } else { high = middle }
    }
    var end = low
    while end < base.count, base[end] == hash { end += 1 }
    return end - low + (changes[hash] ?? 0)
  }
}
