import PlatCommon

/// What stands under a store's name.
package enum StorePlace: Equatable, Sendable {
  /// There is no file.
  case absent
  /// There is a store, with its change number and the mark that its load noted of the snapshot
  /// beside it.
  case store(changeNumber: UInt64, mark: String?)
  /// There is a file that SQLite cannot read.
  case damaged

  /// Looks at what stands under a name.
  ///
  /// - Throws: ``RecordError/Code/notARecordStore`` and ``RecordError/Code/tooNew``: such a file
  ///   must not be replaced.
  package init(_ path: String) throws(RecordError) {
    let lock = try StoreLock(path, exclusive: false)
    try self.init(locked: path)
    lock.release()
  }

  /// Looks at what stands under a name, whose lock is held.
  init(locked path: String) throws(RecordError) {
    guard Files.identity(of: path) != nil else {
      self = .absent
      return
    }
    do throws(RecordError) {
      // For reading only, so that a damaged database and its log stay what they are.
      self = try StorePlace(try Connection(path: path, mode: .read))
    } catch {
      guard error.code == .damaged || error.code == .notADatabase else { throw error }
      self = .damaged
    }
  }

  /// Looks at the store that a connection has open.
  init(_ connection: Connection) throws(RecordError) {
    guard try Schema.check(connection) > 0 else {
      self = .store(changeNumber: 0, mark: nil)
      return
    }
    let meta = try Meta(connection)
    self = .store(
      changeNumber: try meta.number(.change), mark: try meta.note(RecordStore.snapshotNote))
  }
}

/// A lock on the names of the stores of a directory, between those who open one and those who
/// exchange them.
///
/// All stores of a directory have one lock, because an exchange moves one from name to name.
final class StoreLock {
  private var descriptor: Int32

  private static let name = "records.sqlite.lock"

  /// Waits for the lock; where its file cannot be made, nobody can replace the store either, and
  /// there is nothing to lock.
  init(_ path: String, exclusive: Bool) throws(RecordError) {
    let name = Files.split(path).directory + "/" + Self.name
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
