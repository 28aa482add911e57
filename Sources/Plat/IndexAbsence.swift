internal import PlatCommon
internal import PlatFiles

/// The reason a path holds no index.
public enum IndexAbsence: Equatable, Sendable, CustomStringConvertible {
  /// The path does not exist.
  case missing
  /// The path is a file; an index is a directory.
  case file
  /// The path is a directory without a snapshot.
  case empty

  /// Inspects a path that holds no snapshot.
  init(at path: String) {
    do throws(SystemError) {
      _ = try FileSystem.names(in: path)
      self = .empty
    } catch {
      self = error.number == ENOTDIR ? .file : .missing
    }
  }

  /// The reason in words.
  public var description: String {
    switch self {
    case .missing: "no such index"
    case .file: "a file, and not an index directory"
    case .empty: "the directory holds no index"
    }
  }
}
