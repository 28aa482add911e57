internal import PlatCommon
internal import PlatRecords
internal import PlatStore

extension ListingsDatabase {
  /// The whole document of a listing as JSON, with every original key, including private ones.
  ///
  /// For the operator of the index. The public part is ``publicDocument(of:)``.
  ///
  /// The first call opens the record store that was published with the snapshot, regardless of
  /// later builds. The document is the one that the snapshot was made with, or a newer one written
  /// to the same records since. It is never of another state of the index, and never damaged: each
  /// document is compared with its checksum.
  ///
  /// - Returns: The document's bytes, or nil if the records no longer hold the listing.
  /// - Throws: ``PlatError/records(_:)`` if the record store is missing, is of another state or
  ///   cannot be read, or if the document is damaged.
  public func document(of listing: ListingView) throws(PlatError) -> [UInt8]? {
    try part { () throws(StoreError) in
      let key = listing.key
      return try withRecords { (records) throws(StoreError) in
        var document: [UInt8] = []
        if try records.document(key: key, into: &document) != nil { return document }
        guard try records.changeNumber() == changeNumber else { return nil }
        throw StoreError(
          .damagedDocument, path: records.path,
          reason:
            """
            the listing "\(key)" is in the snapshot, and its document is not in the records of the \
            same state
            """
        )
      }
    }
  }

  /// The change number of the records that belong to the snapshot.
  ///
  /// - Throws: ``PlatError/records(_:)`` with the reason documents are not available.
  public func recordsChangeNumber() throws(PlatError) -> UInt64 {
    try part { () throws(StoreError) in
      try withRecords { (records) throws(StoreError) in try records.changeNumber() }
    }
  }

  /// Reads the whole record store and compares it with the snapshot.
  ///
  /// - Returns: The change number and one sentence for each damage, or the reason the records
  ///   cannot be read.
  package func verifyRecords() -> (path: String, changeNumber: UInt64?, findings: [String]) {
    do throws(StoreError) {
      let records = try records()
      var findings = try records.verify()
      let change = try? records.changeNumber()
      if change == changeNumber, let held = try? records.count(), held < count {
        findings.append("the records hold \(held) documents, the index \(count) listings")
      }
      return (records.path, change, findings)
    } catch {
      return (error.path, nil, [error.reason])
    }
  }

  /// Reads the records of the snapshot's state.
  ///
  /// A read is repeated if another program wrote to the file meanwhile, or if a build replaced the
  /// records.
  func withRecords<T>(_ body: (RecordStore) throws(StoreError) -> T) throws(StoreError) -> T {
    var attempts = 0
    while true {
      attempts += 1
      let records = try records()
      let result: Result<T, StoreError>
      do throws(StoreError) { result = .success(try body(records)) } catch {
        result = .failure(error)
      }
      // Our own writer's log is read by its connections.
      var isStale = !records.isOpenForWriting && records.isWrittenTo
      if case .failure(let error) = result, error.code == .replaced { isStale = true }
      guard isStale else { return try result.get() }
      files.forget { (store: RecordStore) in store === records }
      if attempts == 3 {
        throw StoreError(
          .replaced, path: records.path,
          reason: "the records are being written to by another program")
      }
    }
  }

  /// The open records of the snapshot's state.
  private func records() throws(StoreError) -> RecordStore {
    try files.value { () throws(StoreError) in
      try StateRecords.open(of: origin, in: path)
    }
  }
}
