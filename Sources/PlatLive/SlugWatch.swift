internal import PlatCommon
internal import PlatIndex
internal import PlatListings

/// Tells when a write would change the slug of another listing.
///
/// A build gives a slug that two listings share, or that is another listing's key, a mark of the
/// listing's own key; where the slug with the mark is taken, a longer mark. That concerns all
/// listings, so that a part cannot decide it: where a write comes near such a slug, the overlay is
/// merged, which decides all slugs again. A write comes near where
///
/// - its slug is another listing's slug or key, or its key is another listing's slug;
/// - its slug or key is what another listing has with a mark;
/// - it leaves and was what kept another listing from a slug or from a shorter mark.
///
/// Slugs are compared by their hashes: two that share one lead to a merge that changes nothing.
struct SlugWatch: Sendable {
  /// The hashes of the slugs of the snapshot's rows before marks, in ascending order.
  private let base: [UInt64]
  /// The hashes of the slugs that have marks.
  private let marked: Set<UInt64>
  /// The hashes of the slugs with marks that were taken, so that a longer mark was tried.
  private let taken: Set<UInt64>
  /// Listings that were added with a slug, less those that are gone.
  private var changes: [UInt64: Int] = [:]

  /// - Complexity: O(rows of the snapshot), about a microsecond for each.
  init(_ index: ListingIndex) {
    var hashes: [UInt64] = []
    hashes.reserveCapacity(index.rows)
    var marked: Set<UInt64> = []
    var taken: Set<UInt64> = []
    let codes = index.codes(.slug)
    for row in 0..<index.rows {
      let plain = index.plainSlug(row)
      hashes.append(FastHash.of(plain))
      guard let slug = codes?.text(row), slug != plain else { continue }
      marked.insert(FastHash.of(slug))
      for tried in index.markedSlugs(row, plain: plain) {
        if tried == slug { break }
        taken.insert(FastHash.of(tried))
      }
    }
    hashes.sort()
    base = hashes
    self.marked = marked
    self.taken = taken
  }

  /// Notes that a row is gone; says whether other slugs may change.
  mutating func remove(_ row: Int, of index: ListingIndex) -> Bool {
    let slug = index.plainSlug(row)
    let key = index.keys.string(at: row)
    let (hash, keyHash) = (FastHash.of(slug), FastHash.of(key))
    let held = count(hash)
    let isOthers = count(keyHash) > (slug == key ? 1 : 0)
    changes[hash, default: 0] -= 1
    // Where two others have it, they go on sharing it.
    if held == 2 || isOthers { return true }
    if taken.isEmpty { return false }
    return taken.contains(hash) || taken.contains(keyHash)
      || index.markedSlugs(row, plain: slug).contains { taken.contains(FastHash.of($0)) }
  }

  /// Notes that a row was added; says whether slugs may have to change.
  ///
  /// - Parameter isKey: Whether another listing has a key.
  mutating func add(_ row: Int, of index: ListingIndex, isKey: (String) -> Bool) -> Bool {
    let slug = index.plainSlug(row)
    let key = index.keys.string(at: row)
    let (hash, keyHash) = (FastHash.of(slug), FastHash.of(key))
    let isShared =
      slug.isEmpty || count(hash) > 0 || marked.contains(hash) || (slug != key && isKey(slug))
      || count(keyHash) > 0 || marked.contains(keyHash)
    changes[hash, default: 0] += 1
    return isShared
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
