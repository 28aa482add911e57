public import PlatStore

extension RecordStore {
  /// Reads the document of the listing with an ordinal.
  ///
  /// - Parameters:
  ///   - ordinal: The listing's ordinal.
  ///   - document: Where the document goes; what is in it is replaced, its memory used again.
  /// - Returns: Whether there is such a listing.
  /// - Throws: ``StoreError/Code/damagedDocument`` when the document does not match its checksum,
  ///   or what SQLite says.
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
  ///   - document: Where the document goes; what is in it is replaced, its memory used again.
  /// - Returns: The listing's ordinal, or nil where there is no such listing.
  /// - Throws: ``StoreError/Code/damagedDocument`` when the document does not match its checksum,
  ///   or what SQLite says.
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

  /// Reads many listings, all as they are at one moment.
  ///
  /// - Parameters:
  ///   - ordinals: The listings' ordinals, in any order.
  ///   - batch: Where the records go, one for each ordinal, in the order asked for; one that is not
  ///     there has an empty
  ///     key. What is in the batch is replaced, its memory used again.
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

  /// What has changed since a change number, as of one moment.
  ///
  /// - Parameter number: The change number of what the caller holds, such as a snapshot's.
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

  /// Begins to read all listings as they are now, in the order of their ordinals, while writes may
  /// go on.
  ///
  /// - Parameter ordinal: The ordinal to begin at.
  public func scan(from ordinal: Int = 0) throws(StoreError) -> RecordScan {
    try RecordScan(pool: pool, from: ordinal)
  }
}

/// What has changed in a store since a change number.
public struct RecordChanges: Equatable, Sendable {
  /// The change number that this leads up to.
  public var changeNumber: UInt64
  /// Whether the store was loaded anew since then, so that everything must be read again; the lists
  /// are then empty.
  public var isEverything = false
  /// The ordinals of the listings that were added or replaced and are still there, each once, the
  /// last changed last.
  public var changed: [Int] = []
  /// The ordinals of the listings that were deleted.
  public var deleted: [Int] = []
  /// The keys of the listings that were deleted, in the order of ``deleted``.
  public var deletedKeys: [String] = []

  init(changeNumber: UInt64) { self.changeNumber = changeNumber }
}

/// A walk through all listings of a store as they were when it began.
///
/// It keeps a read transaction open, and with it the disk space of what is written meanwhile: let
/// it go when it is done.
public struct RecordScan: ~Copyable, Sendable {
  /// The store's change number when the walk began.
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
  ///   - batch: Where they go; what is in it is replaced, its memory used again.
  ///   - bytes: About how many bytes of keys and documents to read at once.
  /// - Returns: Whether there were any.
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
  /// Appends a row with the columns key, time of modification, document, checksum.
  ///
  /// - Throws: ``StoreError/Code/damagedDocument``; the batch then ends before the row.
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
