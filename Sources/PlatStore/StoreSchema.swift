import PlatCommon
import PlatFiles

/// The tables of one kind of database: its mark, its versions and its migrations.
///
/// Each kind of store has one schema: records, places, swipes. The mark is SQLite's
/// `application_id`. The version is SQLite's `user_version`: the number of migrations applied to a
/// file.
package struct StoreSchema: Sendable {
  /// The contents of a database of this kind, for messages: "the records".
  package let subject: String
  /// The mark in SQLite's `application_id`: four letters.
  package let mark: Int64
  /// The migrations from an empty database to the current version, in order.
  ///
  /// A released migration never changes; a later change is a new migration.
  package let migrations: [String]
  /// Settings of a write connection, run before anything is read or created: `PRAGMA ...;`.
  private let settings: String
  /// Defines the SQL functions that the migrations call.
  private let define: @Sendable (StoreConnection) throws(StoreError) -> Void

  /// Describes a kind of database.
  package init(
    of subject: String, mark: Int64, migrations: [String], settings: String = "",
    defining define: @escaping @Sendable (StoreConnection) throws(StoreError) -> Void = {
      (_) throws(StoreError) in
    }
  ) {
    (self.subject, self.mark, self.migrations) = (subject, mark, migrations)
    (self.settings, self.define) = (settings, define)
  }

  /// The version that this program writes.
  package var current: Int { migrations.count }

  /// The same kind of database with other migrations, for tests.
  package func with(migrations: [String]) -> StoreSchema {
    StoreSchema(
      of: subject, mark: mark, migrations: migrations, settings: settings, defining: define)
  }

  /// The version of a database; 0 if it is empty.
  ///
  /// - Throws: ``StoreError/Code/otherDatabase`` for a database of another kind,
  ///   ``StoreError/Code/tooNew`` if a newer program wrote it.
  package func version(of connection: StoreConnection) throws(StoreError) -> Int {
    let version = try connection.integer("PRAGMA user_version") ?? 0
    let mark = try connection.integer("PRAGMA application_id") ?? 0
    if mark != self.mark {
      let isEmpty = try connection.integer("SELECT count(*) FROM sqlite_schema") == 0
      guard mark == 0, version == 0, isEmpty else {
        throw StoreError(
          .otherDatabase, path: connection.path, reason: "this is another program's database")
      }
    }
    guard (0...Int64(current)).contains(version) else {
      throw StoreError(
        .tooNew, path: connection.path,
        reason:
          """
          \(subject) are of schema version \(version), this program knows versions up to \
          \(current)
          """
      )
    }
    return Int(version)
  }

  /// Migrates a database to the current version, all steps or none; writes nothing if it is
  /// current.
  package func migrate(_ connection: StoreConnection) throws(StoreError) {
    guard try version(of: connection) < current else { return }
    try define(connection)
    try connection.transaction { () throws(StoreError) in
      // Check the version again, now that no other process can migrate it.
      for step in migrations.dropFirst(try version(of: connection)) { try connection.run(step) }
      try connection.run("PRAGMA application_id = \(mark); PRAGMA user_version = \(current)")
    }
  }

  /// The file that must exist before a database is opened for writing.
  package enum Expectation {
    /// A database of this kind; an empty file is rejected.
    case store
    /// A database of this kind, or an empty file.
    case storeOrEmpty
    /// Either of these, or no file.
    case anything
  }

  /// Opens a database for writing and migrates it to the current version.
  ///
  /// A write that has returned is on disk (`journal_mode=WAL`, `synchronous=FULL`).
  package func openForWriting(_ path: String, expecting expectation: Expectation)
    throws(StoreError) -> StoreConnection
  {
    let connection = try StoreConnection(
      path: path, mode: expectation == .anything ? .create : .write)
    if !settings.isEmpty { try connection.run(settings) }
    // Check the version before anything in the file changes.
    let version = try version(of: connection)
    if version == 0, expectation == .store { throw Self.empty(path) }
    try connection.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
    try migrate(connection)
    if version == 0 {
      try rethrowing(as: StoreError.init) { () throws(SystemError) in
        try FileSystem.synchronise(directory: FilePath.directory(of: path))
      }
    }
    return connection
  }

  /// The error for an empty database, which may have lost its contents.
  package static func empty(_ path: String) -> StoreError {
    StoreError(.otherDatabase, path: path, reason: "the database is empty")
  }
}

extension StoreConnection {
  /// Opens a database for reading, even if SQLite cannot create its shared memory file.
  ///
  /// In a read-only directory, a database that no process has open can only be read as an immutable
  /// one.
  ///
  /// - Parameter use: Makes the result from the connection. It must read from the database, because
  ///   opening alone reads nothing. It may be called twice.
  package static func forReading<Result: ~Copyable>(
    _ path: String, _ use: (StoreConnection) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    do throws(StoreError) {
      return try use(StoreConnection(path: path, mode: .read))
    } catch {
      guard error.sqliteCode != nil, isWithoutWriters(path) else { throw error }
      return try use(StoreConnection(path: path, mode: .readImmutable))
    }
  }

  /// Whether the database exists and nobody can be writing it: its directory is read-only, and it
  /// has no log.
  private static func isWithoutWriters(_ path: String) -> Bool {
    !FileSystem.isWritable(directory: FilePath.directory(of: path))
      && FileSystem.length(of: path) != nil && (FileSystem.length(of: path + "-wal") ?? 0) == 0
  }
}
