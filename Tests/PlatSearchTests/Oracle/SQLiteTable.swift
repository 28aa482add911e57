import CPlatSQLite
import PlatListings
import PlatTestSupport

/// Listings as a table in SQLite, with a column for each field that has one, and texts folded
/// without case and accents.
@safe
final class SQLiteTable {
  /// An error of SQLite.
  struct Failure: Error { let text: String }

  private let database: OpaquePointer
  static let fields = Field.allCases.filter {
    $0.definition.storage == .number || $0.definition.storage == .code
  }

  init(_ listings: [PlainListing]) throws {
    var opened: OpaquePointer?
    guard unsafe sqlite3_open(":memory:", &opened) == SQLITE_OK, let opened = unsafe opened else {
      throw Failure(text: "cannot open")
    }
    unsafe database = opened
    let columns = Self.fields.map { "\"\($0.key)\"" }.joined(separator: ", ")
    _ = try keys("CREATE TABLE listing (listingKey TEXT PRIMARY KEY, listed INTEGER, \(columns))")
    _ = try keys("BEGIN")
    for listing in listings {
      let values = Self.fields.map { field in
        listing[number: field].map { "\($0)" } ?? listing[text: field].map {
          Self.quoted(BruteForce.folded($0))
        } ?? "NULL"
      }
      let listed = listing.listedDate.map { "\($0)" } ?? "NULL"
      _ = try keys(
        """
        INSERT INTO listing VALUES (\(Self.quoted(listing.key)), \(listed), \
        \(values.joined(separator: ", ")))
        """
      )
    }
    _ = try keys("COMMIT")
  }

  deinit { unsafe sqlite3_close(database) }

  /// Runs a statement and returns the first column of its rows as text.
  func keys(_ sql: String) throws -> [String] {
    var statement: OpaquePointer?
    guard unsafe sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK else {
      throw Failure(text: unsafe String(cString: sqlite3_errmsg(database)) + ": " + sql)
    }
    defer { unsafe sqlite3_finalize(statement) }
    var keys: [String] = []
    while true {
      switch unsafe sqlite3_step(statement) {
      case SQLITE_ROW: unsafe keys.append(String(cString: sqlite3_column_text(statement, 0)))
      case SQLITE_DONE: return keys
      default: throw Failure(text: unsafe String(cString: sqlite3_errmsg(database)))
      }
    }
  }

  static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
}
