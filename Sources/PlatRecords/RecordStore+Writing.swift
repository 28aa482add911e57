import PlatCommon
import PlatFiles
public import PlatStore
import Synchronization

/// The outcome of a write for one record.
public enum WriteOutcome: Equatable, Sendable {
  /// The listing is new.
  case added
  /// The listing existed and has a new document.
  case replaced
  /// The listing existed with the same document and modification time: nothing has changed.
  case unchanged
  /// The stored listing has a later modification time and was kept.
  case older(than: Int64)
}

/// The result of a write.
public struct WriteResult: Equatable, Sendable {
  /// The store's change number after the write.
  public var changeNumber: UInt64
  /// Each record's outcome, in the order of the batch.
  public var outcomes: [WriteOutcome] = []
  /// Each record's ordinal, in the order of the batch.
  public var ordinals: [Int] = []
}

/// The result of a deletion.
public struct DeletionResult: Equatable, Sendable {
  /// The store's change number after the deletion.
  public var changeNumber: UInt64
  /// The ordinals of the deleted listings, in the order of the keys; nil for an unknown key.
  public var ordinals: [Int?] = []
}

/// The one write connection to the records, with its statements.
final class RecordWriter {
  let connection: StoreConnection
  let meta: NumbersAndNotes
  let history: HistoryWriter
  /// The last transaction's commit, where it has failed.
  private(set) var unsettled: UnsettledCommit?
  private let find: StoreStatement
  private let read: StoreStatement
  private let insert: StoreStatement
  private let update: StoreStatement
  private let delete: StoreStatement
  private let noteDeletion: StoreStatement

  init(_ connection: StoreConnection) throws(StoreError) {
    self.connection = connection
    meta = try NumbersAndNotes(connection)
    history = try HistoryWriter(connection)
    find = try connection.prepare(
      "SELECT ordinal, modified, document FROM listings WHERE listing_key = ?")
    read = try connection.prepare(
      "SELECT \(StoredRecord.columns), checksum FROM listings WHERE listing_key = ?")
    insert = try connection.prepare(
      """
      INSERT INTO listings(ordinal, listing_key, change, modified, document, checksum) \
      VALUES (?, ?, ?, ?, ?, ?)
      """
    )
    update = try connection.prepare(
      "UPDATE listings SET change = ?, modified = ?, document = ?, checksum = ? WHERE ordinal = ?")
    delete = try connection.prepare("DELETE FROM listings WHERE ordinal = ?")
    noteDeletion = try connection.prepare(
      "INSERT INTO deletions(ordinal, listing_key, change) VALUES (?, ?, ?)")
  }

  /// The store's counters during a transaction.
  struct Numbers {
    var change: UInt64
    var count: UInt64
    var next: UInt64
    /// The bytes of the history's keys and documents.
    var historyBytes: UInt64
    /// The hash of the history's last entry.
    var hash: [UInt8]
  }

  /// Runs the body in a transaction with the store's counters, and stores them afterward.
  ///
  /// Changes are noted in the history as this process's, of now, unless the body says otherwise.
  func transaction<T>(_ body: (inout Numbers) throws(StoreError) -> T) throws(StoreError) -> T {
    unsettled = nil
    history.origin = RecordOrigin(time: SystemTime.wall / 1_000_000)
    let value = try connection.transaction { () throws(StoreError) in
      let before = try meta.number(.change)
      var hash = try history.lastHash()
      if hash == nil { hash = try meta.forgottenHash() }
      var numbers = Numbers(
        change: before, count: try meta.number(.count), next: try meta.number(.next),
        historyBytes: try meta.number(.historyBytes), hash: hash ?? HistoryChain.start)
      let value = try body(&numbers)
      if numbers.change != before {
        try meta.set(.change, numbers.change)
        try meta.set(.count, numbers.count)
        try meta.set(.next, numbers.next)
        try meta.set(.historyBytes, numbers.historyBytes)
      }
      unsettled = UnsettledCommit(change: numbers.change, hash: numbers.hash)
      return value
    }
    unsettled = nil
    return value
  }

  /// Adds or replaces one record.
  @unsafe
  func put(
    key: UnsafeRawBufferPointer, document: UnsafeRawBufferPointer, modified: Int64?,
    refusingOlder: Bool,
    numbers: inout Numbers
  ) throws(StoreError) -> (outcome: WriteOutcome, ordinal: Int64) {
    try unsafe find.bind(1, text: key)
    defer { find.reset() }
    guard try find.step() else {
      let ordinal = Int64(clamping: numbers.next)
      numbers.next += 1
      numbers.count += 1
      numbers.change += 1
      try insert.bind(1, ordinal)
      try unsafe insert.bind(2, text: key)
      try insert.bind(3, Int64(clamping: numbers.change))
      try insert.bind(4, modified)
      try unsafe insert.bind(5, bytes: document)
      try insert.bind(6, unsafe DocumentChecksum.of(ordinal: ordinal, key: key, document: document))
      try insert.run()
      try history.note(
        key: unsafe Array(key), before: nil, after: unsafe Array(document), numbers: &numbers)
      return (.added, ordinal)
    }
    let ordinal = find.integer(0)
    let held = find.isNull(1) ? nil : find.integer(1)
    if refusingOlder, let held, let modified, modified < held {
      return (.older(than: held), ordinal)
    }
    if held == modified, unsafe find.isEqual(2, to: document) { return (.unchanged, ordinal) }
    let before = find.bytes(2)
    find.reset()
    numbers.change += 1
    try update.bind(1, Int64(clamping: numbers.change))
    try update.bind(2, modified)
    try unsafe update.bind(3, bytes: document)
    try update.bind(4, unsafe DocumentChecksum.of(ordinal: ordinal, key: key, document: document))
    try update.bind(5, ordinal)
    try update.run()
    try history.note(
      key: unsafe Array(key), before: before, after: unsafe Array(document), numbers: &numbers)
    return (.replaced, ordinal)
  }

  /// The listing with a key, as it is now.
  ///
  /// - Throws: ``StoreError/Code/damagedDocument`` if the document does not match its checksum.
  func record(key: String) throws(StoreError) -> StoredRecord? {
    try read.bind(1, key)
    defer { read.reset() }
    guard try read.step() else { return nil }
    var document: [UInt8] = []
    read.append(3, to: &document)
    let checksum = DocumentChecksum.of(
      ordinal: read.integer(0), key: key.utf8Span.span, document: document.span)
    guard read.isNull(4) || read.integer(4) == checksum else {
      throw .damaged(document: key, path: connection.path)
    }
    return StoredRecord(
      ordinal: Int(read.integer(0)), change: UInt64(clamping: read.integer(1)),
      modified: read.isNull(2) ? nil : read.integer(2), document: document)
  }

  /// Removes the listing with a key; returns its ordinal.
  func remove(key: String, numbers: inout Numbers) throws(StoreError) -> Int64? {
    try find.bind(1, key)
    guard try find.step() else {
      find.reset()
      return nil
    }
    let ordinal = find.integer(0)
    let before = find.bytes(2)
    find.reset()
    numbers.change += 1
    numbers.count -= 1
    try delete.bind(1, ordinal)
    try delete.run()
    try noteDeletion.bind(1, ordinal)
    try noteDeletion.bind(2, key)
    try noteDeletion.bind(3, Int64(clamping: numbers.change))
    try noteDeletion.run()
    try history.note(key: Array(key.utf8), before: before, after: nil, numbers: &numbers)
    return ordinal
  }
}

extension RecordStore {
  /// Adds new listings and replaces existing ones, all or none; on return they are on disk.
  ///
  /// The change number grows by one for each added or replaced listing. A listing that occurs twice
  /// in the batch is written twice.
  ///
  /// - Parameters:
  ///   - batch: The records; their ordinals are ignored.
  ///   - refusingOlder: Whether to keep a stored listing whose modification time is later than the
  ///     new record's.
  /// - Throws: ``StoreError/Code/invalidRecord`` for an empty key, ``StoreError/Code/replaced``, or
  ///   SQLite's error.
  public func upsert(_ batch: RecordBatch, refusingOlder: Bool = false) throws(StoreError)
    -> WriteResult
  {
    if let index = (0..<batch.count).first(where: { batch.keyStarts[$0] == batch.keyStarts[$0 + 1] }
    ) {
      throw StoreError(
        .invalidRecord, path: path, reason: "record \(index + 1) of \(batch.count) has an empty key"
      )
    }
    return try write { (writer) throws(StoreError) in
      try writer.transaction { (numbers) throws(StoreError) in
        try self.checkInPlace()
        var result = WriteResult(changeNumber: numbers.change)
        result.outcomes.reserveCapacity(batch.count)
        result.ordinals.reserveCapacity(batch.count)
        try unsafe batch.withUnsafeRecords { (index, key, document) throws(StoreError) in
          let (outcome, ordinal) = try unsafe writer.put(
            key: key, document: document, modified: batch.modified(at: index),
            refusingOlder: refusingOlder,
            numbers: &numbers)
          result.outcomes.append(outcome)
          result.ordinals.append(Int(ordinal))
        }
        result.changeNumber = numbers.change
        return result
      }
    }
  }

  /// Deletes listings, all or none; on return the deletion is on disk.
  ///
  /// The change number grows by one for each deleted listing. The ordinal of a deleted listing is
  /// never reused.
  public func delete(keys: [String]) throws(StoreError) -> DeletionResult {
    try write { (writer) throws(StoreError) in
      try writer.transaction { (numbers) throws(StoreError) in
        try self.checkInPlace()
        var result = DeletionResult(changeNumber: numbers.change)
        for key in keys {
          result.ordinals.append(try writer.remove(key: key, numbers: &numbers).map { Int($0) })
        }
        result.changeNumber = numbers.change
        return result
      }
    }
  }

  /// Stores a note of the application under a name; on return it is on disk.
  public func setNote(_ name: String, to text: String) throws(StoreError) {
    try write { (writer) throws(StoreError) in
      try writer.connection.transaction { () throws(StoreError) in
        try self.checkInPlace()
        try writer.meta.note(name, text)
      }
    }
  }

  /// Runs the body with the write connection, one thread at a time.
  ///
  /// A build that replaces the store waits, and is waited for: it checkpoints the log from a
  /// connection of its own, which must not happen during a commit (``StoreLibrary``).
  func write<T: Sendable>(_ body: (RecordWriter) throws(StoreError) -> T) throws(StoreError)
    -> T
  {
    let result: Result<T, StoreError> = writer.withLock { writer in
      guard let writer else {
        return .failure(
          StoreError(
            .permissionDenied, path: path, reason: "the store was opened for reading only"))
      }
      do throws(StoreError) {
        let lock = try RecordLock.take(path, exclusive: false)
        defer { lock.release() }
        return .success(try body(writer))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// Rejects a write to a file that has lost its name.
  ///
  /// A build changes the name only while it blocks other writers.
  func checkInPlace() throws(StoreError) {
    if !isInPlace { throw .replaced(path) }
  }
}

extension RecordBatch {
  /// Calls the body with the index, the key and the document of each record.
  @unsafe
  func withUnsafeRecords(
    _ body: (Int, UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws(StoreError) -> Void
  ) throws(StoreError) {
    try unsafe keyBytes.span.withUnsafeBytes { (keys) throws(StoreError) in
      try unsafe documentBytes.span.withUnsafeBytes { (documents) throws(StoreError) in
        for index in ordinals.indices {
          try unsafe body(
            index, UnsafeRawBufferPointer(rebasing: keys[keyStarts[index]..<keyStarts[index + 1]]),
            UnsafeRawBufferPointer(
              rebasing: documents[documentStarts[index]..<documentStarts[index + 1]]))
        }
      }
    }
  }
}
