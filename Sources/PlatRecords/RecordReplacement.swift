import PlatCommon
import PlatFiles
package import PlatStore

/// The replacement of the record store under a name by another one.
///
/// Nobody opens, writes or replaces the store meanwhile.
///
/// SQLite finds a database's `-wal` and `-shm` files by its name, so a database must not be
/// replaced while a connection is being opened: the new one would be read with the old one's log.
/// Opening a connection therefore takes a shared lock on `records.sqlite.lock`, and a replacement
/// holds an exclusive one. Connections that are open already go on with the old file and
/// its log, under the name that ``setAside(as:)`` gave them or without one.
///
///     let replacement = try RecordReplacement(path: path, expecting: place)
///     defer { replacement.end() }
///     try replacement.setAside(as: "indexes/demo/000001.sqlite")
///     try replacement.put(loader)
///
/// Each step is one rename or link, so that a process that ends between two of them leaves the old
/// store under its name or under the one that it was set aside as.
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
  ///   - place: What must stand there.
  /// - Throws: ``StoreError/Code/changedMeanwhile`` where something else stands there now,
  ///   ``StoreError/Code/busy``
  ///   where others keep the store locked.
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
    // SQLite removes a log by its name when the last connection closes: the lock keeps a new
    // store's log away.
    old = nil
    lock.release()
  }

  /// Makes room: the log of the old store must not be taken for the new one's.
  ///
  /// - Parameter kept: The name under which the old store stays beside its own; nil for none. A
  ///   damaged one is renamed
  ///   to `NAME.damaged` in any case.
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

  /// What stands under another name of the directory.
  package func place(at name: String) throws(StoreError) -> RecordFileState {
    try RecordFileState(locked: name)
  }

  /// Gives a loader's sealed store the name.
  package func put(_ loader: RecordLoader) throws(StoreError) {
    let file = try loader.takeSealed()
    try rethrowing(as: StoreError.init) { () throws(SystemError) in try file.replace(path) }
    isPut = true
  }

  /// Gives a store that was set aside earlier the name, with what SQLite keeps beside it.
  package func put(keptAs name: String) throws(StoreError) {
    try Self.rename(name, to: path)
    isPut = true
    try Self.moveCompanions(of: name, to: path)
  }

  /// Brings the directory's names to disk.
  package func synchronise() throws(StoreError) {
    try rethrowing(as: StoreError.init) { () throws(SystemError) in
      try FileSystem.synchronise(directory: FilePath.directory(of: path))
    }
  }

  /// Puts the old store back, after a later step has failed; what was put in its place is removed.
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

  /// Removes a database that is not the current one, and what SQLite keeps beside it.
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

  /// Keeps all others from writing to a database whose log is empty.
  ///
  /// The log must be empty: the database is read under another name later, and its log may be left
  /// behind.
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
