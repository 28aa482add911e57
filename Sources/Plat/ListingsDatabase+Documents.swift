internal import PlatCommon
internal import PlatRecords
internal import PlatStore

extension ListingsDatabase {
  /// The whole document of a listing as JSON: every key that it came with, private ones too.
  ///
  /// For the holder of the index. What everyone may see is ``publicDocument(of:)``.
  ///
  /// Opens the record store when it is first called: the one that the snapshot was published with
  /// whatever has been published since. The document is the one that the snapshot was made with, or
  /// a newer one that was written to the same records since; never one of another state of the
  /// index, and never a changed one: each document is compared with its checksum.
  ///
  /// - Returns: The document's bytes, or nil where the records no longer hold the listing.
  /// - Throws: ``PlatError/records(_:)`` when the record store is not there, is of another state,
  ///   cannot be read, or when the document is damaged.
  public func document(of listing: ListingView) throws(PlatError) -> [UInt8]? {
    try part { () throws(StoreError) in
      let key = listing.key
      return try withRecords { (records) throws(StoreError) in
        var document: [UInt8] = []
        if try records.document(key: key, into: &document) != nil { return document }
        guard try records.changeNumber() == index.snapshot.changeNumber else { return nil }
        throw StoreError(
          .damagedDocument, path: records.path,
          reason:
            "the listing \"\(key)\" is in the snapshot, and its document is not in the records of the same state"
        )
      }
    }
  }

  /// The change number of the records that belong to the snapshot.
  ///
  /// - Throws: ``PlatError/records(_:)`` with the reason for which there are no documents.
  public func recordsChangeNumber() throws(PlatError) -> UInt64 {
    try part { () throws(StoreError) in
      try withRecords { (records) throws(StoreError) in try records.changeNumber() }
    }
  }

  /// Reads the whole record store and compares it with the snapshot.
  ///
  /// - Returns: The change number and what is damaged, a sentence each, or why the records cannot
  ///   be read.
  package func verifyRecords() -> (path: String, changeNumber: UInt64?, findings: [String]) {
    do throws(StoreError) {
      let records = try records()
      var findings = try records.verify()
      let change = try? records.changeNumber()
      if change == index.snapshot.changeNumber, let count = try? records.count(), count < index.rows
      {
        findings.append("the records hold \(count) documents, the snapshot \(index.rows) listings")
      }
      return (records.path, change, findings)
    } catch {
      return (error.path, nil, [error.reason])
    }
  }

  /// Reads of the records of the snapshot's state.
  ///
  /// What was read while another program wrote to the file, or after a build has put other records
  /// in its place, is read again.
  func withRecords<T>(_ body: (RecordStore) throws(StoreError) -> T) throws(StoreError) -> T {
    var attempts = 0
    while true {
      attempts += 1
      let records = try records()
      let result: Result<T, StoreError>
      do throws(StoreError) { result = .success(try body(records)) } catch {
        result = .failure(error)
      }
      var isStale = records.isWrittenTo
      if case .failure(let error) = result, error.code == .replaced { isStale = true }
      guard isStale else { return try result.get() }
      attachments.forget { (store: RecordStore) in store === records }
      if attempts == 3 {
        throw StoreError(
          .replaced, path: records.path,
          reason: "the records are being written to by another program")
      }
    }
  }

  /// The records of the snapshot's state, open.
  private func records() throws(StoreError) -> RecordStore {
    try attachments.value { () throws(StoreError) in
      try StateRecords.open(of: index.snapshot, in: path)
    }
  }
}
