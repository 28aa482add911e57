/// Splits paths given as text.
package enum FilePath {
  /// The directory and the last component of a path.
  package static func split(_ path: String) -> (directory: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let directory = slash == path.startIndex ? "/" : String(path[..<slash])
    return (directory, String(path[path.index(after: slash)...]))
  }

  /// The directory of a path.
  package static func directory(of path: String) -> String { split(path).directory }
}
