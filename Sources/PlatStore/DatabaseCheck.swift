import PlatFiles

/// Checks a database of any kind in an index directory, such as that of the swipes or the places.
public enum DatabaseCheck {
  /// Runs SQLite's check of every page and index.
  ///
  /// - Returns: What it finds, a sentence each, or why the database cannot be read; nil when there
  ///   is no such file.
  /// - Complexity: O(bytes of the database).
  public static func findings(path: String) -> [String]? {
    guard let length = FileSystem.length(of: path) else { return nil }
    // The first write to a store makes its tables.
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
  /// What SQLite's own check of every page and index finds, a sentence each, or why it cannot run;
  /// nothing when the database is whole.
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
