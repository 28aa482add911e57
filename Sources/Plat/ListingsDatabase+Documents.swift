internal import Records
internal import Synchronization

extension ListingsDatabase {
  /// The whole document of a listing as JSON: every key that it came with, private ones too.
  ///
  /// For whoever holds the index. What everyone may see is ``publicDocument(of:)``.
  ///
  /// Opens the record store when it is first called. The records may be newer than the snapshot; the document is then
  /// the newer one.
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
    let path = path + "/" + Self.recordsName
    let opened: Result<RecordStore, RecordError> = recordStore.withLock { store in
      if let store { return .success(store) }
      do throws(RecordError) {
        let opened = try RecordStore.open(path: path, mode: .read)
        store = opened
        return .success(opened)
      } catch {
        return .failure(error)
      }
    }
    return try opened.get()
  }
}
