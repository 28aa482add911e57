internal import PlatCommon
internal import PlatFiles

/// Why a path is not that of an index.
public enum IndexAbsence: Equatable, Sendable, CustomStringConvertible {
  /// There is nothing of that name.
  case missing
  /// It is a file, where an index is a directory.
  case file
  /// It is a directory without a snapshot.
  case empty

  /// Looks what is at a path that holds no snapshot.
  init(at path: String) {
    do throws(SystemError) {
      _ = try FileSystem.names(in: path)
      self = .empty
    } catch {
      self = error.number == ENOTDIR ? .file : .missing
    }
  }

  /// What is wrong, in words.
  public var description: String {
    switch self {
    case .missing: "no such index"
    case .file: "a file, and not an index directory"
    case .empty: "the directory holds no index"
    }
  }
}
