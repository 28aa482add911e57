internal import PlatCommon

extension FeedInput {
  /// The files for a path: the file itself, the files of a directory, or those that match a pattern
  /// with `*`, `?` and `[`, sorted by name.
  ///
  /// Of a directory, subdirectories and files whose names begin with a point are left out.
  ///
  /// - Throws: ``FeedError/unreadable(input:offset:reason:)`` for a directory or a pattern without
  ///   files.
  public static func files(at path: String) throws(FeedError) -> [FeedInput] {
    if path == "-" { return [.path(path)] }
    var status = stat()
    if unsafe stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFDIR else { return [.path(path)] }
      let found = matches(of: escaped(path.hasSuffix("/") ? String(path.dropLast()) : path) + "/*")
      guard !found.isEmpty else {
        throw .unreadable(input: path, offset: 0, reason: "The directory has no files.")
      }
      return found.map { .path($0) }
    }
    guard path.contains(where: { "*?[".contains($0) }) else { return [.path(path)] }
    let found = matches(of: path)
    guard !found.isEmpty else {
      throw .unreadable(input: path, offset: 0, reason: "No file matches.")
    }
    return found.map { .path($0) }
  }

  private static func escaped(_ path: String) -> String {
    String(path.flatMap { "*?[]\\".contains($0) ? ["\\", $0] : [$0] })
  }

  /// The files that match a pattern, sorted by their bytes; directories are left out.
  private static func matches(of pattern: String) -> [String] {
    var found = unsafe glob_t()
    defer { unsafe globfree(&found) }
    guard unsafe glob(pattern, 0, nil, &found) == 0 else { return [] }
    var paths: [String] = []
    for place in 0..<Int(unsafe found.gl_pathc) {
      guard let text = unsafe found.gl_pathv[place] else { continue }
      let path = unsafe String(cString: text)
      var status = stat()
      if unsafe stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFDIR { paths.append(path) }
    }
    return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
