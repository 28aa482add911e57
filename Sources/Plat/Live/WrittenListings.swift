internal import PlatIndex
internal import PlatLive
internal import PlatRecords
internal import PlatSnapshot
internal import PlatStore

extension ListingsDatabase {
  /// Whether the records hold changes that the database does not show.
  ///
  /// False where the records cannot be read: there is nothing to show then.
  ///
  /// - Complexity: Some ten microseconds, once the records are open.
  package var lacksWrites: Bool {
    guard
      let change = try? withRecords({ (records) throws(StoreError) in
        try records.changeNumber()
      })
    else { return false }
    return change > changeNumber
  }

  /// The same snapshot with all that was written since.
  package func withAllWrites() -> ListingsDatabase {
    let written = WrittenListings.read(over: state.base, in: path, files, of: origin)
    return ListingsDatabase(
      self, state: written.generation ?? state, unreadWrites: written.failure)
  }
}

/// The listings of an index directory that were written since its snapshot.
struct WrittenListings {
  /// The listings of the snapshot with what was written; nil where nothing was.
  var generation: Generation?
  /// Why the records could not be read.
  var failure: StoreError?

  /// Nothing was written.
  static let none = WrittenListings()

  /// Reads what was written.
  ///
  /// An index without records, or with those of another state, has no writes: they belong to the
  /// state that the records are of.
  ///
  /// - Parameters:
  ///   - index: The snapshot's listings, or those with some of the changes.
  ///   - path: The index directory.
  ///   - files: Keeps the records open.
  ///   - snapshot: The snapshot that the records belong to.
  /// - Complexity: O(listings that were written); opens the records.
  static func read(
    over index: ListingIndex, in path: String, _ files: Attachments, of snapshot: Snapshot
  ) -> WrittenListings {
    do throws(StoreError) {
      let records = try files.value { () throws(StoreError) in
        try StateRecords.open(of: snapshot, in: path)
      }
      guard try records.changeNumber() != index.snapshot.changeNumber else { return .none }
      return WrittenListings(
        generation: try Recovery.generation(over: index, from: records), failure: nil)
    } catch {
      return WrittenListings(
        generation: nil, failure: [.notFound, .otherState].contains(error.code) ? nil : error)
    }
  }
}
