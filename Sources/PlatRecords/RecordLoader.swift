import PlatCommon
import PlatFiles
public import PlatStore
import Synchronization

/// Builds a whole record store from the start, as fast as is safe, and replaces the old one at the
/// end.
///
/// The new database has a temporary name in the same directory and is written without a journal;
/// its indexes are built after all rows. Only when it is complete and on disk does ``finish()``
/// give it its name. Until then the old store is unchanged. A loader that is released before that
/// removes its file. A build that publishes other files together with the records calls the parts
/// of ``finish()`` one by one: `complete()`, `seal(notes:)`, `RecordReplacement`.
///
///     let loader = try RecordLoader(path: "indexes/demo/records.sqlite")
///     try loader.append(batch)
///     let summary = try loader.finish()
///
/// Batches may come from any thread; they are written one at a time.
public final class RecordLoader: Sendable {
  /// The result of a load.
  public struct Summary: Equatable, Sendable {
    /// The store's change number; the whole load is one change.
    public var changeNumber: UInt64
    /// The number of listings.
    public var count: Int
    /// The size of the database in bytes.
    public var bytes: Int
  }

  /// State that exists only during a load.
  private struct Load {
    let connection: StoreConnection
    let insert: StoreStatement
    let file: TemporaryFile
    var nextOrdinal = 0
    /// The number of listings; nil until the load is complete.
    var count: Int?
  }

  /// The final path of the store.
  public let path: String
  /// The change number of the new store: one more than that of the store it replaces.
  public let changeNumber: UInt64
  /// The state of the store's file when the load began.
  package let place: RecordFileState
  private let load: Mutex<Load?>
  private let sealed = Mutex<TemporaryFile?>(nil)

  /// Creates the temporary database.
  ///
  /// - Parameters:
  ///   - path: The database file that the load creates or replaces, `records.sqlite` in an index
  ///     directory.
  ///   - above: A lower bound for the new change number, exclusive, such as that of the newest
  ///     snapshot there.
  /// - Throws: A ``StoreError`` if the file cannot be created, or if another program's database or
  ///   a newer store has its name. A damaged file is allowed: ``finish()`` renames it to
  ///   `records.sqlite.damaged`.
  public init(path: String, changeNumberAbove above: UInt64 = 0) throws(StoreError) {
    self.path = path
    place = try RecordFileState(path)
    if case .store(let old, _) = place {
      changeNumber = max(old, above) + 1
    } else {
      changeNumber = above + 1
    }
    TemporaryFile.removeLeftoverDatabases(for: path)
    load = Mutex(try Self.begin(.database(for: path)))
  }

  /// Creates a database without indexes and begins the one transaction that writes its rows.
  ///
  /// Nothing reads the file before it is complete, so there is no journal and no sync until the
  /// end. The page cache is small on purpose: full pages go to the system early, and pages that are
  /// still in the processor's cache are copied faster.
  private static func begin(_ file: TemporaryFile) throws(StoreError) -> sending Load {
    let connection = try StoreConnection(path: file.path, mode: .create)
    try connection.run(
      """
      PRAGMA page_size = \(RecordSchema.pageSize);
      PRAGMA journal_mode = OFF;
      PRAGMA synchronous = OFF;
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA cache_size = -16384;
      """)
    try RecordSchema.schema.migrate(connection)
    try connection.run(RecordSchema.dropIndexes)
    try connection.run("BEGIN")
    let insert = try connection.prepare(
      """
      INSERT OR REPLACE INTO listings(ordinal, listing_key, modified, document, checksum) \
      VALUES (?, ?, ?, ?, ?)
      """
    )
    return Load(connection: connection, insert: insert, file: file)
  }

  /// Writes records under their ordinals; a record replaces an earlier one with the same ordinal.
  ///
  /// Ascending ordinals are fastest. The same key under two ordinals makes ``finish()`` fail.
  ///
  /// - Throws: ``StoreError/Code/invalidRecord`` for an empty key or a negative ordinal, or
  ///   SQLite's error.
  /// - Complexity: O(bytes of the batch).
  public func append(_ batch: RecordBatch) throws(StoreError) {
    try withLoad { (load) throws(StoreError) in
      let insert = load.insert
      var next = load.nextOrdinal
      try unsafe batch.withUnsafeRecords { (index, key, document) throws(StoreError) in
        let ordinal = batch.ordinals[index]
        guard key.count > 0, ordinal >= 0, ordinal < .max else {
          throw StoreError(
            .invalidRecord, path: path,
            reason: key.count > 0
              ? "\(ordinal) is no ordinal" : "the record with ordinal \(ordinal) has an empty key")
        }
        try insert.bind(1, Int64(ordinal))
        try unsafe insert.bind(2, text: key)
        try insert.bind(3, batch.modified(at: index))
        try unsafe insert.bind(4, bytes: document)
        try insert.bind(
          5, unsafe DocumentChecksum.of(ordinal: Int64(ordinal), key: key, document: document))
        try insert.run()
        next = max(next, ordinal + 1)
      }
      load.nextOrdinal = next
    }
  }

  /// Stores a note of the application under a name.
  public func setNote(_ name: String, to text: String) throws(StoreError) {
    try withLoad { (load) throws(StoreError) in
      try NumbersAndNotes(load.connection).note(name, text)
    }
  }

  /// Builds the indexes, syncs the database to disk, and replaces the old one.
  ///
  /// When this returns, the new store survives a loss of power.
  ///
  /// - Throws: ``StoreError/Code/changedMeanwhile`` if the old store was written to since the load
  ///   began, ``StoreError/Code/busy`` if another process keeps it locked, or the error of SQLite
  ///   or the system. The old store is then unchanged, and the load is over. An error of
  ///   ``append(_:)`` ends the load, too.
  public func finish() throws(StoreError) -> Summary {
    // Removes a store that was sealed and not published.
    defer { cancel() }
    try complete()
    let summary = try seal()
    let replacement = try RecordReplacement(path: path, expecting: place)
    defer { replacement.end() }
    try replacement.setAside(as: nil)
    try replacement.put(self)
    try replacement.synchronise()
    return summary
  }

  /// Builds the indexes, checks that every page reads back, and syncs the database to disk; no more
  /// records may follow.
  ///
  /// - Complexity: O(bytes of the database).
  package func complete() throws(StoreError) {
    let file = try withLoad { (load) throws(StoreError) in
      load.count = try makeIndexes(load.connection, nextOrdinal: load.nextOrdinal)
      try check(load.connection)
      return load.file
    }
    try Self.synchronise(file)
  }

  /// Writes notes, closes the database and syncs it to disk.
  ///
  /// It keeps its temporary name until a ``RecordReplacement`` gives it another.
  ///
  /// - Parameter notes: Texts by name, in addition to those of ``setNote(_:to:)``.
  package func seal(notes: [String: String] = [:]) throws(StoreError) -> Summary {
    let (count, file) = try withLoad { (load) throws(StoreError) in
      guard let count = load.count else {
        throw StoreError(.other, path: path, reason: "the load is not complete")
      }
      let meta = try NumbersAndNotes(load.connection)
      for (name, text) in notes.sorted(by: { $0.key < $1.key }) { try meta.note(name, text) }
      try load.connection.run("PRAGMA journal_mode = WAL")
      return (count, load.file)
    }
    // Closes the connection; nobody has the file open after this.
    load.withLock { $0 = nil }
    try Self.synchronise(file)
    sealed.withLock { $0 = file }
    return Summary(
      changeNumber: changeNumber, count: count, bytes: FileSystem.length(of: file.path) ?? 0)
  }

  private static func synchronise(_ file: TemporaryFile) throws(StoreError) {
    try rethrowing(as: StoreError.init) { () throws(SystemError) in try file.synchronise() }
  }

  /// Returns the database that ``seal(notes:)`` has made; it works once.
  func takeSealed() throws(StoreError) -> TemporaryFile {
    guard let file = sealed.withLock({ $0.take() }) else {
      throw StoreError(
        .other, path: path, reason: "the load has not been sealed, or was published or cancelled")
    }
    return file
  }

  /// Removes the unfinished files; releasing the loader without ``finish()`` does the same.
  public func cancel() {
    load.withLock { $0 = nil }
    sealed.withLock { $0 = nil }
  }

  /// Removes the temporary files of loads that were killed.
  ///
  /// Those of running loads are locked and stay.
  package static func removeLeftovers(of path: String) {
    TemporaryFile.removeLeftoverDatabases(for: path)
  }

  /// Builds the indexes and counters after the rows; returns the number of rows.
  private func makeIndexes(_ connection: StoreConnection, nextOrdinal: Int) throws(StoreError)
    -> Int
  {
    try connection.run("COMMIT; BEGIN")
    try connection.run(RecordSchema.indexes)
    // Count after building the indexes: the key index is a twentieth of the table to read.
    let count = try connection.integer("SELECT count(*) FROM listings") ?? 0
    let meta = try NumbersAndNotes(connection)
    try meta.set(.count, UInt64(clamping: count))
    try meta.set(.next, UInt64(clamping: nextOrdinal))
    try meta.set(.change, changeNumber)
    try meta.set(.loaded, changeNumber)
    try noteBuild(connection, meta)
    try connection.run("COMMIT")
    return Int(clamping: count)
  }

  /// Begins the history with one entry, which stands for all listings.
  private func noteBuild(
    _ connection: StoreConnection, _ meta: NumbersAndNotes
  ) throws(StoreError) {
    try meta.set(.forgotten, changeNumber - 1)
    let history = try HistoryWriter(connection)
    history.origin = RecordOrigin(time: SystemTime.wall / 1_000_000)
    var numbers = RecordWriter.Numbers(
      change: changeNumber, count: 0, next: 0, historyBytes: 0, hash: HistoryChain.start)
    try history.note(key: [], before: nil, after: nil, numbers: &numbers)
  }

  /// Reads every page again and rejects a database that differs from the written one.
  private func check(_ connection: StoreConnection) throws(StoreError) {
    let statement = try connection.prepare("PRAGMA quick_check(1)")
    let finding = try statement.step() ? statement.text(0) : "no answer"
    guard finding == "ok" else {
      throw StoreError(
        .inputOutput, path: connection.path,
        reason: "what was written does not read back whole: \(finding)")
    }
  }

  private func withLoad<T: Sendable>(_ body: (inout Load) throws(StoreError) -> T)
    throws(StoreError) -> T
  {
    let result: Result<T, StoreError> = load.withLock { load in
      guard var current = load else {
        return .failure(
          StoreError(.other, path: path, reason: "the load has been finished or cancelled"))
      }
      do throws(StoreError) {
        let value = try body(&current)
        load = current
        return .success(value)
      } catch {
        // Half of a batch may be written, so this load must not be finished.
        load = nil
        return .failure(error)
      }
    }
    return try result.get()
  }
}
