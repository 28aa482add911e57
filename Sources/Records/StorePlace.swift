import Glibc

/// What stands under a store's name, and how another store is put there.
///
/// SQLite finds a database's `-wal` and `-shm` files by its name, so a database must not be exchanged while someone is
/// opening it: the new one would be read with the old one's log. Whoever opens a connection therefore holds a shared
/// lock on `NAME.lock` meanwhile, and whoever exchanges the database an exclusive one. Connections that are open
/// already go on with the old file and its log, which have no name any more.
enum StorePlace: Equatable {
  /// There is no file.
  case absent
  /// There is a store, with a change number.
  case store(changeNumber: UInt64)
  /// There is a file that SQLite cannot read.
  case damaged

  /// Looks at what stands under a name.
  ///
  /// - Throws: ``RecordError/Code/notARecordStore`` and ``RecordError/Code/tooNew``: such a file must not be replaced.
  init(_ path: String) throws(RecordError) {
    guard Files.identity(of: path) != nil else {
      self = .absent
      return
    }
    do throws(RecordError) {
      let lock = try StoreLock(path, exclusive: false)
      // For reading only, so that a damaged database and its log stay what they are.
      let connection = try Connection(path: path, mode: .read)
      let version = try Schema.check(connection)
      self = .store(changeNumber: version == 0 ? 0 : try Meta(connection).number(.change))
      lock.release()
    } catch {
      guard error.code == .damaged || error.code == .notADatabase else { throw error }
      self = .damaged
    }
  }

  /// Puts a whole database, which nobody has open, in the place of what stands under a name, at one stroke.
  ///
  /// - Parameters:
  ///   - path: The name.
  ///   - new: The new database, whole and on disk.
  /// - Throws: ``RecordError/Code/changedMeanwhile`` where something else stands there now.
  func replace(_ path: String, by new: TemporaryDatabase) throws(RecordError) {
    let lock = try StoreLock(path, exclusive: true)
    defer { lock.release() }
    guard case .store(let changeNumber) = self else {
      guard (Files.identity(of: path) == nil) == (self == .absent) else { throw Self.changedMeanwhile(path) }
      // The log of a database that is gone would be taken for the new one's; that of a damaged one is kept with it.
      if Files.identity(of: path + "-wal") != nil { try Files.rename(path + "-wal", to: path + ".damaged-wal") }
      Files.remove(path + "-shm")
      if self == .damaged { try Files.rename(path, to: path + ".damaged") }
      try new.publish(as: path)
      return
    }
    guard Files.identity(of: path) != nil else { throw Self.changedMeanwhile(path) }
    let old = try Connection(path: path, mode: .write)
    try Self.lockEmptyLog(of: old)
    let isEmpty = try Schema.check(old) == 0
    let now = isEmpty ? 0 : try Meta(old).number(.change)
    guard now == changeNumber else { throw Self.changedMeanwhile(path) }
    try new.publish(as: path)
    Files.remove(path + "-wal")
    Files.remove(path + "-shm")
  }

  /// Keeps all others from writing to a database whose log is empty.
  ///
  /// The log must be empty: a crash between the rename and the log's removal would leave it to the new database.
  private static func lockEmptyLog(of connection: Connection) throws(RecordError) {
    for _ in 0..<100 {
      _ = try connection.integer("PRAGMA wal_checkpoint(TRUNCATE)")
      try connection.run("BEGIN IMMEDIATE")
      if (Files.length(of: connection.path + "-wal") ?? 0) == 0 { return }
      try connection.run("ROLLBACK")
    }
    throw RecordError(.busy, path: connection.path, reason: "others go on reading or writing the old records")
  }

  private static func changedMeanwhile(_ path: String) -> RecordError {
    RecordError(
      .changedMeanwhile, path: path, reason: "the records were written to since the load that was to replace them began"
    )
  }
}

/// A lock on the name of a store, between those who open it and those who put another one there.
final class StoreLock {
  private var descriptor: Int32

  /// Waits for the lock; where its file cannot be made, nobody can replace the store either, and there is nothing to
  /// lock.
  init(_ path: String, exclusive: Bool) throws(RecordError) {
    let name = path + ".lock"
    var descriptor = unsafe open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    if descriptor < 0 { descriptor = unsafe open(name, O_RDONLY | O_CLOEXEC) }
    if descriptor < 0, exclusive { throw .system("open", errno, path: name) }
    while descriptor >= 0, flock(descriptor, exclusive ? LOCK_EX : LOCK_SH) != 0 {
      if errno == EINTR { continue }
      let number = errno
      close(descriptor)
      throw .system("flock", number, path: name)
    }
    self.descriptor = descriptor
  }

  deinit { release() }

  /// Gives the lock up.
  func release() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }
}
