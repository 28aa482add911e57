/// The version of the library, of the program and of the HTTP interface, which have one.
public enum PlatVersion {
  /// Semantic version; `CHANGELOG.md` begins with its changes.
  public static let current = "0.1.0"
}
