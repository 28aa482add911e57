package import PlatStore

extension StoredRecord {
  /// The columns of a listing: ordinal, change, modified, document.
  ///
  /// A listing that has not changed since the load has the load's change number, so that two states
  /// of a listing never share a number.
  static let columns =
    "ordinal, coalesce(change, (SELECT value FROM meta WHERE key = 'loaded')), modified, document"
}

extension RecordStore {
  /// The listing with a key as it is now; nil where there is none.
  ///
  /// - Throws: ``StoreError/Code/damagedDocument`` if the document does not match its checksum, or
  ///   SQLite's error.
  /// - Complexity: O(log listings); a few microseconds.
  package func record(key: String) throws(StoreError) -> StoredRecord? {
    try pool.withReader { (reader) throws(StoreError) in
      let checksum = reader.hasChecksums ? "checksum" : "NULL"
      let find = try reader.connection.prepare(
        "SELECT \(StoredRecord.columns), \(checksum) FROM listings WHERE listing_key = ?")
      try find.bind(1, key)
      guard try find.step() else { return nil }
      var document: [UInt8] = []
      find.append(3, to: &document)
      let ordinal = find.integer(0)
      try reader.check(
        find, checksum: 4, ordinal: ordinal, key: key.utf8Span.span, document: document.span)
      return StoredRecord(
        ordinal: Int(ordinal), change: UInt64(clamping: find.integer(1)),
        modified: find.isNull(2) ? nil : find.integer(2), document: document)
    }
  }
}
