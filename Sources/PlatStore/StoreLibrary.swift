internal import CPlatSQLite

/// The SQLite library in use.
public enum StoreLibrary {
  /// Its version, such as `3.40.1`.
  public static var version: String { unsafe String(cString: sqlite3_libversion()) }

  /// Whether it loses commits where one connection checkpoints while another commits.
  public static var losesConcurrentCommits: Bool {
    losesConcurrentCommits(Int(sqlite3_libversion_number()))
  }

  /// One sentence about that fault; nil for a version without it.
  public static var warning: String? {
    losesConcurrentCommits
      ? """
      SQLite \(version) can lose commits where one connection checkpoints while another commits \
      (mended in 3.51.3, 3.50.7 and 3.44.6): Plat checkpoints the records only from the connection \
      that writes them; other programs should only read them
      """ : nil
  }

  /// The same for a version as SQLite numbers it: 3.40.1 is 3,040,001.
  ///
  /// The fault, "WAL-reset", is in 3.7.0 to 3.51.2 but for 3.50.7 and 3.44.6 and the later ones of
  /// those two lines. Source: sqlite.org/wal.html, "the WAL-reset bug".
  package static func losesConcurrentCommits(_ version: Int) -> Bool {
    switch version {
    case ..<3_007_000, 3_051_003...: false
    case 3_044_006..<3_045_000, 3_050_007..<3_051_000: false
    default: true
    }
  }
}
