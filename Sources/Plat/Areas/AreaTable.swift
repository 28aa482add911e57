internal import PlatFiles
internal import PlatStore

/// The only connection to a store of areas, with its statements.
final class AreaTable {
  let isWritable: Bool
  private let connection: StoreConnection
  private let find: StoreStatement
  private let touch: StoreStatement?
  private let insert: StoreStatement?
  private let measure: StoreStatement?
  private let removeOldest: StoreStatement?

  /// The schema of a store of areas; its mark is the letters `PlAr`.
  static let schema = StoreSchema(
    of: "the areas", mark: 0x506C_4172,
    migrations: [
      """
      CREATE TABLE areas(
        name TEXT NOT NULL PRIMARY KEY,
        used INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        shape BLOB NOT NULL
      ) STRICT;
      CREATE INDEX areas_used ON areas(used, bytes);
      """
    ])

  /// The least time in seconds between two updates of an area's last use.
  private static let secondsBetweenNotes: Int64 = 86_400

  private init(_ connection: StoreConnection, isWritable: Bool) throws(StoreError) {
    self.connection = connection
    self.isWritable = isWritable
    find = try connection.prepare("SELECT shape, used FROM areas WHERE name = ?")
    guard isWritable else {
      (touch, insert, measure, removeOldest) = (nil, nil, nil, nil)
      return
    }
    touch = try connection.prepare("UPDATE areas SET used = ? WHERE name = ?")
    insert = try connection.prepare(
      "INSERT INTO areas(name, used, bytes, shape) VALUES (?, ?, ?, ?)")
    measure = try connection.prepare("SELECT count(*), coalesce(sum(bytes), 0) FROM areas")
    removeOldest = try connection.prepare(
      "DELETE FROM areas WHERE rowid = (SELECT rowid FROM areas ORDER BY used, rowid LIMIT 1)")
  }

  /// Whether the database file is still at its path.
  var hasName: Bool { !connection.hasMoved }

  /// Opens a store, and creates an empty one if it is missing.
  static func forWriting(_ path: String) throws(StoreError) -> AreaTable {
    try AreaTable(schema.openForWriting(path, expecting: .anything), isWritable: true)
  }

  /// Opens an existing store, for writing if permitted; nil if it is missing.
  static func forReading(_ path: String) throws(StoreError) -> AreaTable? {
    guard let length = FileSystem.length(of: path), length > 0 else { return nil }
    do throws(StoreError) { return try forWriting(path) } catch {
      guard
        error.code == .permissionDenied
          || !FileSystem.isWritable(directory: FilePath.directory(of: path))
      else { throw error }
      return try StoreConnection.forReading(path) { (connection) throws(StoreError) in
        guard try schema.version(of: connection) == schema.current else {
          throw StoreError(
            .otherDatabase, path: path,
            reason: "the areas are of an older schema version, and cannot be written")
        }
        return try AreaTable(connection, isWritable: false)
      }
    }
  }

  /// The rings of an area, or nil if it is missing; records the use.
  func use(_ name: String, at seconds: Int64) throws(StoreError) -> [UInt8]? {
    try find.bind(1, name)
    defer { find.reset() }
    guard try find.step() else { return nil }
    var shape: [UInt8] = []
    find.append(0, to: &shape)
    let used = find.integer(1)
    find.reset()
    // A full disk must not prevent reading.
    if seconds - used > Self.secondsBetweenNotes { try? note(name, at: seconds) }
    return shape
  }

  /// Writes an area, and removes the least recently used ones beyond the limits; false if another
  /// area has its name.
  func write(
    _ name: String, _ shape: [UInt8], at seconds: Int64, _ limits: AreaStore.Limits
  ) throws(StoreError) -> Bool {
    guard let insert, let measure, let removeOldest else { return true }
    return try connection.transaction { () throws(StoreError) in
      try find.bind(1, name)
      defer { find.reset() }
      if try find.step() {
        let isSame = unsafe shape.withUnsafeBytes { unsafe find.isEqual(0, to: $0) }
        find.reset()
        if isSame { try note(name, at: seconds) }
        return isSame
      }
      find.reset()
      while true {
        defer { measure.reset() }
        guard try measure.step() else { break }
        let (count, bytes) = (Int(measure.integer(0)), Int(measure.integer(1)))
        guard count > 0, count >= limits.areas || bytes > limits.bytes - shape.count else { break }
        measure.reset()
        try removeOldest.run()
      }
      try insert.bind(1, name)
      try insert.bind(2, seconds)
      try insert.bind(3, Int64(shape.count))
      let result: Result<Void, StoreError> = unsafe shape.withUnsafeBytes { bytes in
        do throws(StoreError) {
          unsafe try insert.bind(4, bytes: bytes)
          return .success(try insert.run())
        } catch { return .failure(error) }
      }
      try result.get()
      return true
    }
  }

  private func note(_ name: String, at seconds: Int64) throws(StoreError) {
    guard let touch else { return }
    try touch.bind(1, seconds)
    try touch.bind(2, name)
    try touch.run()
  }
}
