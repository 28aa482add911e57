import PlatFiles
public import PlatStore
import Synchronization

/// The records of an index: the whole document of every listing, in an SQLite database.
///
/// The store is the source of truth; a snapshot can always be rebuilt from it. Each listing has an
/// **ordinal**: its place in the order in which listings were first added. It keeps its ordinal
/// when it is replaced. Each change to a listing increases the store's **change number** by one, so
/// a reader with the state of one number can ask for the later changes.
///
/// Any number of threads may read at once, each through its own connection from a pool, and reads
/// continue while one thread writes. A write that has returned is on disk (`journal_mode=WAL`,
/// `synchronous=FULL`). The log of writes grows until ``checkpoint()``: no commit does that.
public final class RecordStore: Sendable {
  /// The purpose of opening a store.
  public enum Mode: Sendable {
    /// Reading, even in a read-only directory.
    case read
    /// Reading and writing an existing store.
    case write
    /// Reading and writing; creates an empty store if there is none.
    case create
  }

  /// The database file, as the caller named it.
  public let path: String
  let pool: ReaderPool<RecordReader>
  let writer: Mutex<RecordWriter?>
  /// The file's identity; a build puts another file under the same name.
  private let identity: FileIdentity
  /// The file's state when the store was opened.
  private let stamp: FileStamp?
  /// The log that writes go to; nil for a read-only store.
  private let log: FileIdentity?
  /// The length of that log.
  let logWatch: LogWatch?

  /// The name of the note with the mark of the snapshot that a build publishes with the records.
  package static let snapshotNote = "snapshot"

  private init(
    path: String, pool: ReaderPool<RecordReader>, writer: consuming sending RecordWriter?,
    identity: FileIdentity, stamp: FileStamp?, log: FileIdentity?, logWatch: LogWatch?
  ) {
    self.path = path
    self.pool = pool
    self.identity = identity
    self.stamp = stamp
    self.log = log
    self.logWatch = logWatch
    self.writer = Mutex(writer)
  }

  /// Opens a store, and migrates an older schema version to the current one if the mode allows
  /// writing.
  ///
  /// - Parameters:
  ///   - path: The database file, `records.sqlite` in an index directory.
  ///   - mode: The purpose of opening it.
  /// - Throws: A ``StoreError`` if the file is missing, is not a record store, is damaged, or is
  ///   newer than this code.
  public static func open(path: String, mode: Mode = .write) throws(StoreError) -> RecordStore {
    let lock = try RecordLock.take(path, exclusive: false)
    // Take the stamp before reading anything, so that later writes are detected.
    var stamp = FileStamp.of(path: path)
    var writer: RecordWriter?
    var logWatch: LogWatch?
    if mode != .read {
      let connection = try RecordSchema.schema.openForWriting(
        path, expecting: mode == .create ? .anything : .store)
      try connection.run("PRAGMA cache_size = -16384")
      logWatch = try connection.watchLog()
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
    // The first reader shows whether the file is readable.
    pool.giveBack(try pool.take())
    return RecordStore(
      path: path, pool: pool, writer: writer, identity: identity, stamp: stamp, log: log,
      logWatch: logWatch)
  }

  /// Whether a build has replaced this store; if so, open it again.
  public var isReplaced: Bool { FileIdentity.of(path: path) != identity }

  /// Whether the store was opened for writing.
  package var isOpenForWriting: Bool { log != nil }

  /// Whether the file itself has been written to since it was opened.
  ///
  /// A program that overwrites the file by copying writes to it. So does SQLite when it checkpoints
  /// a writer's log. Earlier reads may then mix two states: open the store again and read again.
  ///
  /// A replaced store is not written to any more and keeps its state.
  ///
  /// - Complexity: O(1); one system call, about a microsecond.
  public var isWrittenTo: Bool {
    guard let now = FileStamp.of(path: path), FileIdentity.of(path: path) == identity else {
      return false
    }
    return now != stamp
  }

  /// Whether the next process that opens the store will find the current writes.
  ///
  /// A build that died between two steps of an exchange may have removed the log's name.
  var isInPlace: Bool { !isReplaced && (log == nil || FileIdentity.of(path: path + "-wal") == log) }

  /// The number of the last change.
  public func changeNumber() throws(StoreError) -> UInt64 {
    try pool.withReader { reader throws(StoreError) in try reader.meta.number(.change) }
  }

  /// The number of listings.
  public func count() throws(StoreError) -> Int {
    try pool.withReader { reader throws(StoreError) in
      Int(clamping: try reader.meta.number(.count))
    }
  }

  /// The application's note with a name, or nil.
  public func note(_ name: String) throws(StoreError) -> String? {
    try pool.withReader { reader throws(StoreError) in try reader.meta.note(name) }
  }
}
