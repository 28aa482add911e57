internal import Records
internal import Synchronization

extension ListingsDatabase {
  /// The whole document of a listing as JSON: every key that it came with, private ones too.
  ///
  /// Opens the record store when it is first called: the one that the snapshot was published with,
  /// whatever has been published since.
  ///
  /// - Returns: The document's bytes, or nil where the records no longer hold the listing.
  /// - Throws: ``PlatError/records(_:)`` where the record store is not there or cannot be read.
  public func document(of listing: ListingView) throws(PlatError) -> [UInt8]? {
    try part { () throws(RecordError) in
      var document: [UInt8] = []
      return try records().document(key: listing.key, into: &document) != nil ? document : nil
    }
  }

  func records() throws(RecordError) -> RecordStore {
    let opened: Result<RecordStore, RecordError> = recordStore.withLock { store in
      if let store { return .success(store) }
      do throws(RecordError) {
        let opened = try StateRecords.open(of: index.snapshot, in: path)
        store = opened
        return .success(opened)
      } catch {
        return .failure(error)
      }
    }
    return try opened.get()
  }
}
