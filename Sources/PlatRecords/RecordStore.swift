import Synchronization

/// The records of an index: every listing's whole document, kept in an SQLite database.
///
/// The store is the truth of an index; a snapshot can always be made from it again. Each listing
/// has an **ordinal**, its place in the order in which listings were first added, which it keeps
/// when it is replaced. Each change to a listing makes the store's **change number** grow by one,
/// so that whoever holds what it was at one number can ask for what came after.
///
/// Any number of threads may read at once, each through a connection of its own from a pool, and
/// reads go on while one thread writes. A write that has returned is on disk (`journal_mode=WAL`,
/// `synchronous=FULL`).
public final class RecordStore: Sendable {
  /// What a store is opened for.
  public enum Mode: Sendable {
    /// Reading; also where the directory may not be written.
    case read
    /// Reading and writing a store that is there.
    case write
    /// Reading and writing; an empty store is made where there is none.
    case create
  }

  /// The database file, as the caller named it.
  public let path: String
  let pool: ReaderPool
  let writer: Mutex<Writer?>
  /// Which file this is; a build puts another one under the same name.
  private let identity: Files.Identity
  /// The file's state when it was opened.
  private let stamp: Files.Stamp?
  /// The log that writes go to; nil for a store that is only read.
  private let log: Files.Identity?

  /// The name of the note that a build makes of the snapshot that it publishes with the records.
  package static let snapshotNote = "snapshot"

  /// The bytes of a page of a new database: large enough for a dozen documents, small enough to
  /// read for one.
  static let pageSize = 8_192

  private init(
    path: String, pool: ReaderPool, writer: consuming sending Writer?, identity: Files.Identity,
    stamp: Files.Stamp?, log: Files.Identity?
  ) {
    self.path = path
    self.pool = pool
    self.identity = identity
    self.stamp = stamp
    self.log = log
    self.writer = Mutex(writer)
  }

  /// Opens a store, and brings one of an older schema version to today's where the mode allows
  /// writing.
  ///
  /// - Parameters:
  ///   - path: The database file, `records.sqlite` in an index directory.
  ///   - mode: What to open it for.
  /// - Throws: A ``RecordError`` where the file is not there, is no record store, is damaged, or is
  ///   newer than this code.
  public static func open(path: String, mode: Mode = .write) throws(RecordError) -> RecordStore {
    let lock = try StoreLock(path, exclusive: false)
    // Before anything is read, so that whatever is written later is known.
    var stamp = Files.stamp(of: path)
    var writer: Writer?
    if mode != .read {
      let connection = try Connection(path: path, mode: mode == .create ? .create : .write)
      try connection.run("PRAGMA page_size = \(pageSize)")
      // Before anything in the file is changed.
      if try Schema.check(connection) == 0, mode != .create {
        throw RecordError(.notARecordStore, path: path, reason: "the database is empty")
      }
      try connection.run(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384")
      try Schema.migrate(connection)
      writer = try Writer(connection)
      stamp = Files.stamp(of: path)
    }
    guard let identity = Files.identity(of: path) else {
      throw RecordError(.notFound, path: path, reason: "there is no such file")
    }
    let log = writer == nil ? nil : Files.identity(of: path + "-wal")
    lock.release()
    let pool = ReaderPool(path: path, identity: identity)
    // The first reader finds out now whether the file can be read.
    pool.giveBack(try pool.take())
    return RecordStore(
      path: path, pool: pool, writer: writer, identity: identity, stamp: stamp, log: log)
  }

  /// Whether a build has put another store in the place of this one; then open it again.
  public var isReplaced: Bool { Files.identity(of: path) != identity }

  /// Whether the file itself was written to since it was opened.
  ///
  /// A program that copies over it writes to it, and so does SQLite when it brings a writer's log
  /// into it. What was read before may then be of two states; open it again and read again.
  ///
  /// A store that has another one in its place is not written to any more, and goes on to be what
  /// it was.
  ///
  /// - Complexity: O(1); one call to the system, about a microsecond.
  public var isWrittenTo: Bool {
    guard let now = Files.stamp(of: path), Files.identity(of: path) == identity else {
      return false
    }
    return now != stamp
  }

  /// Whether what is written now is found by whoever opens the store next.
  ///
  /// A build that ended between two steps of an exchange may have taken the log's name away.
  var isInPlace: Bool { !isReplaced && (log == nil || Files.identity(of: path + "-wal") == log) }

  /// The number of the last change that was made.
  public func changeNumber() throws(RecordError) -> UInt64 {
    try pool.withReader { reader throws(RecordError) in try reader.meta.number(.change) }
  }

  /// How many listings there are.
  public func count() throws(RecordError) -> Int {
    try pool.withReader { reader throws(RecordError) in
      Int(clamping: try reader.meta.number(.count))
    }
  }

  /// What an application has noted under a name, or nil.
  public func note(_ name: String) throws(RecordError) -> String? {
    try pool.withReader { reader throws(RecordError) in try reader.meta.note(name) }
  }
}
