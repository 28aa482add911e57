/// What is known of places, kept in an SQLite database beside the records: a row for each place,
/// school, association, photo and region.
///
/// A build replaces the records as a whole; what does not come from feeds of listings therefore has
/// a file of its own. The store knows a row's id, kind and names; the rest is the caller's
/// document. A boundary is kept apart, since it is large and seldom wanted.
public struct PlaceStore: ~Copyable {
  private let connection: Connection
  /// The name of the store in an index directory.
  public static let name = "places.sqlite"

  /// One row.
  public struct Row: Sendable, Equatable {
    /// What kind of thing it is, in the caller's words.
    public var kind: String
    /// Its id, which no other row of the kind has.
    public var id: String
    /// Everything that is known of it, as JSON.
    public var document: [UInt8]
    /// Its boundary as a GeoJSON geometry; nil where there is none.
    public var boundary: [UInt8]?

    /// Makes a row.
    public init(kind: String, id: String, document: [UInt8], boundary: [UInt8]? = nil) {
      self.kind = kind
      self.id = id
      self.document = document
      self.boundary = boundary
    }
  }

  /// The mark of a place store in SQLite's `application_id`: the letters `PlaP`.
  private static let applicationID: Int64 = 0x506C_6150
  private static let version: Int64 = 1
  private static let schema = """
    CREATE TABLE places(
      kind TEXT NOT NULL,
      id TEXT NOT NULL,
      document BLOB NOT NULL,
      boundary BLOB,
      PRIMARY KEY (kind, id)
    ) STRICT;
    PRAGMA application_id = \(applicationID);
    PRAGMA user_version = \(version);
    """

  /// Opens a store for reading; nil where there is none, which is an empty one.
  ///
  /// - Throws: A ``RecordError`` where the file is no place store, is damaged, or is newer than
  ///   this code.
  public static func read(path: String) throws(RecordError) -> PlaceStore? {
    guard Files.length(of: path) != nil else { return nil }
    let connection: Connection
    do throws(RecordError) {
      connection = try Connection(path: path, mode: .read)
      guard try check(connection) else { return nil }
    } catch {
      // In a directory that may not be written SQLite cannot make the files that readers and
      // writers share.
      guard error.sqliteCode != nil, !Files.isDirectoryWritable(of: path),
        (Files.length(of: path + "-wal") ?? 0) == 0
      else { throw error }
      let connection = try Connection(path: path, mode: .readImmutable)
      return try check(connection) ? PlaceStore(connection) : nil
    }
    return PlaceStore(connection)
  }

  /// Opens a store for writing, and makes an empty one where there is none.
  public static func create(path: String) throws(RecordError) -> PlaceStore {
    let connection = try Connection(path: path, mode: .create)
    if try !check(connection) {
      try connection.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
      try connection.transaction { () throws(RecordError) in
        if try !check(connection) { try connection.run(schema) }
      }
    }
    try connection.run("PRAGMA synchronous = FULL")
    return PlaceStore(connection)
  }

  private init(_ connection: Connection) { self.connection = connection }

  /// Refuses a file that is not a place store, or is a newer one; false where it is empty.
  private static func check(_ connection: Connection) throws(RecordError) -> Bool {
    let mark = try connection.integer("PRAGMA application_id") ?? 0
    let version = try connection.integer("PRAGMA user_version") ?? 0
    if mark == 0, version == 0, try connection.integer("SELECT count(*) FROM sqlite_schema") == 0 {
      return false
    }
    guard mark == applicationID else {
      throw RecordError(
        .notARecordStore, path: connection.path, reason: "this is another program's database")
    }
    guard version == Self.version else {
      throw RecordError(
        .tooNew, path: connection.path,
        reason:
          "the places are of schema version \(version), this program knows version \(Self.version)")
    }
    return true
  }

  /// All rows in the order of kind and id, without their boundaries; whether each has one.
  public func rows() throws(RecordError) -> [(row: Row, hasBoundary: Bool)] {
    let statement = try connection.prepare(
      "SELECT kind, id, document, boundary IS NOT NULL FROM places ORDER BY kind, id")
    var rows: [(row: Row, hasBoundary: Bool)] = []
    while try statement.step() {
      var document: [UInt8] = []
      statement.append(2, to: &document)
      rows.append(
        (
          Row(kind: statement.text(0), id: statement.text(1), document: document),
          statement.integer(3) != 0
        ))
    }
    return rows
  }

  /// The boundary of a row as a GeoJSON geometry; nil where it has none.
  public func boundary(kind: String, id: String) throws(RecordError) -> [UInt8]? {
    let statement = try connection.prepare("SELECT boundary FROM places WHERE kind = ? AND id = ?")
    try statement.bind(1, kind)
    try statement.bind(2, id)
    guard try statement.step(), !statement.isNull(0) else { return nil }
    var boundary: [UInt8] = []
    statement.append(0, to: &boundary)
    return boundary
  }

  /// Changes the store in one transaction: all of it or nothing.
  ///
  /// - Parameter change: Gets all rows without their boundaries, and gives the rows to write and
  ///   those to remove. A row that is written without a boundary keeps the one that it has.
  public func change(
    _ change: ([(row: Row, hasBoundary: Bool)]) throws(RecordError) -> (write: [Row], remove: [Row])
  ) throws(RecordError) {
    try connection.transaction { () throws(RecordError) in
      let (write, remove) = try change(try rows())
      let delete = try connection.prepare("DELETE FROM places WHERE kind = ? AND id = ?")
      for row in remove {
        try delete.bind(1, row.kind)
        try delete.bind(2, row.id)
        try delete.run()
      }
      let insert = try connection.prepare(
        """
        INSERT INTO places VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET
          document = excluded.document, boundary = coalesce(excluded.boundary, boundary)
        """)
      for row in write { try Self.write(row, insert) }
    }
  }

  private static func write(_ row: Row, _ insert: Statement) throws(RecordError) {
    try insert.bind(1, row.kind)
    try insert.bind(2, row.id)
    let result: Result<Void, RecordError> = unsafe row.document.withUnsafeBytes { document in
      do throws(RecordError) {
        unsafe try insert.bind(3, bytes: document)
        guard let boundary = row.boundary else {
          try insert.bind(4, nil)
          try insert.run()
          return .success(())
        }
        return unsafe boundary.withUnsafeBytes { bytes in
          do throws(RecordError) {
            unsafe try insert.bind(4, bytes: bytes)
            try insert.run()
            return .success(())
          } catch { return .failure(error) }
        }
      } catch { return .failure(error) }
    }
    try result.get()
  }
}
