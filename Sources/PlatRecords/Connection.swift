internal import CPlatSQLite

/// One connection to a database: used by one thread at a time, closed when the last reference is
/// gone.
@safe
final class Connection {
  /// How a connection is opened.
  enum Mode {
    case read
    /// For a file that nobody writes, in a directory where SQLite cannot make its own files.
    case readImmutable
    case write
    case create
  }

  /// The file, for errors.
  let path: String
  let handle: OpaquePointer

  /// Opens a file.
  init(path: String, mode: Mode) throws(RecordError) {
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
  var hasMoved: Bool {
    var hasMoved: Int32 = 0
    let result = unsafe sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved)
    return result == SQLITE_OK && hasMoved != 0
  }

  /// Runs statements that take no values and give none back.
  func run(_ sql: String) throws(RecordError) {
    let result = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    guard result == SQLITE_OK else { throw error(result, sql) }
  }

  /// Prepares a statement that is kept.
  func prepare(_ sql: String) throws(RecordError) -> Statement {
    var statement: OpaquePointer?
    let result = unsafe sqlite3_prepare_v3(
      handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard result == SQLITE_OK, let statement = unsafe statement else { throw error(result, sql) }
    return unsafe Statement(statement, of: self)
  }

  /// The first column of the first row of a query, or nil where it gives no row or NULL.
  func integer(_ sql: String) throws(RecordError) -> Int64? {
    let statement = try prepare(sql)
    guard try statement.step(), !statement.isNull(0) else { return nil }
    return statement.integer(0)
  }

  /// Runs the body in a transaction that is undone when it throws.
  func transaction<T>(_ begin: String = "BEGIN IMMEDIATE", _ body: () throws(RecordError) -> T)
    throws(RecordError) -> T
  {
    try run(begin)
    do throws(RecordError) {
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
  func error(_ result: Int32, _ call: String) -> RecordError {
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
