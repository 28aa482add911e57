import Synchronization

/// What people thought of listings, kept in a database of its own: a build replaces the records,
/// and not this.
///
/// Nothing is opened before it is needed, and a file that is not there is an empty store, which the
/// first write makes. A write that has returned is on disk (`journal_mode=WAL`,
/// `synchronous=FULL`), and stays there through an end without warning. Any number of threads may
/// ask; one is answered at a time.
public final class SwipeStore: Sendable {
  /// What someone did with a listing.
  public enum Action: Int64, Sendable {
    /// They want to see it again.
    case like = 1
    /// They do not want to see it for now.
    case dislike = 2
  }

  /// What one person thought of one listing, last.
  public struct Swipe: Equatable, Sendable {
    /// The listing's key, whether or not an index has it.
    public var listingKey: String
    /// What they did.
    public var action: Action
    /// When, in milliseconds since 1970.
    public var time: Int64

    /// Makes a swipe.
    public init(listingKey: String, action: Action, time: Int64) {
      self.listingKey = listingKey
      self.action = action
      self.time = time
    }
  }

  /// The database file, as the caller named it.
  public let path: String
  private let opened = Mutex<SwipeConnection?>(nil)

  /// Names a store; nothing is opened or made.
  public init(path: String) { self.path = path }

  /// The swipes of one person, in the order of listing keys.
  ///
  /// - Throws: A ``RecordError`` where the file is there and cannot be read.
  /// - Complexity: O(swipes of the person): about a microsecond each.
  public func swipes(of user: String) throws(RecordError) -> [Swipe] {
    try with { (connection) throws(RecordError) in
      if connection?.hasName == false { connection = nil }
      if connection == nil { connection = try SwipeConnection.forReading(path) }
      return try connection?.swipes(of: user) ?? []
    }
  }

  /// Keeps a swipe in the place of the one that the person made of the listing before; when this
  /// returns it is on disk.
  ///
  /// - Parameters:
  ///   - swipe: The swipe.
  ///   - user: The person.
  ///   - endingBefore: Dislikes up to this moment, whoever made them, have ended: a few of them are
  ///     removed.
  /// - Throws: A ``RecordError`` where the file cannot be made or written.
  public func put(_ swipe: Swipe, of user: String, endingBefore: Int64) throws(RecordError) {
    try put([swipe], of: user, endingBefore: endingBefore)
  }

  /// Keeps many swipes, all or none.
  public func put(_ swipes: [Swipe], of user: String, endingBefore: Int64 = .min)
    throws(RecordError)
  {
    try with { (connection) throws(RecordError) in
      // Somebody may remove or replace the file at any time. A swipe that went to a file without a
      // name is written again, to the file that has the name now.
      for _ in 0..<3 {
        if connection?.isWritable != true || connection?.hasName == false {
          connection = nil
          connection = try SwipeConnection(path, mode: .create)
        }
        try connection?.put(swipes, of: user, endingBefore: endingBefore)
        if connection?.hasName == true { return }
      }
      throw .replaced(path)
    }
  }

  /// Does something with the connection, one thread at a time; one that has failed is opened again.
  private func with<T: Sendable>(_ body: (inout SwipeConnection?) throws(RecordError) -> T)
    throws(RecordError) -> T
  {
    let result: Result<T, RecordError> = opened.withLock { connection in
      do throws(RecordError) { return .success(try body(&connection)) } catch {
        connection = nil
        return .failure(error)
      }
    }
    return try result.get()
  }
}

/// The one connection to a store of swipes, with its statements.
private final class SwipeConnection {
  let isWritable: Bool
  private let connection: Connection
  /// Which file the write-ahead log is; nil when it was not there yet.
  private let log: Files.Identity?
  private let select: Statement
  private let insert: Statement?
  private let purge: Statement?

  /// Ended dislikes that a write removes: more than one write makes, so that they cannot pile up.
  private static let purged = 8

  init(_ path: String, mode: Connection.Mode) throws(RecordError) {
    connection = try Connection(path: path, mode: mode)
    isWritable = mode == .create || mode == .write
    if isWritable {
      // Before anything in the file is changed.
      _ = try SwipeSchema.check(connection)
      try connection.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
      try SwipeSchema.migrate(connection)
    } else if try SwipeSchema.check(connection) != SwipeSchema.migrations.count {
      throw RecordError(
        .notARecordStore, path: path,
        reason: "the swipes are of an older schema version, and cannot be written")
    }
    log = Files.identity(of: path + "-wal")
    select = try connection.prepare(
      "SELECT listing_key, action, time FROM swipes WHERE user = ? ORDER BY listing_key")
    guard isWritable else {
      (insert, purge) = (nil, nil)
      return
    }
    insert = try connection.prepare(
      "INSERT OR REPLACE INTO swipes(user, listing_key, action, time) VALUES (?, ?, ?, ?)")
    purge = try connection.prepare(
      """
      DELETE FROM swipes WHERE (user, listing_key) IN (
        SELECT user, listing_key FROM swipes
        WHERE action = \(SwipeStore.Action.dislike.rawValue) AND time <= ? ORDER BY time LIMIT \(Self.purged))
      """)
  }

  /// Whether the database and its log are still under their names, so that what is written to them
  /// outlasts this process.
  var hasName: Bool {
    !connection.hasMoved
      && (!isWritable || log == nil || Files.identity(of: connection.path + "-wal") == log)
  }

  /// Opens a store that is there for what one may: nil where there is none.
  static func forReading(_ path: String) throws(RecordError) -> SwipeConnection? {
    guard let length = Files.length(of: path), length > 0 else { return nil }
    do throws(RecordError) { return try SwipeConnection(path, mode: .write) } catch {
      guard error.code == .permissionDenied || !Files.isDirectoryWritable(of: path) else {
        throw error
      }
      do throws(RecordError) { return try SwipeConnection(path, mode: .read) } catch {
        // Where SQLite cannot make the files that it shares memory by, what nobody writes can still
        // be read.
        guard !Files.isDirectoryWritable(of: path), (Files.length(of: path + "-wal") ?? 0) == 0
        else { throw error }
        return try SwipeConnection(path, mode: .readImmutable)
      }
    }
  }

  func swipes(of user: String) throws(RecordError) -> [SwipeStore.Swipe] {
    try select.bind(1, user)
    defer { select.reset() }
    var swipes: [SwipeStore.Swipe] = []
    while try select.step() {
      guard let action = SwipeStore.Action(rawValue: select.integer(1)) else { continue }
      swipes.append(
        SwipeStore.Swipe(listingKey: select.text(0), action: action, time: select.integer(2)))
    }
    return swipes
  }

  func put(_ swipes: [SwipeStore.Swipe], of user: String, endingBefore: Int64) throws(RecordError) {
    guard let insert, let purge else { return }
    try connection.transaction { () throws(RecordError) in
      try purge.bind(1, endingBefore)
      try purge.run()
      try insert.bind(1, user)
      for swipe in swipes {
        try insert.bind(2, swipe.listingKey)
        try insert.bind(3, swipe.action.rawValue)
        try insert.bind(4, swipe.time)
        try insert.run()
      }
    }
  }
}

/// What a store of swipes holds, and how one of an older version comes to hold it.
private enum SwipeSchema {
  /// The mark of a store of swipes in SQLite's `application_id`: the letters `PlSw`.
  static let applicationID: Int64 = 0x506C_5377

  /// The steps from an empty database to today's; a step that has been released never changes.
  static let migrations = [
    """
    CREATE TABLE swipes(
      user TEXT NOT NULL,
      listing_key TEXT NOT NULL,
      action INTEGER NOT NULL,
      time INTEGER NOT NULL,
      PRIMARY KEY(user, listing_key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX swipes_ending ON swipes(time) WHERE action = \(SwipeStore.Action.dislike.rawValue);
    """
  ]

  /// Refuses a file that is no store of swipes, or is a newer one; gives the version that it has.
  static func check(_ connection: Connection) throws(RecordError) -> Int {
    let version = try connection.integer("PRAGMA user_version") ?? 0
    let mark = try connection.integer("PRAGMA application_id") ?? 0
    if mark != applicationID {
      let isEmpty = try connection.integer("SELECT count(*) FROM sqlite_schema") == 0
      guard mark == 0, version == 0, isEmpty else {
        throw RecordError(
          .notARecordStore, path: connection.path, reason: "this is another program's database")
      }
    }
    guard (0...Int64(migrations.count)).contains(version) else {
      throw RecordError(
        .tooNew, path: connection.path,
        reason:
          "the swipes are of schema version \(version), this program knows versions up to \(migrations.count)"
      )
    }
    return Int(version)
  }

  /// Brings a file to today's version; nothing is written where it has it already.
  static func migrate(_ connection: Connection) throws(RecordError) {
    guard try check(connection) < migrations.count else { return }
    try connection.transaction { () throws(RecordError) in
      // Again, now that no other process can be doing the same.
      for step in migrations.dropFirst(try check(connection)) { try connection.run(step) }
      try connection.run(
        "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(migrations.count)")
    }
    try Files.synchroniseDirectory(of: connection.path)
  }
}
