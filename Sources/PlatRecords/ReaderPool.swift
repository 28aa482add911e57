import Synchronization

/// One connection for reading, with its statements: used by one thread at a time.
final class Reader: @unchecked Sendable {
  // Unchecked: whoever has taken a reader from the pool is the only one to use it until it is given
  // back.
  let connection: Connection
  let meta: Meta
  /// Whether the documents have checksums; those of an older schema version have none.
  let hasChecksums: Bool
  let byOrdinal: Statement
  let byKey: Statement
  let recordByOrdinal: Statement
  let scan: Statement

  init(path: String, identity: Files.Identity) throws(RecordError) {
    let lock = try StoreLock(path, exclusive: false)
    // A build leaves the records of the state before under another name.
    guard let name = Files.name(of: identity, beside: path) else { throw .replaced(path) }
    let version: Int
    (connection, version) = try Self.connect(name)
    lock.release()
    hasChecksums = version >= Schema.firstWithChecksums
    // NULL stands for a checksum that is not there.
    let checksum = hasChecksums ? "checksum" : "NULL"
    meta = try Meta(connection)
    byOrdinal = try connection.prepare(
      "SELECT document, \(checksum), listing_key FROM listings WHERE ordinal = ?")
    byKey = try connection.prepare(
      "SELECT document, \(checksum), ordinal FROM listings WHERE listing_key = ?")
    recordByOrdinal = try connection.prepare(
      "SELECT listing_key, modified, document, \(checksum) FROM listings WHERE ordinal = ?")
    scan = try connection.prepare(
      "SELECT listing_key, modified, document, \(checksum), ordinal FROM listings WHERE ordinal >= ? ORDER BY ordinal"
    )
  }

  /// Opens the file for reading, also where SQLite cannot make the files that it shares memory by.
  private static func connect(_ path: String) throws(RecordError) -> (Connection, version: Int) {
    do throws(RecordError) {
      let connection = try Connection(path: path, mode: .read)
      return (connection, try check(connection))
    } catch {
      // In a directory that may not be written, a database that no process has open can only be
      // read as one that never changes.
      guard error.sqliteCode != nil, !Files.isDirectoryWritable(of: path),
        Files.length(of: path) != nil, (Files.length(of: path + "-wal") ?? 0) == 0
      else { throw error }
      let connection = try Connection(path: path, mode: .readImmutable)
      return (connection, try check(connection))
    }
  }

  /// Refuses what this code cannot read; gives the schema version.
  private static func check(_ connection: Connection) throws(RecordError) -> Int {
    try connection.run("PRAGMA cache_size = -4096")
    let version = try Schema.check(connection)
    guard version > 0 else {
      throw RecordError(.notARecordStore, path: connection.path, reason: "the database is empty")
    }
    return version
  }

  /// Compares a row with its checksum.
  ///
  /// - Parameters:
  ///   - column: The checksum's column in the row that `statement` has.
  ///   - key: The key that the row is to have: the one that was asked for, when one was.
  /// - Throws: ``RecordError/Code/damagedDocument``; the statement is then ready for its next use.
  func check(
    _ statement: Statement, checksum column: Int32, ordinal: Int64, key: Span<UInt8>,
    document: Span<UInt8>
  ) throws(RecordError) {
    guard hasChecksums else { return }
    let stored = statement.isNull(column) ? nil : statement.integer(column)
    guard stored == DocumentChecksum.of(ordinal: ordinal, key: key, document: document) else {
      statement.reset()
      let key = unsafe key.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
      throw .damaged(document: key, path: connection.path)
    }
  }
}

/// The connections for reading: each is used by one thread at a time, and as many are made as
/// threads read at once.
final class ReaderPool: Sendable {
  private let path: String
  private let identity: Files.Identity
  private let idle = Mutex<[Reader]>([])

  /// How many idle connections are kept; more threads may read, but their connections are closed
  /// again.
  private static let kept = 16

  init(path: String, identity: Files.Identity) {
    self.path = path
    self.identity = identity
  }

  /// Takes a connection that nobody else uses.
  func take() throws(RecordError) -> Reader {
    if let reader = idle.withLock({ $0.popLast() }) { return reader }
    return try Reader(path: path, identity: identity)
  }

  /// Gives a connection back that is in no transaction.
  func giveBack(_ reader: Reader) {
    idle.withLock { if $0.count < Self.kept { $0.append(reader) } }
  }

  /// Runs the body with a connection that nobody else uses; after an error the connection is
  /// closed.
  func withReader<T>(_ body: (Reader) throws(RecordError) -> T) throws(RecordError) -> T {
    let reader = try take()
    let value = try body(reader)
    giveBack(reader)
    return value
  }
}
