import Synchronization

/// Makes a whole record store anew, as fast as it can be done safely, and puts it in the place of the old one at the
/// end.
///
/// The new database has a temporary name in the same directory and is written without a journal; its indexes are made
/// when all rows are there. Only when it is whole and on disk does ``finish()`` give it its name, so that until then
/// the old store is what it was. A loader that goes away before that removes what it has written.
///
///     let loader = try RecordLoader(path: "indexes/demo/records.sqlite")
///     try loader.append(batch)
///     let summary = try loader.finish()
///
/// Batches may come from any thread; one is written at a time.
public final class RecordLoader: Sendable {
  /// What a load has made.
  public struct Summary: Equatable, Sendable {
    /// The store's change number; the whole load is one change.
    public var changeNumber: UInt64
    /// How many listings there are.
    public var count: Int
    /// The bytes of the database.
    public var bytes: Int
  }

  /// What there is only while the load goes on.
  private struct Load {
    let connection: Connection
    let insert: Statement
    let file: TemporaryDatabase
    var nextOrdinal = 0
  }

  /// The file that the store will be.
  public let path: String
  /// The change number that the store will have: one more than that of the store which it replaces.
  public let changeNumber: UInt64
  private let place: StorePlace
  private let load: Mutex<Load?>

  /// Makes the temporary database.
  ///
  /// - Parameters:
  ///   - path: The database file that the load makes or replaces, `records.sqlite` in an index directory.
  ///   - above: A change number that the new one must be above, such as that of the newest snapshot there.
  /// - Throws: A ``RecordError`` where the file cannot be made, or where another program's database or a newer store
  ///   stands in its place. A damaged file there is no hindrance: ``finish()`` gives it the name
  ///   `records.sqlite.damaged`.
  public init(path: String, changeNumberAbove above: UInt64 = 0) throws(RecordError) {
    self.path = path
    place = try StorePlace(path)
    if case .store(let old) = place { changeNumber = max(old, above) + 1 } else { changeNumber = above + 1 }
    TemporaryDatabase.removeLeftovers(of: path)
    load = Mutex(try Self.begin(TemporaryDatabase(for: path)))
  }

  /// Makes a database without indexes and begins the one transaction that writes its rows.
  ///
  /// Nothing reads the file before it is whole, so there is no journal and no waiting for the disk until the end. The
  /// cache is small on purpose: full pages go to the system early, and pages that are still in the processor's cache
  /// are copied faster.
  private static func begin(_ file: TemporaryDatabase) throws(RecordError) -> sending Load {
    let connection = try Connection(path: file.path, mode: .create)
    try connection.run(
      """
      PRAGMA page_size = \(RecordStore.pageSize);
      PRAGMA journal_mode = OFF;
      PRAGMA synchronous = OFF;
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA cache_size = -16384;
      """)
    try Schema.migrate(connection)
    try connection.run(Schema.dropIndexes)
    try connection.run("BEGIN")
    let insert = try connection.prepare(
      "INSERT OR REPLACE INTO listings(ordinal, listing_key, modified, document, checksum) VALUES (?, ?, ?, ?, ?)")
    return Load(connection: connection, insert: insert, file: file)
  }

  /// Writes records under the ordinals that they carry; one whose ordinal has been written before takes its place.
  ///
  /// It is fastest when ordinals ascend. The same key under two ordinals makes ``finish()`` fail.
  ///
  /// - Throws: ``RecordError/Code/invalidRecord`` for an empty key or a negative ordinal, or what SQLite says.
  /// - Complexity: O(bytes of the batch).
  public func append(_ batch: RecordBatch) throws(RecordError) {
    try withLoad { (load) throws(RecordError) in
      let insert = load.insert
      var next = load.nextOrdinal
      try unsafe batch.withUnsafeRecords { (index, key, document) throws(RecordError) in
        let ordinal = batch.ordinals[index]
        guard key.count > 0, ordinal >= 0, ordinal < .max else {
          throw RecordError(
            .invalidRecord, path: path,
            reason: key.count > 0 ? "\(ordinal) is no ordinal" : "the record with ordinal \(ordinal) has an empty key")
        }
        try insert.bind(1, Int64(ordinal))
        try unsafe insert.bind(2, text: key)
        try insert.bind(3, batch.modified(at: index))
        try unsafe insert.bind(4, bytes: document)
        try insert.bind(5, unsafe DocumentChecksum.of(ordinal: Int64(ordinal), key: key, document: document))
        try insert.run()
        next = max(next, ordinal + 1)
      }
      load.nextOrdinal = next
    }
  }

  /// Notes a text of the application's under a name.
  public func setNote(_ name: String, to text: String) throws(RecordError) {
    try withLoad { (load) throws(RecordError) in try Meta(load.connection).note(name, text) }
  }

  /// Makes the indexes, brings the database to disk, and puts it in the place of the old one.
  ///
  /// When this returns, the new store survives a loss of power.
  ///
  /// - Throws: ``RecordError/Code/changedMeanwhile`` where the old store was written to since the load began,
  ///   ``RecordError/Code/busy`` where another process keeps it locked, or what SQLite or the system says; the old
  ///   store is then as it was, and the load is over. After an error of ``append(_:)`` the load is over, too.
  public func finish() throws(RecordError) -> Summary {
    let (count, file) = try withLoad { (load) throws(RecordError) in
      (try complete(load.connection, nextOrdinal: load.nextOrdinal), load.file)
    }
    // Closes the connection, after which nobody has the file open.
    load.withLock { $0 = nil }
    try file.synchronise()
    let bytes = Files.length(of: file.path) ?? 0
    // The listings are all that a load makes. A table that must outlive it (none so far) would be copied in `replace`,
    // once the old store is locked: attach the new file there, copy, and bring it to disk again before the rename.
    try place.replace(path, by: file)
    try Files.synchroniseDirectory(of: path)
    return Summary(changeNumber: changeNumber, count: count, bytes: bytes)
  }

  /// Removes what was written; letting the loader go without ``finish()`` does the same.
  public func cancel() { load.withLock { $0 = nil } }

  /// Makes what comes after the rows; gives how many there are.
  private func complete(_ connection: Connection, nextOrdinal: Int) throws(RecordError) -> Int {
    try connection.run("COMMIT; BEGIN")
    try connection.run(Schema.indexes)
    // After the indexes, because the one of the keys is a twentieth of the table to read.
    let count = try connection.integer("SELECT count(*) FROM listings") ?? 0
    let meta = try Meta(connection)
    try meta.set(.count, UInt64(clamping: count))
    try meta.set(.next, UInt64(clamping: nextOrdinal))
    try meta.set(.change, changeNumber)
    try meta.set(.loaded, changeNumber)
    try connection.run("COMMIT")
    try connection.run("PRAGMA journal_mode = WAL")
    return Int(clamping: count)
  }

  private func withLoad<T: Sendable>(_ body: (inout Load) throws(RecordError) -> T) throws(RecordError) -> T {
    let result: Result<T, RecordError> = load.withLock { load in
      guard var current = load else {
        return .failure(RecordError(.other, path: path, reason: "the load has been finished or cancelled"))
      }
      do throws(RecordError) {
        let value = try body(&current)
        load = current
        return .success(value)
      } catch {
        // Half of a batch may be written: such a load must not be finished.
        load = nil
        return .failure(error)
      }
    }
    return try result.get()
  }
}
