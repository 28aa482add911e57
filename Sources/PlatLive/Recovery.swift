package import PlatIndex
internal import PlatListings
package import PlatRecords
internal import PlatSnapshot
package import PlatStore

/// Finds out what the records hold beyond a snapshot.
package enum Recovery {
  /// The listings of a snapshot with all later changes of the records.
  ///
  /// - Throws: What the store says, or ``StoreError/Code/otherState`` where the records were loaded
  ///   again since the snapshot was made.
  /// - Complexity: O(listings that have changed).
  package static func generation(
    over index: ListingIndex, from records: RecordStore
  ) throws(StoreError) -> Generation {
    try overlay(over: index, from: records).published(isMergedOnDisk: false).generation
  }

  /// The overlay of all changes since the snapshot was made.
  static func overlay(
    over index: ListingIndex, from records: RecordStore
  ) throws(StoreError) -> Overlay {
    // Where another process writes meanwhile, the changes and the documents are of two moments.
    for _ in 0..<attempts {
      let changes = try records.changes(since: index.snapshot.changeNumber)
      guard !changes.isEverything else {
        throw StoreError(
          .otherState, path: records.path,
          reason: "the records were loaded again since the snapshot was made")
      }
      let changed = try self.changes(changes, in: records)
      guard try records.changeNumber() == changes.changeNumber else { continue }
      var overlay = Overlay(over: index)
      overlay.apply(changed, changeNumber: changes.changeNumber)
      return overlay
    }
    throw StoreError(
      .replaced, path: records.path, reason: "the records are being written to by another program")
  }

  private static let attempts = 10

  private static func changes(
    _ changes: RecordChanges, in records: RecordStore
  ) throws(StoreError) -> [OverlayChange] {
    var changed = changes.deletedKeys.map { OverlayChange(key: Array($0.utf8), listing: nil) }
    guard !changes.changed.isEmpty else { return changed }
    var batch = RecordBatch()
    try records.records(ordinals: changes.changed.span, into: &batch)
    for place in 0..<batch.count {
      guard let listing = PreparedBatch.stored(batch.documentArray(at: place)) else {
        throw StoreError(
          .damagedDocument, path: records.path,
          reason: "the document of \"\(batch.keyText(at: place))\" is no listing")
      }
      let key = Array(batch.keyText(at: place).utf8)
      changed.append(OverlayChange(key: key, put: listing, record: batch.ordinals[place]))
    }
    return changed
  }
}
