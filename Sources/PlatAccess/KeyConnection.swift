internal import PlatFiles
internal import PlatStore

/// The tables of the keys.
enum AccessSchema {
  /// Its mark is the letters `PltK`.
  static let schema = StoreSchema(
    of: "the API keys", mark: 0x506C_744B,
    migrations: [
      """
      CREATE TABLE keys(
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        digest BLOB NOT NULL,
        role TEXT NOT NULL,
        requests INTEGER,
        seconds INTEGER,
        created INTEGER NOT NULL,
        expires INTEGER,
        revoked INTEGER
      ) STRICT;
      """
    ])
}

/// A connection that changes keys.
struct KeyConnection {
  let connection: StoreConnection

  init(writing path: String) throws(StoreError) {
    connection = try AccessSchema.schema.openForWriting(path, expecting: .anything)
  }

  /// How many keys of a name are in force.
  func inForce(_ name: String, _ now: Int64) throws(StoreError) -> Int64 {
    let statement = try connection.prepare(
      "SELECT count(*) FROM keys WHERE name = ? AND revoked IS NULL AND coalesce(expires > ?, 1)")
    try statement.bind(1, name)
    try statement.bind(2, now)
    return try statement.step() ? statement.integer(0) : 0
  }

  /// Keeps a new key.
  func insert(
    _ text: KeyText, _ name: String, _ role: Role, _ rate: RateLimit?, _ created: Int64,
    _ expires: Int64?
  ) throws(StoreError) {
    let statement = try connection.prepare(
      """
      INSERT INTO keys(id, name, digest, role, requests, seconds, created, expires)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """)
    let digest = text.digest
    try statement.bind(1, text.id)
    try statement.bind(2, name)
    try statement.bind(4, role.rawValue)
    try statement.bind(5, rate.map { Int64($0.requests) })
    try statement.bind(6, rate.map { Int64($0.seconds) })
    try statement.bind(7, created)
    try statement.bind(8, expires)
    try unsafe digest.span.withUnsafeBytes { (digest) throws(StoreError) in
      try unsafe statement.bind(3, bytes: digest)
      try statement.run()
    }
  }

  /// Sets when the keys in force of a name end.
  func end(_ name: String, setting column: String, to time: Int64, _ now: Int64)
    throws(StoreError)
  {
    let statement = try connection.prepare(
      """
      UPDATE keys SET \(column) = ?
      WHERE name = ? AND revoked IS NULL AND coalesce(expires > ?, 1)
      """)
    try statement.bind(1, time)
    try statement.bind(2, name)
    try statement.bind(3, now)
    try statement.run()
  }
}

/// The keys of a file, and the connection that tells when they have changed.
struct KnownKeys {
  struct Known {
    let key: APIKey
    let digest: [UInt8]
  }

  /// The file that was read.
  let identity: FileIdentity
  /// The keys, in the order in which they were made.
  let keys: [Known]
  /// The keys by id.
  let byID: [String: Known]
  private let connection: Held

  /// The connection is used under the store's lock alone.
  private final class Held: @unchecked Sendable {
    // Unchecked: one thread at a time has the lock that this is used under.
    let connection: StoreConnection
    let version: StoreStatement
    let read: Int64

    init(_ connection: StoreConnection) throws(StoreError) {
      self.connection = connection
      version = try connection.prepare("PRAGMA data_version")
      read = try version.step() ? version.integer(0) : 0
      version.reset()
    }
  }

  init(_ path: String, _ identity: FileIdentity) throws(StoreError) {
    self.identity = identity
    let (held, keys) = try StoreConnection.forReading(path) {
      (connection) throws(StoreError) -> (Held, [Known]) in
      guard try AccessSchema.schema.version(of: connection) > 0 else {
        return (try Held(connection), [])
      }
      let held = try Held(connection)
      return (held, try Self.read(connection))
    }
    connection = held
    self.keys = keys
    byID = Dictionary(keys.map { ($0.key.id, $0) }) { $1 }
  }

  /// Whether nobody has changed the file since.
  func isCurrent() throws(StoreError) -> Bool {
    defer { connection.version.reset() }
    return try connection.version.step() && connection.version.integer(0) == connection.read
  }

  private static func read(_ connection: StoreConnection) throws(StoreError) -> [Known] {
    let statement = try connection.prepare(
      """
      SELECT id, name, digest, role, requests, seconds, created, expires, revoked FROM keys
      ORDER BY number
      """)
    var keys: [Known] = []
    while try statement.step() {
      var digest: [UInt8] = []
      statement.append(2, to: &digest)
      guard let role = Role(rawValue: statement.text(3)) else { continue }
      func optional(_ column: Int32) -> Int64? {
        statement.isNull(column) ? nil : statement.integer(column)
      }
      let rate = optional(4).map {
        RateLimit(requests: Int($0), seconds: Int(statement.integer(5)))
      }
      let key = APIKey(
        name: statement.text(1), id: statement.text(0), role: role, rate: rate,
        created: statement.integer(6), expires: optional(7), revoked: optional(8))
      keys.append(Known(key: key, digest: digest))
    }
    return keys
  }
}
