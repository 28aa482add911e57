import Foundation

// Builds without tests have no Testing.
#if canImport(Testing)
  public import Testing

  /// Golden texts next to the tests; with `PLAT_WRITE_GOLDEN=1` in the environment the tests write
  /// them.
  public enum Golden {
    /// Whether golden texts are written instead of compared.
    public static let isWritten = ProcessInfo.processInfo.environment["PLAT_WRITE_GOLDEN"] == "1"

    /// Compares a text with a file, named relative to the repository's root.
    public static func expect(
      _ text: String, in name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let path = root.appendingPathComponent(name)
      if isWritten { try Data(text.utf8).write(to: path, options: .atomic) }
      let kept = try String(contentsOf: path, encoding: .utf8)
      guard text != kept else { return }
      let (new, old) = (lines(text), lines(kept))
      let place =
        zip(new, old).enumerated().first { $1.0 != $1.1 }?.offset ?? min(new.count, old.count)
      Issue.record(
        """
        \(name) differs from line \(place + 1); if that is right, test with PLAT_WRITE_GOLDEN=1
        kept: \(place < old.count ? old[place] : "(its end)")
        new:  \(place < new.count ? new[place] : "(its end)")
        """, sourceLocation: sourceLocation)
    }

    private static let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func lines(_ text: String) -> [Substring] {
      text.split(separator: "\n", omittingEmptySubsequences: false)
    }
  }
#endif
