internal import CPlatSQLite

/// One connection to a database.
///
/// One thread at a time uses it; releasing the last reference closes it.
@safe
package final class StoreConnection {
  /// The way to open a connection.
  package enum Mode {
    /// Reads an existing file.
    case read
    /// Reads a file that nobody writes, in a directory where SQLite cannot create its own files.
    case readImmutable
    /// Reads and writes an existing file.
    case write
    /// Reads and writes; creates an empty file if there is none.
    case create
  }

  /// The suffixes of the files that SQLite keeps next to a database with a write-ahead log.
  package static let companions = ["-wal", "-shm"]

  /// The file, for errors.
  package let path: String
  /// SQLite's own handle.
  package let handle: OpaquePointer
  /// What its commits tell of the log; SQLite holds its address.
  var logWatch: LogWatch?

  /// Opens a file.
  package init(path: String, mode: Mode) throws(StoreError) {
    self.path = path
    var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    var name = path
    switch mode {
    case .read: flags |= SQLITE_OPEN_READONLY
    case .readImmutable:
      flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
      name = "file:" + Self.uriEscaped(path) + "?immutable=1"
    case .write: flags |= SQLITE_OPEN_READWRITE
    case .create: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    }
    var handle: OpaquePointer?
    let result = unsafe sqlite3_open_v2(name, &handle, flags, nil)
    guard result == SQLITE_OK, let handle = unsafe handle else {
      let message =
        unsafe handle.map { unsafe String(cString: sqlite3_errmsg($0)) }
        ?? "there is no memory left"
      let number = unsafe handle.map { unsafe sqlite3_system_errno($0) } ?? 0
      unsafe sqlite3_close_v2(handle)
      throw .sqlite(result, "open", message: message, path: path, systemError: number)
    }
    unsafe self.handle = handle
    unsafe sqlite3_busy_timeout(handle, 5_000)
  }

  deinit { unsafe sqlite3_close_v2(handle) }

  /// Whether the database's name now belongs to another file or to none.
  package var hasMoved: Bool {
    var hasMoved: Int32 = 0
    let result = unsafe sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved)
    return result == SQLITE_OK && hasMoved != 0
  }

  /// Runs statements without parameters or result rows.
  package func run(_ sql: String) throws(StoreError) {
    let result = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    guard result == SQLITE_OK else { throw error(result, sql) }
  }

  /// Prepares a statement for repeated use.
  package func prepare(_ sql: String) throws(StoreError) -> StoreStatement {
    var statement: OpaquePointer?
    let result = unsafe sqlite3_prepare_v3(
      handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard result == SQLITE_OK, let statement = unsafe statement else { throw error(result, sql) }
    return unsafe StoreStatement(statement, of: self)
  }

  /// The first column of a query's first row; nil if there is no row or the value is NULL.
  package func integer(_ sql: String) throws(StoreError) -> Int64? {
    let statement = try prepare(sql)
    guard try statement.step(), !statement.isNull(0) else { return nil }
    return statement.integer(0)
  }

  /// Runs the body in a transaction; rolls it back if the body throws.
  package func transaction<T>(
    _ begin: String = "BEGIN IMMEDIATE", _ body: () throws(StoreError) -> T
  )
    throws(StoreError) -> T
  {
    try run(begin)
    do throws(StoreError) {
      let value = try body()
      try run("COMMIT")
      return value
    } catch {
      // Some failures have already rolled the transaction back.
      if unsafe sqlite3_get_autocommit(handle) == 0 {
        unsafe sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
      }
      throw error
    }
  }

  /// The error for a result code, with SQLite's own message.
  package func error(_ result: Int32, _ call: String) -> StoreError {
    let message = unsafe String(cString: sqlite3_errmsg(handle))
    return .sqlite(
      result, call, message: message, path: path, systemError: unsafe sqlite3_system_errno(handle))
  }

  /// Escapes a path for use in a URI.
  private static func uriEscaped(_ path: String) -> String {
    var escaped = ""
    for character in path.unicodeScalars {
      switch character {
      case "%": escaped += "%25"
      case "?": escaped += "%3f"
      case "#": escaped += "%23"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped.hasPrefix("//") ? "//" + escaped : escaped
  }
}
