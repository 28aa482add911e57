import PlatCommon
import PlatFiles
package import PlatStore

/// The replacement of a record store by another one with the same name.
///
/// Nobody can open, write or replace the store in the meantime.
///
/// SQLite finds a database's `-wal` and `-shm` files by its name. A database must therefore not be
/// replaced while a connection is being opened: SQLite would read the new one with the old one's
/// log. So opening a connection takes a shared lock on `records.sqlite.lock`, and a replacement
/// takes an exclusive one. Connections that are already open continue with the old file and its
/// log, under the name that ``setAside(as:)`` gave them or without one.
///
///     let replacement = try RecordReplacement(path: path, expecting: place)
///     defer { replacement.end() }
///     try replacement.setAside(as: "indexes/demo/000001.sqlite")
///     try replacement.put(loader)
///
/// Each step is one rename or link. A process that dies between two of them leaves the old store
/// under its own name or under the one that it was set aside as.
package final class RecordReplacement {
  private let path: String
  private let place: RecordFileState
  private let lock: FileLock
  /// Holds the write lock of the old store, whose log is empty.
  private var old: StoreConnection?
  private var aside: String?
  private var isPut = false

  /// Waits until nobody opens or writes the store.
  ///
  /// - Parameters:
  ///   - path: The name of the store.
  ///   - place: The expected state of its file.
  /// - Throws: ``StoreError/Code/changedMeanwhile`` if the file is in another state now,
  ///   ``StoreError/Code/busy`` if others keep the store locked.
  package init(path: String, expecting place: RecordFileState) throws(StoreError) {
    self.path = path
    self.place = place
    lock = try RecordLock.take(path, exclusive: true)
    let isThere = FileIdentity.of(path: path) != nil
    guard case .store = place else {
      guard isThere == (place == .damaged) else { throw Self.changedMeanwhile(path) }
      return
    }
    guard isThere else { throw Self.changedMeanwhile(path) }
    let connection = try StoreConnection(path: path, mode: .write)
    try Self.lockEmptyLog(of: connection)
    guard try RecordFileState(connection) == place else { throw Self.changedMeanwhile(path) }
    old = connection
  }

  deinit { end() }

  /// Lets others open and write the store again.
  package func end() {
    // SQLite removes a log by its name when the last connection closes; the lock protects a new
    // store's log from this.
    old = nil
    lock.release()
  }

  /// Clears the name: the log of the old store must not be taken for the new one's.
  ///
  /// - Parameter kept: A second name under which to keep the old store; nil for none. A damaged one
  ///   is always renamed to `NAME.damaged`.
  package func setAside(as kept: String?) throws(StoreError) {
    switch place {
    case .store:
      if let kept {
        if FileIdentity.of(path: kept) != FileIdentity.of(path: path) {
          Self.remove(kept)
          try rethrowing(as: StoreError.init) { () throws(SystemError) in
            try FileSystem.link(path, to: kept)
          }
        }
        aside = kept
        try Self.moveCompanions(of: path, to: kept)
      } else {
        for suffix in StoreConnection.companions { FileSystem.remove(path + suffix) }
      }
    case .absent, .damaged:
      if FileIdentity.of(path: path + "-wal") != nil {
        try Self.rename(path + "-wal", to: path + ".damaged-wal")
      }
      FileSystem.remove(path + "-shm")
      guard place == .damaged else { return }
      try Self.rename(path, to: path + ".damaged")
      aside = path + ".damaged"
    }
  }

  /// The state of a file with another name in the directory.
  package func place(at name: String) throws(StoreError) -> RecordFileState {
    try RecordFileState(locked: name)
  }

  /// Gives the name to a loader's sealed store.
  package func put(_ loader: RecordLoader) throws(StoreError) {
    let file = try loader.takeSealed()
    try rethrowing(as: StoreError.init) { () throws(SystemError) in try file.replace(path) }
    isPut = true
  }

  /// Gives the name to a store that was set aside earlier, with its companion files.
  package func put(keptAs name: String) throws(StoreError) {
    try Self.rename(name, to: path)
    isPut = true
    try Self.moveCompanions(of: name, to: path)
  }

  /// Syncs the directory's names to disk.
  package func synchronise() throws(StoreError) {
    try rethrowing(as: StoreError.init) { () throws(SystemError) in
      try FileSystem.synchronise(directory: FilePath.directory(of: path))
    }
  }

  /// Restores the old store after a later step has failed, and removes its replacement.
  package func restore() {
    guard let aside else {
      if isPut { Self.remove(path) }
      return
    }
    guard (try? Self.rename(aside, to: path)) != nil else { return }
    // A rename between two names of one file does nothing.
    FileSystem.remove(aside)
    if place != .damaged { try? Self.moveCompanions(of: aside, to: path) }
  }

  /// Removes a database that is not the current one, with its companion files.
  package static func remove(_ path: String) {
    for suffix in StoreConnection.companions + [""] { FileSystem.remove(path + suffix) }
  }

  private static func rename(_ path: String, to name: String) throws(StoreError) {
    try rethrowing(as: StoreError.init) { () throws(SystemError) in
      try FileSystem.rename(path, to: name)
    }
  }

  private static func moveCompanions(of path: String, to name: String) throws(StoreError) {
    for suffix in StoreConnection.companions where FileIdentity.of(path: path + suffix) != nil {
      try Self.rename(path + suffix, to: name + suffix)
    }
  }

  /// Locks a database against all other writes once its log is empty.
  ///
  /// The log must be empty because the database is opened under another name later, possibly
  /// without its log.
  private static func lockEmptyLog(of connection: StoreConnection) throws(StoreError) {
    for _ in 0..<100 {
      _ = try connection.integer("PRAGMA wal_checkpoint(TRUNCATE)")
      try connection.run("BEGIN IMMEDIATE")
      if (FileSystem.length(of: connection.path + "-wal") ?? 0) == 0 { return }
      try connection.run("ROLLBACK")
    }
    throw StoreError(
      .busy, path: connection.path, reason: "others go on reading or writing the old records")
  }

  private static func changedMeanwhile(_ path: String) -> StoreError {
    StoreError(
      .changedMeanwhile, path: path,
      reason: "another build has published, or the records were written to, since this one began")
  }
}
