import PlatCommon
import PlatFiles
package import PlatStore

/// The file under a record store's name: none, a store, or a damaged one.
package enum RecordFileState: Equatable, Sendable {
  /// There is no file.
  case absent
  /// There is a store, with its change number and the mark that its load noted of the snapshot
  /// beside it.
  case store(changeNumber: UInt64, mark: String?)
  /// There is a file that SQLite cannot read.
  case damaged

  /// Looks at what stands under a name.
  ///
  /// - Throws: ``StoreError/Code/otherDatabase`` and ``StoreError/Code/tooNew``: such a file
  ///   must not be replaced.
  package init(_ path: String) throws(StoreError) {
    let lock = try RecordLock.take(path, exclusive: false)
    try self.init(locked: path)
    lock.release()
  }

  /// Looks at what stands under a name, whose lock is held.
  init(locked path: String) throws(StoreError) {
    guard FileIdentity.of(path: path) != nil else {
      self = .absent
      return
    }
    do throws(StoreError) {
      // For reading only, so that a damaged database and its log stay what they are.
      self = try RecordFileState(try StoreConnection(path: path, mode: .read))
    } catch {
      guard error.code == .damaged || error.code == .notADatabase else { throw error }
      self = .damaged
    }
  }

  /// Looks at the store that a connection has open.
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

/// The lock on the names of the record stores of a directory, between those who open one and those
/// who exchange them.
///
/// All stores of a directory have one lock, because an exchange moves one from name to name.
enum RecordLock {
  private static let name = "records.sqlite.lock"

  /// Waits for the lock; where its file cannot be made, nobody can replace the store either, and
  /// there is nothing to lock.
  ///
  /// - Parameter path: A store in the directory.
  static func take(_ path: String, exclusive: Bool) throws(StoreError) -> FileLock {
    try rethrowing(as: StoreError.init) { () throws(SystemError) in
      try FileLock(FilePath.directory(of: path) + "/" + name, exclusive: exclusive)
    }
  }
}
