import PlatCommon
import PlatFiles
package import PlatStore

/// The state of a record store's file: missing, a store, or damaged.
package enum RecordFileState: Equatable, Sendable {
  /// The file does not exist.
  case absent
  /// The file is a store, with its change number and the mark of the snapshot that its load noted.
  case store(changeNumber: UInt64, mark: String?)
  /// SQLite cannot read the file.
  case damaged

  /// Examines the file with this name.
  ///
  /// - Throws: ``StoreError/Code/otherDatabase`` and ``StoreError/Code/tooNew``: such a file must
  ///   not be replaced.
  package init(_ path: String) throws(StoreError) {
    let lock = try RecordLock.take(path, exclusive: false)
    try self.init(locked: path)
    lock.release()
  }

  /// Examines the file with this name; the caller holds the lock.
  init(locked path: String) throws(StoreError) {
    guard FileIdentity.of(path: path) != nil else {
      self = .absent
      return
    }
    do throws(StoreError) {
      // Open read-only, so that a damaged database and its log stay unchanged.
      self = try RecordFileState(try StoreConnection(path: path, mode: .read))
    } catch {
      guard error.code == .damaged || error.code == .notADatabase else { throw error }
      self = .damaged
    }
  }

  /// Examines the store of an open connection.
  init(_ connection: StoreConnection) throws(StoreError) {
    guard try RecordSchema.schema.version(of: connection) > 0 else {
      self = .store(changeNumber: 0, mark: nil)
      return
    }
    let meta = try NumbersAndNotes(connection)
    self = .store(
      changeNumber: try meta.number(.change), mark: try meta.note(RecordStore.snapshotNote))
  }
}

/// The lock on the names of a directory's record stores, between processes that open a store and
/// processes that exchange stores.
///
/// All stores of a directory share one lock, because an exchange renames one store to another's
/// name.
enum RecordLock {
  private static let name = "records.sqlite.lock"

  /// Waits for the lock.
  ///
  /// If its file cannot be created, nobody can replace the store either, and no lock is needed.
  ///
  /// - Parameter path: A store in the directory.
  static func take(_ path: String, exclusive: Bool) throws(StoreError) -> FileLock {
    try rethrowing(as: StoreError.init) { () throws(SystemError) in
      try FileLock(FilePath.directory(of: path) + "/" + name, exclusive: exclusive)
    }
  }
}
