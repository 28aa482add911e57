/// The exchange of the store under a name for another one.
///
/// Nobody opens, writes or exchanges the store meanwhile.
///
/// SQLite finds a database's `-wal` and `-shm` files by its name, so a database must not be
/// exchanged while someone is opening it: the new one would be read with the old one's log. Whoever
/// opens a connection therefore holds a shared lock on `records.sqlite.lock` meanwhile, and an
/// exchange holds an exclusive one. Connections that are open already go on with the old file and
/// its log, under the name that ``setAside(as:)`` gave them or without one.
///
///     let exchange = try RecordExchange(path: path, expecting: place)
///     defer { exchange.end() }
///     try exchange.setAside(as: "indexes/demo/000001.sqlite")
///     try exchange.put(loader)
///
/// Each step is one rename or link, so that a process that ends between two of them leaves the old
/// store under its name or under the one that it was set aside as.
package final class RecordExchange {
  private let path: String
  private let place: StorePlace
  private let lock: StoreLock
  /// Holds the write lock of the old store, whose log is empty.
  private var old: Connection?
  private var aside: String?
  private var isPut = false

  /// The files that SQLite keeps beside a database.
  private static let companions = ["-wal", "-shm"]

  /// Waits until nobody opens or writes the store.
  ///
  /// - Parameters:
  ///   - path: The name of the store.
  ///   - place: What must stand there.
  /// - Throws: ``RecordError/Code/changedMeanwhile`` where something else stands there now,
  ///   ``RecordError/Code/busy``
  ///   where others keep the store locked.
  package init(path: String, expecting place: StorePlace) throws(RecordError) {
    self.path = path
    self.place = place
    lock = try StoreLock(path, exclusive: true)
    let isThere = Files.identity(of: path) != nil
    guard case .store = place else {
      guard isThere == (place == .damaged) else { throw Self.changedMeanwhile(path) }
      return
    }
    guard isThere else { throw Self.changedMeanwhile(path) }
    let connection = try Connection(path: path, mode: .write)
    try Self.lockEmptyLog(of: connection)
    guard try StorePlace(connection) == place else { throw Self.changedMeanwhile(path) }
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
  package func setAside(as kept: String?) throws(RecordError) {
    switch place {
    case .store:
      if let kept {
        if Files.identity(of: kept) != Files.identity(of: path) {
          Self.remove(kept)
          try Files.link(path, to: kept)
        }
        aside = kept
        try Self.moveCompanions(of: path, to: kept)
      } else {
        for suffix in Self.companions { Files.remove(path + suffix) }
      }
    case .absent, .damaged:
      if Files.identity(of: path + "-wal") != nil {
        try Files.rename(path + "-wal", to: path + ".damaged-wal")
      }
      Files.remove(path + "-shm")
      guard place == .damaged else { return }
      try Files.rename(path, to: path + ".damaged")
      aside = path + ".damaged"
    }
  }

  /// What stands under another name of the directory.
  package func place(at name: String) throws(RecordError) -> StorePlace {
    try StorePlace(locked: name)
  }

  /// Gives a loader's sealed store the name.
  package func put(_ loader: RecordLoader) throws(RecordError) {
    try loader.takeSealed().publish(as: path)
    isPut = true
  }

  /// Gives a store that was set aside earlier the name, with what SQLite keeps beside it.
  package func put(keptAs name: String) throws(RecordError) {
    try Files.rename(name, to: path)
    isPut = true
    try Self.moveCompanions(of: name, to: path)
  }

  /// Brings the directory's names to disk.
  package func synchronise() throws(RecordError) { try Files.synchroniseDirectory(of: path) }

  /// Puts the old store back, after a later step has failed; what was put in its place is removed.
  package func restore() {
    guard let aside else {
      if isPut { Self.remove(path) }
      return
    }
    guard (try? Files.rename(aside, to: path)) != nil else { return }
    // A rename between two names of one file does nothing.
    Files.remove(aside)
    if place != .damaged { try? Self.moveCompanions(of: aside, to: path) }
  }

  /// Removes a database that is not the current one, and what SQLite keeps beside it.
  package static func remove(_ path: String) {
    for suffix in companions + [""] { Files.remove(path + suffix) }
  }

  private static func moveCompanions(of path: String, to name: String) throws(RecordError) {
    for suffix in companions where Files.identity(of: path + suffix) != nil {
      try Files.rename(path + suffix, to: name + suffix)
    }
  }

  /// Keeps all others from writing to a database whose log is empty.
  ///
  /// The log must be empty: the database is read under another name later, and its log may be left
  /// behind.
  private static func lockEmptyLog(of connection: Connection) throws(RecordError) {
    for _ in 0..<100 {
      _ = try connection.integer("PRAGMA wal_checkpoint(TRUNCATE)")
      try connection.run("BEGIN IMMEDIATE")
      if (Files.length(of: connection.path + "-wal") ?? 0) == 0 { return }
      try connection.run("ROLLBACK")
    }
    throw RecordError(
      .busy, path: connection.path, reason: "others go on reading or writing the old records")
  }

  private static func changedMeanwhile(_ path: String) -> RecordError {
    RecordError(
      .changedMeanwhile, path: path,
      reason: "another build has published, or the records were written to, since this one began")
  }
}
