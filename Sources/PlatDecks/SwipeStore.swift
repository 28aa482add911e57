internal import PlatFiles
public import PlatStore
internal import Synchronization

/// The swipes of all people, in a separate database: a build replaces the records and leaves this
/// one alone.
///
/// Nothing is opened before it is needed. A missing file is an empty store; the first write creates
/// it. A write that has returned is on disk (`journal_mode=WAL`, `synchronous=FULL`) and survives a
/// crash. Any number of threads may call it; calls run one at a time.
public final class SwipeStore: Sendable {
  /// A person's action on a listing.
  public enum Action: Int64, Sendable {
    /// They want to see it again.
    case like = 1
    /// They do not want to see it for now.
    case dislike = 2
  }

  /// One person's last swipe of one listing.
  public struct Swipe: Equatable, Sendable {
    /// The listing's key, whether or not an index has it.
    public var listingKey: String
    /// The action.
    public var action: Action
    /// The time, in milliseconds since 1970.
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

  /// Names a store; opens and creates nothing.
  public init(path: String) { self.path = path }

  /// The swipes of one person, ordered by listing key.
  ///
  /// - Throws: A ``StoreError`` if the file exists but is unreadable.
  /// - Complexity: O(swipes of the person): about a microsecond each.
  public func swipes(of user: String) throws(StoreError) -> [Swipe] {
    try with { (connection) throws(StoreError) in
      if connection?.hasName == false { connection = nil }
      if connection == nil { connection = try SwipeConnection.forReading(path) }
      return try connection?.swipes(of: user) ?? []
    }
  }

  /// Stores a swipe, replacing the person's earlier one of the listing; on return it is on disk.
  ///
  /// - Parameters:
  ///   - swipe: The swipe.
  ///   - user: The person.
  ///   - endingBefore: Dislikes up to this time have ended, no matter whose they are; a few of them
  ///     are removed.
  /// - Throws: A ``StoreError`` if the file cannot be created or written.
  public func put(_ swipe: Swipe, of user: String, endingBefore: Int64) throws(StoreError) {
    try put([swipe], of: user, endingBefore: endingBefore)
  }

  /// Stores many swipes, all or none.
  public func put(_ swipes: [Swipe], of user: String, endingBefore: Int64 = .min)
    throws(StoreError)
  {
    try with { (connection) throws(StoreError) in
      // The file may be removed or replaced at any time. A swipe that went to a file without a name
      // is written again, to the file that now has the name.
      for _ in 0..<3 {
        if connection?.isWritable != true || connection?.hasName == false {
          connection = nil
          connection = try SwipeConnection.forWriting(path, expecting: .anything)
        }
        try connection?.put(swipes, of: user, endingBefore: endingBefore)
        if connection?.hasName == true { return }
      }
      throw .replaced(path)
    }
  }

  /// Runs the body with the connection, one thread at a time; after a failure the connection is
  /// opened again.
  private func with<T: Sendable>(_ body: (inout SwipeConnection?) throws(StoreError) -> T)
    throws(StoreError) -> T
  {
    let result: Result<T, StoreError> = opened.withLock { connection in
      do throws(StoreError) { return .success(try body(&connection)) } catch {
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
  private let connection: StoreConnection
  /// The identity of the write-ahead log; nil if it did not exist yet.
  private let log: FileIdentity?
  private let select: StoreStatement
  private let insert: StoreStatement?
  private let purge: StoreStatement?

  /// The number of ended dislikes that a write removes: more than one write adds, so they never
  /// pile up.
  private static let purged = 8

  private init(_ connection: StoreConnection, isWritable: Bool) throws(StoreError) {
    self.connection = connection
    self.isWritable = isWritable
    let path = connection.path
    log = FileIdentity.of(path: path + "-wal")
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
        WHERE action = \(SwipeStore.Action.dislike.rawValue) AND time <= ? ORDER BY time LIMIT \
      \(Self.purged))
      """)
  }

  /// Whether the database and its log still have their names, so that writes to them outlast this
  /// process.
  var hasName: Bool {
    !connection.hasMoved
      && (!isWritable || log == nil || FileIdentity.of(path: connection.path + "-wal") == log)
  }

  /// Opens a store for writing.
  static func forWriting(_ path: String, expecting expectation: StoreSchema.Expectation)
    throws(StoreError) -> SwipeConnection
  {
    try SwipeConnection(
      SwipeStore.schema.openForWriting(path, expecting: expectation), isWritable: true)
  }

  /// Opens an existing store, for writing if allowed, so that it is migrated to the current
  /// version; nil if there is none.
  static func forReading(_ path: String) throws(StoreError) -> SwipeConnection? {
    guard let length = FileSystem.length(of: path), length > 0 else { return nil }
    do throws(StoreError) { return try forWriting(path, expecting: .storeOrEmpty) } catch {
      let directory = FilePath.directory(of: path)
      guard error.code == .permissionDenied || !FileSystem.isWritable(directory: directory) else {
        throw error
      }
      return try StoreConnection.forReading(path) { (connection) throws(StoreError) in
        guard try SwipeStore.schema.version(of: connection) == SwipeStore.schema.current else {
          throw StoreError(
            .otherDatabase, path: path,
            reason: "the swipes are of an older schema version, and cannot be written")
        }
        return try SwipeConnection(connection, isWritable: false)
      }
    }
  }

  func swipes(of user: String) throws(StoreError) -> [SwipeStore.Swipe] {
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

  func put(_ swipes: [SwipeStore.Swipe], of user: String, endingBefore: Int64) throws(StoreError) {
    guard let insert, let purge else { return }
    try connection.transaction { () throws(StoreError) in
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

extension SwipeStore {
  /// The schema of a store of swipes; its mark is the letters `PlSw`.
  package static let schema = StoreSchema(
    of: "the swipes", mark: 0x506C_5377,
    migrations: [
      """
      CREATE TABLE swipes(
        user TEXT NOT NULL,
        listing_key TEXT NOT NULL,
        action INTEGER NOT NULL,
        time INTEGER NOT NULL,
        PRIMARY KEY(user, listing_key)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX swipes_ending ON swipes(time) WHERE action = \(Action.dislike.rawValue);
      """
    ])
}
