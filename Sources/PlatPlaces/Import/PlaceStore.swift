internal import PlatFiles
package import PlatStore

/// The places data, in an SQLite database next to the records: one row for each place, school,
/// association, photo and region.
///
/// A build replaces the records as a whole, so data that does not come from listing feeds has its
/// own file. The store knows a row's id and kind; everything else is in the caller's document. A
/// boundary is stored separately, because it is large and rarely needed.
package struct PlaceStore: ~Copyable {
  private let connection: StoreConnection
  /// The name of the store in an index directory.
  package static let name = "places.sqlite"

  /// One row.
  package struct Row: Sendable, Equatable {
    /// The kind of the object, in the caller's words.
    package var kind: String
    /// The id, unique within the kind.
    package var id: String
    /// All data of the object, as JSON.
    package var document: [UInt8]
    /// The boundary as a GeoJSON geometry; nil if there is none.
    package var boundary: [UInt8]?

    /// Makes a row.
    package init(kind: String, id: String, document: [UInt8], boundary: [UInt8]? = nil) {
      self.kind = kind
      self.id = id
      self.document = document
      self.boundary = boundary
    }
  }

  /// The schema of a place store; its mark is the letters `PlaP`.
  private static let schema = StoreSchema(
    of: "the places", mark: 0x506C_6150,
    migrations: [
      """
      CREATE TABLE places(
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        document BLOB NOT NULL,
        boundary BLOB,
        PRIMARY KEY (kind, id)
      ) STRICT;
      """
    ])

  /// Opens a store for reading; nil if the file is missing or empty.
  ///
  /// - Throws: A ``StoreError`` if the file is not a place store, is damaged, or is newer than this
  ///   code.
  package static func read(path: String) throws(StoreError) -> PlaceStore? {
    guard FileSystem.length(of: path) != nil else { return nil }
    return try StoreConnection.forReading(path) { (connection) throws(StoreError) in
      try schema.version(of: connection) == 0 ? nil : PlaceStore(connection)
    }
  }

  /// Opens a store for writing; creates an empty one if there is none.
  package static func create(path: String) throws(StoreError) -> PlaceStore {
    PlaceStore(try schema.openForWriting(path, expecting: .anything))
  }

  private init(_ connection: StoreConnection) { self.connection = connection }

  /// All rows ordered by kind and id, without their boundaries, and whether each has one.
  package func rows() throws(StoreError) -> [(row: Row, hasBoundary: Bool)] {
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

  /// The boundary of a row as a GeoJSON geometry; nil if it has none.
  package func boundary(kind: String, id: String) throws(StoreError) -> [UInt8]? {
    let statement = try connection.prepare("SELECT boundary FROM places WHERE kind = ? AND id = ?")
    try statement.bind(1, kind)
    try statement.bind(2, id)
    guard try statement.step(), !statement.isNull(0) else { return nil }
    var boundary: [UInt8] = []
    statement.append(0, to: &boundary)
    return boundary
  }

  /// Changes the store in one transaction.
  ///
  /// - Parameter change: Receives all rows without their boundaries, and returns the rows to write.
  ///   A row that is written without a boundary keeps its old one.
  package func change(
    _ change: ([(row: Row, hasBoundary: Bool)]) throws(StoreError) -> [Row]
  ) throws(StoreError) {
    try connection.transaction { () throws(StoreError) in
      let write = try change(try rows())
      let insert = try connection.prepare(
        """
        INSERT INTO places VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET
          document = excluded.document, boundary = coalesce(excluded.boundary, boundary)
        """)
      for row in write { try Self.write(row, insert) }
    }
  }

  private static func write(_ row: Row, _ insert: StoreStatement) throws(StoreError) {
    try insert.bind(1, row.kind)
    try insert.bind(2, row.id)
    let result: Result<Void, StoreError> = unsafe row.document.withUnsafeBytes { document in
      do throws(StoreError) {
        unsafe try insert.bind(3, bytes: document)
        guard let boundary = row.boundary else {
          try insert.bind(4, nil)
          try insert.run()
          return .success(())
        }
        return unsafe boundary.withUnsafeBytes { bytes in
          do throws(StoreError) {
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
