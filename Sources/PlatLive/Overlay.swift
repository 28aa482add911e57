internal import PlatCommon
internal import PlatIndex
internal import PlatListings
internal import PlatSnapshot

/// The listings that were written since a snapshot: which of its rows are gone, and the new ones in
/// a few indexes of growing size.
///
/// New listings come into the smallest index, which is made again; one that has grown to a quarter
/// of the next takes that one in. So a listing is laid out some ten times until the overlay is
/// merged, and a question asks a handful of indexes. Source: the logarithmic method of J. L.
/// Bentley and J. B. Saxe, "Decomposable searching problems" (Journal of Algorithms 1, 1980).
struct Overlay: Sendable {
  /// The snapshot's index.
  let base: ListingIndex
  private var removed = RemovedRows()
  /// The indexes of new listings, the oldest and largest first.
  private var levels: [OverlayLevel] = []
  private var slugs: SlugWatch?
  private var changeNumber: UInt64
  /// Whether only a merge gives every listing its slug.
  private(set) var mustMerge = false

  /// Nothing was written since the snapshot.
  init(over base: ListingIndex) {
    self.base = base
    changeNumber = base.snapshot.changeNumber
  }

  /// How many listings were added, those that are gone again as well.
  var added: Int { levels.reduce(0) { $0 + $1.index.rows } }
  /// How many rows of the snapshot are gone.
  var removedFromBase: Int { removed.count }

  /// The memory that the new listings take, in bytes, about.
  var bytes: Int { levels.reduce(0) { $0 + $1.bytes } }

  /// Whether it has grown so large that a merge makes questions cheaper.
  var isLarge: Bool { max(added, removed.count) > max(Self.largest, base.rows / 8) }

  /// Takes the changes of a commit, in their order.
  ///
  /// - Complexity: O(changes × log rows), and the listings of the indexes that are taken in; the
  ///   first changes look at all slugs of the snapshot.
  mutating func apply(_ changes: [OverlayChange], changeNumber: UInt64) {
    self.changeNumber = changeNumber
    if changes.isEmpty { return }
    watchSlugs()
    var incoming: [OverlayListing] = []
    var places: [[UInt8]: Int] = [:]
    for change in changes {
      remove(change.key)
      if let place = places.removeValue(forKey: change.key) { incoming[place].isGone = true }
      guard let listing = change.listing else { continue }
      places[change.key] = incoming.count
      incoming.append(listing)
    }
    incoming.removeAll { $0.isGone }
    guard !incoming.isEmpty else { return }
    let new = incoming
    while let last = levels.last, last.count < incoming.count * Self.growth || last.isSmall {
      levels.removeLast()
      incoming = last.listingsThatAreThere + incoming
    }
    let level = OverlayLevel(incoming, over: base, changeNumber: changeNumber)
    levels.append(level)
    let now = generation
    for listing in new {
      guard let row = level.index.row(key: listing.key) else { continue }
      let needsMerge =
        slugs?.add(row, of: level.index) { now.ordinal(key: $0) != nil } ?? false
      mustMerge = mustMerge || needsMerge
    }
  }

  /// Looks at the slugs of the snapshot, unless it has done so.
  mutating func watchSlugs() {
    if slugs == nil { slugs = SlugWatch(base) }
  }

  /// The snapshot and what was written since, as a generation.
  var generation: Generation {
    Generation(
      base, removed: removed, added: levels.map { ($0.index, $0.removed) },
      changeNumber: changeNumber)
  }

  /// The generation to show: merged where that is due; and the overlay to go on with.
  ///
  /// - Parameter isMergedOnDisk: Whether merges to disk keep it small, so that its size is no
  ///   reason.
  func published(isMergedOnDisk: Bool) -> (overlay: Overlay, generation: Generation) {
    guard mustMerge || (isLarge && !isMergedOnDisk) else { return (self, generation) }
    let whole = generation.whole
    return (Overlay(over: whole.base), whole)
  }

  /// Marks the row of a key as gone, wherever it is.
  private mutating func remove(_ key: [UInt8]) {
    let key = String(decoding: key, as: UTF8.self)
    for level in levels.indices.reversed() {
      if let row = levels[level].index.row(key: key), !levels[level].removed.contains(row) {
        note(row, goneFrom: levels[level].index)
        levels[level].removed.insert(row)
        return
      }
    }
    if let row = base.row(key: key), !removed.contains(row) {
      note(row, goneFrom: base)
      removed.insert(row)
    }
  }

  private mutating func note(_ row: Int, goneFrom index: ListingIndex) {
    if slugs?.remove(row, of: index) ?? false { mustMerge = true }
  }

  /// An index takes in the next smaller one that has grown to this part of it.
  private static let growth = 4
  /// Indexes of fewer listings are always taken in.
  static let small = 64
  /// An overlay of fewer listings is never large.
  private static let largest = 10_000
}

/// What became of one listing.
struct OverlayChange: Sendable {
  /// The listing key.
  let key: [UInt8]
  /// The listing as it is now; nil where it was deleted or is not shown.
  let listing: OverlayListing?

  /// A listing that was deleted, or is what it is given as.
  init(key: [UInt8], listing: OverlayListing?) {
    self.key = key
    self.listing = listing
  }

  /// A listing that was added or replaced; one that the public may not see is not shown.
  init(key: [UInt8], put listing: Listing, record: Int) {
    let display = listing.display
    let isHidden = display == .hidden
    self.init(
      key: key,
      listing: isHidden ? nil : OverlayListing(listing: listing, display: display, record: record))
  }
}

/// A listing that an index is made of.
struct OverlayListing: Sendable {
  /// Its fields.
  let listing: Listing
  /// What of it the public may see.
  let display: ListingDisplay
  /// The record number that it has in the store.
  let record: Int
  /// Whether a later change of the same commit has replaced it.
  var isGone = false

  var key: String { listing.text(.listingKey) ?? "" }
}

/// One index of new listings.
struct OverlayLevel: Sendable {
  let index: ListingIndex
  var removed = RemovedRows()
  /// The memory that it takes, in bytes, about.
  let bytes: Int
  private let listings: [OverlayListing]

  init(
    _ listings: [OverlayListing], over base: ListingIndex, changeNumber: UInt64
  ) {
    self.listings = listings
    var builder = IndexBuilder()
    builder.keep(fieldsOf: base)
    for listing in listings {
      // Fewer than an index holds.
      _ = try? builder.add(listing.listing, display: listing.display)
      builder.storeNumbers.append(UInt32(clamping: listing.record))
    }
    do throws(SnapshotError) {
      index = try ListingIndex(
        inMemory: builder, name: "the listings written since the snapshot",
        changeNumber: changeNumber, options: base.pyramid.options)
    } catch {
      endWithoutMemory(for: "written listings", error.reason)
    }
    bytes = listings.reduce(Int(clamping: index.snapshot.fileLength)) { $0 + $1.listing.bytes }
  }

  /// How many listings are there.
  var count: Int { index.rows - removed.count }
  /// Whether it is taken in by whatever comes next.
  var isSmall: Bool { index.rows < Overlay.small }

  /// The listings that are there.
  var listingsThatAreThere: [OverlayListing] {
    if removed.isEmpty { return listings }
    return listings.filter { listing in
      index.row(key: listing.key).map { !removed.contains($0) } ?? false
    }
  }
}

extension Listing {
  /// The memory that it takes, in bytes, about.
  fileprivate var bytes: Int { document.count + texts.count + numbers.count * 8 + 400 }
}
