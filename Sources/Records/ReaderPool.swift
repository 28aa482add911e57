import Synchronization

/// One connection for reading, with its statements: used by one thread at a time.
final class Reader: @unchecked Sendable {
  // Unchecked: whoever has taken a reader from the pool is the only one to use it until it is given back.
  let connection: Connection
  let meta: Meta
  let byOrdinal: Statement
  let byKey: Statement
  let recordByOrdinal: Statement
  let scan: Statement

  init(path: String, identity: Files.Identity) throws(RecordError) {
    let lock = try StoreLock(path, exclusive: false)
    // A build leaves the records of the state before under another name.
    guard let name = Files.name(of: identity, beside: path) else { throw .replaced(path) }
    connection = try Self.connect(name)
    lock.release()
    meta = try Meta(connection)
    byOrdinal = try connection.prepare("SELECT document FROM listings WHERE ordinal = ?")
    byKey = try connection.prepare("SELECT ordinal, document FROM listings WHERE listing_key = ?")
    recordByOrdinal = try connection.prepare(
      "SELECT listing_key, modified, document FROM listings WHERE ordinal = ?")
    scan = try connection.prepare(
      "SELECT listing_key, modified, document, ordinal FROM listings WHERE ordinal >= ? ORDER BY ordinal")
  }

  /// Opens the file for reading, also where SQLite cannot make the files that it shares memory by.
  private static func connect(_ path: String) throws(RecordError) -> Connection {
    do throws(RecordError) {
      let connection = try Connection(path: path, mode: .read)
      try check(connection)
      return connection
    } catch {
      // In a directory that may not be written, a database that no process has open can only be read as one that never
      // changes.
      guard error.sqliteCode != nil, !Files.isDirectoryWritable(of: path),
        Files.length(of: path) != nil, (Files.length(of: path + "-wal") ?? 0) == 0
      else { throw error }
      let connection = try Connection(path: path, mode: .readImmutable)
      try check(connection)
      return connection
    }
  }

  /// Refuses what this code cannot read.
  private static func check(_ connection: Connection) throws(RecordError) {
    try connection.run("PRAGMA cache_size = -4096")
    guard try Schema.check(connection) == Schema.migrations.count else {
      throw RecordError(
        .notARecordStore, path: connection.path,
        reason: "the records are of an older schema version, and were opened for reading only")
    }
  }
}

/// The connections for reading: each is used by one thread at a time, and as many are made as threads read at once.
final class ReaderPool: Sendable {
  private let path: String
  private let identity: Files.Identity
  private let idle = Mutex<[Reader]>([])

  /// How many idle connections are kept; more threads may read, but their connections are closed again.
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

  /// Runs the body with a connection that nobody else uses; after an error the connection is closed.
  func withReader<T>(_ body: (Reader) throws(RecordError) -> T) throws(RecordError) -> T {
    let reader = try take()
    let value = try body(reader)
    giveBack(reader)
    return value
  }
}
