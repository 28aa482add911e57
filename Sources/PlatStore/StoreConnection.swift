internal import CPlatSQLite

/// One connection to a database: used by one thread at a time, closed when the last reference is
/// gone.
@safe
package final class StoreConnection {
  /// How a connection is opened.
  package enum Mode {
    /// For reading a file that is there.
    case read
    /// For a file that nobody writes, in a directory where SQLite cannot make its own files.
    case readImmutable
    /// For reading and writing a file that is there.
    case write
    /// For reading and writing; an empty file is made where there is none.
    case create
  }

  /// The suffixes of the files that SQLite keeps beside a database with a write-ahead log.
  package static let companions = ["-wal", "-shm"]

  /// The file, for errors.
  package let path: String
  /// SQLite's own handle.
  package let handle: OpaquePointer

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

  /// Whether another file, or none, has the name that the database was opened by.
  package var hasMoved: Bool {
    var hasMoved: Int32 = 0
    let result = unsafe sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved)
    return result == SQLITE_OK && hasMoved != 0
  }

  /// Runs statements that take no values and give none back.
  package func run(_ sql: String) throws(StoreError) {
    let result = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    guard result == SQLITE_OK else { throw error(result, sql) }
  }

  /// Prepares a statement that is kept.
  package func prepare(_ sql: String) throws(StoreError) -> StoreStatement {
    var statement: OpaquePointer?
    let result = unsafe sqlite3_prepare_v3(
      handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard result == SQLITE_OK, let statement = unsafe statement else { throw error(result, sql) }
    return unsafe StoreStatement(statement, of: self)
  }

  /// The first column of the first row of a query, or nil where it gives no row or NULL.
  package func integer(_ sql: String) throws(StoreError) -> Int64? {
    let statement = try prepare(sql)
    guard try statement.step(), !statement.isNull(0) else { return nil }
    return statement.integer(0)
  }

  /// Runs the body in a transaction that is undone when it throws.
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
      // Some failures have undone the transaction already; then there is nothing to roll back.
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

  /// A path as the name part of a URI.
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
