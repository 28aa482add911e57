/// The version shared by the library, the program and the HTTP interface.
public enum PlatVersion {
  /// The semantic version; the latest entry of `CHANGELOG.md` lists its changes.
  public static let current = "0.1.0"
}
