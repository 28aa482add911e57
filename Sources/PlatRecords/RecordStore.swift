import PlatFiles
public import PlatStore
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
  let pool: ReaderPool<RecordReader>
  let writer: Mutex<RecordWriter?>
  /// Which file this is; a build puts another one under the same name.
  private let identity: FileIdentity
  /// The file's state when it was opened.
  private let stamp: FileStamp?
  /// The log that writes go to; nil for a store that is only read.
  private let log: FileIdentity?

  /// The name of the note that a build makes of the snapshot that it publishes with the records.
  package static let snapshotNote = "snapshot"

  private init(
    path: String, pool: ReaderPool<RecordReader>, writer: consuming sending RecordWriter?,
    identity: FileIdentity, stamp: FileStamp?, log: FileIdentity?
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
  /// - Throws: A ``StoreError`` where the file is not there, is no record store, is damaged, or is
  ///   newer than this code.
  public static func open(path: String, mode: Mode = .write) throws(StoreError) -> RecordStore {
    let lock = try RecordLock.take(path, exclusive: false)
    // Before anything is read, so that whatever is written later is known.
    var stamp = FileStamp.of(path: path)
    var writer: RecordWriter?
    if mode != .read {
      let connection = try RecordSchema.schema.openForWriting(
        path, expecting: mode == .create ? .anything : .store)
      try connection.run("PRAGMA cache_size = -16384")
      writer = try RecordWriter(connection)
      stamp = FileStamp.of(path: path)
    }
    guard let identity = FileIdentity.of(path: path) else {
      throw StoreError(.notFound, path: path, reason: "there is no such file")
    }
    let log = writer == nil ? nil : FileIdentity.of(path: path + "-wal")
    lock.release()
    let pool = ReaderPool { () throws(StoreError) in
      try RecordReader(path: path, identity: identity)
    }
    // The first reader finds out now whether the file can be read.
    pool.giveBack(try pool.take())
    return RecordStore(
      path: path, pool: pool, writer: writer, identity: identity, stamp: stamp, log: log)
  }

  /// Whether a build has put another store in the place of this one; then open it again.
  public var isReplaced: Bool { FileIdentity.of(path: path) != identity }

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
    guard let now = FileStamp.of(path: path), FileIdentity.of(path: path) == identity else {
      return false
    }
    return now != stamp
  }

  /// Whether what is written now is found by whoever opens the store next.
  ///
  /// A build that ended between two steps of an exchange may have taken the log's name away.
  var isInPlace: Bool { !isReplaced && (log == nil || FileIdentity.of(path: path + "-wal") == log) }

  /// The number of the last change that was made.
  public func changeNumber() throws(StoreError) -> UInt64 {
    try pool.withReader { reader throws(StoreError) in try reader.meta.number(.change) }
  }

  /// How many listings there are.
  public func count() throws(StoreError) -> Int {
    try pool.withReader { reader throws(StoreError) in
      Int(clamping: try reader.meta.number(.count))
    }
  }

  /// What an application has noted under a name, or nil.
  public func note(_ name: String) throws(StoreError) -> String? {
    try pool.withReader { reader throws(StoreError) in try reader.meta.note(name) }
  }
}
