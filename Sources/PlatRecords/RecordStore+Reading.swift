public import PlatStore

extension RecordStore {
  /// Reads the document of the listing with an ordinal.
  ///
  /// - Parameters:
  ///   - ordinal: The listing's ordinal.
  ///   - document: Receives the document; its contents are replaced, and its memory is reused.
  /// - Returns: Whether the listing exists.
  /// - Throws: ``StoreError/Code/damagedDocument`` if the document does not match its checksum, or
  ///   SQLite's error.
  /// - Complexity: O(log listings); a few microseconds.
  public func document(ordinal: Int, into document: inout [UInt8]) throws(StoreError) -> Bool {
    document.removeAll(keepingCapacity: true)
    let reader = try pool.take()
    try reader.byOrdinal.bind(1, Int64(ordinal))
    let isThere = try reader.byOrdinal.step()
    if isThere {
      var key: [UInt8] = []
      reader.byOrdinal.append(0, to: &document)
      reader.byOrdinal.append(2, to: &key)
      try reader.check(
        reader.byOrdinal, checksum: 1, ordinal: Int64(ordinal), key: key.span,
        document: document.span)
    }
    reader.byOrdinal.reset()
    pool.giveBack(reader)
    return isThere
  }

  /// Reads the document of the listing with a key.
  ///
  /// - Parameters:
  ///   - key: The `listingKey`.
  ///   - document: Receives the document; its contents are replaced, and its memory is reused.
  /// - Returns: The listing's ordinal, or nil if there is no such listing.
  /// - Throws: ``StoreError/Code/damagedDocument`` if the document does not match its checksum, or
  ///   SQLite's error.
  /// - Complexity: O(log listings); a few microseconds.
  public func document(key: String, into document: inout [UInt8]) throws(StoreError) -> Int? {
    document.removeAll(keepingCapacity: true)
    let reader = try pool.take()
    try reader.byKey.bind(1, key)
    var ordinal: Int?
    if try reader.byKey.step() {
      let found = reader.byKey.integer(2)
      reader.byKey.append(0, to: &document)
      try reader.check(
        reader.byKey, checksum: 1, ordinal: found, key: key.utf8Span.span, document: document.span)
      ordinal = Int(found)
    }
    reader.byKey.reset()
    pool.giveBack(reader)
    return ordinal
  }

  /// Reads many listings in one consistent state.
  ///
  /// - Parameters:
  ///   - ordinals: The listings' ordinals, in any order.
  ///   - batch: Receives one record for each ordinal, in the given order; a missing listing has an
  ///     empty key. The batch's contents are replaced, and its memory is reused.
  /// - Complexity: O(ordinals · log listings).
  public func records(ordinals: Span<Int>, into batch: inout RecordBatch) throws(StoreError) {
    batch.removeAll()
    let reader = try pool.take()
    try reader.connection.run("BEGIN")
    for index in ordinals.indices {
      try reader.recordByOrdinal.bind(1, Int64(ordinals[index]))
      if try reader.recordByOrdinal.step() {
        try batch.append(row: reader.recordByOrdinal, ordinal: ordinals[index], of: reader)
      } else {
        batch.finishRecord(ordinal: ordinals[index], modified: nil)
      }
      reader.recordByOrdinal.reset()
    }
    try reader.connection.run("COMMIT")
    pool.giveBack(reader)
  }

  /// The changes since a change number, in one consistent state.
  ///
  /// - Parameter number: The change number of the caller's copy, such as a snapshot's.
  /// - Complexity: O(changes · log changes).
  public func changes(since number: UInt64) throws(StoreError) -> RecordChanges {
    try pool.withReader { reader throws(StoreError) in
      try reader.connection.transaction("BEGIN") { () throws(StoreError) in
        let now = try reader.meta.number(.change)
        var changes = RecordChanges(changeNumber: now)
        guard number >= (try reader.meta.number(.loaded)), number <= now else {
          changes.isEverything = true
          return changes
        }
        let changed = try reader.connection.prepare(
          "SELECT ordinal FROM listings WHERE change > ? ORDER BY change")
        try changed.bind(1, Int64(clamping: number))
        while try changed.step() { changes.changed.append(Int(changed.integer(0))) }
        let deleted = try reader.connection.prepare(
          "SELECT ordinal, listing_key FROM deletions WHERE change > ? ORDER BY change")
        try deleted.bind(1, Int64(clamping: number))
        while try deleted.step() {
          changes.deleted.append(Int(deleted.integer(0)))
          changes.deletedKeys.append(deleted.text(1))
        }
        return changes
      }
    }
  }

  /// Begins to read all listings of the current state, ordered by ordinal; writes may continue.
  ///
  /// - Parameter ordinal: The ordinal to begin at.
  public func scan(from ordinal: Int = 0) throws(StoreError) -> RecordScan {
    try RecordScan(pool: pool, from: ordinal)
  }
}

/// The changes in a store since a change number.
public struct RecordChanges: Equatable, Sendable {
  /// The change number after these changes.
  public var changeNumber: UInt64
  /// Whether the store was reloaded since then, so that everything must be read again; the lists
  /// are then empty.
  public var isEverything = false
  /// The ordinals of the listings that were added or replaced and still exist, without duplicates,
  /// in the order of their last change.
  public var changed: [Int] = []
  /// The ordinals of the listings that were deleted.
  public var deleted: [Int] = []
  /// The keys of the listings that were deleted, in the order of ``deleted``.
  public var deletedKeys: [String] = []

  init(changeNumber: UInt64) { self.changeNumber = changeNumber }
}

/// A scan of all listings of a store in the state at its beginning.
///
/// It keeps a read transaction open, so the disk space of later writes stays in use. Release it
/// when it is done.
public struct RecordScan: ~Copyable, Sendable {
  /// The store's change number when the scan began.
  public let changeNumber: UInt64
  private let pool: ReaderPool<RecordReader>
  private let reader: RecordReader
  private var isDone = false

  init(pool: ReaderPool<RecordReader>, from ordinal: Int) throws(StoreError) {
    let reader = try pool.take()
    try reader.connection.run("BEGIN")
    let changeNumber = try reader.meta.number(.change)
    try reader.scan.bind(1, Int64(ordinal))
    self.changeNumber = changeNumber
    self.pool = pool
    self.reader = reader
  }

  deinit {
    reader.scan.reset()
    if (try? reader.connection.run("COMMIT")) != nil { pool.giveBack(reader) }
  }

  /// Reads the next listings.
  ///
  /// - Parameters:
  ///   - batch: Receives them; its contents are replaced, and its memory is reused.
  ///   - bytes: The approximate number of bytes of keys and documents to read at once.
  /// - Returns: Whether any were read.
  public mutating func next(into batch: inout RecordBatch, bytes: Int = 1 << 22) throws(StoreError)
    -> Bool
  {
    batch.removeAll()
    while !isDone, batch.byteCount < bytes {
      if try reader.scan.step() {
        try batch.append(row: reader.scan, ordinal: Int(reader.scan.integer(4)), of: reader)
      } else {
        isDone = true
      }
    }
    return !batch.isEmpty
  }
}

extension RecordBatch {
  /// Appends a row with the columns key, modification time, document, checksum.
  ///
  /// - Throws: ``StoreError/Code/damagedDocument``; the row is then not in the batch.
  mutating func append(row: StoreStatement, ordinal: Int, of reader: RecordReader)
    throws(StoreError)
  {
    row.append(0, to: &keyBytes)
    row.append(2, to: &documentBytes)
    finishRecord(ordinal: ordinal, modified: row.isNull(1) ? nil : row.integer(1))
    do throws(StoreError) {
      try reader.check(
        row, checksum: 3, ordinal: Int64(ordinal), key: key(at: count - 1),
        document: self.document(at: count - 1))
    } catch {
      removeLast()
      throw error
    }
  }
}
