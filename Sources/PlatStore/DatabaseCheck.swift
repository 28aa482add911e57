import PlatFiles

/// Checks any database in an index directory, for example the swipes or the places.
public enum DatabaseCheck {
  /// Runs SQLite's check of every page and index.
  ///
  /// - Returns: SQLite's findings, one sentence each, or the reason why the database is unreadable;
  ///   nil if the file does not exist.
  /// - Complexity: O(bytes of the database).
  public static func findings(path: String) -> [String]? {
    guard let length = FileSystem.length(of: path) else { return nil }
    // The first write to a store creates its tables.
    guard length > 0 else { return [] }
    do throws(StoreError) {
      return try StoreConnection.forReading(path) { (connection) throws(StoreError) in
        try connection.integrityFindings()
      }
    } catch {
      return [error.reason]
    }
  }
}

extension StoreConnection {
  /// The findings of SQLite's own check of every page and index, one sentence each, or the reason
  /// why the check failed; empty if the database is intact.
  package func findings() -> [String] {
    do throws(StoreError) { return try integrityFindings() } catch { return [error.reason] }
  }

  fileprivate func integrityFindings() throws(StoreError) -> [String] {
    let statement = try prepare("PRAGMA integrity_check")
    var findings: [String] = []
    while try statement.step() { findings.append(statement.text(0)) }
    return findings == ["ok"] ? [] : findings
  }
}
