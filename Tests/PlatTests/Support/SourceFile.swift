import Foundation

/// A file of the repository as bytes and lines, for style rules.
struct SourceFile: Sendable {
  /// The path relative to the repository's root.
  let name: String
  let text: String
  private let bytes: Data

  init(_ name: String) throws {
    self.init(name, text: try Repository.text(name))
  }

  init(_ name: String, text: String) {
    self.name = name
    self.text = text
    bytes = Data(text.utf8)
  }

  /// Every Swift file of the repository.
  static let all = Result {
    try
      (Repository.swiftFiles(in: ["Sources", "Tests", "Benchmarks", "Fuzz", "samples"]) + [
        "Package.swift"
      ]).map {
        try SourceFile($0)
      }
  }

  /// The files below a folder.
  static func all(in folder: String) throws -> [SourceFile] {
    try all.get().filter { $0.name.hasPrefix(folder + "/") }
  }

  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  /// The numbers of the lines that contain a word in their code or, if `anywhere` is true, also in
  /// comments.
  func lineNumbers(of word: String, anywhere: Bool = false) -> [Int] {
    guard holds(word) else { return [] }
    return lines.enumerated().compactMap { place, line in
      let code = anywhere ? line : line.range(of: "//").map { line[..<$0.lowerBound] } ?? line
      return code.range(of: word) == nil ? nil : place + 1
    }
  }

  /// Whether the file contains the bytes of a word.
  func holds(_ word: String) -> Bool {
    bytes.range(of: Data(word.utf8)) != nil
  }
}

/// The files of other languages, and the columns of all.
extension SourceFile {
  private static let kinds: Set = [
    "py", "mjs", "js", "css", "html", "c", "h", "cpp", "hpp", "md", "modulemap", "toml", "lua",
  ]

  /// The sources of other languages than Swift, and the pages of Markdown: by their ending, or for
  /// programs without one by the interpreter that their first line names.
  static func others() throws -> [SourceFile] {
    let top = try FileManager.default.contentsOfDirectory(atPath: Repository.root)
    // Other folders that begin with a dot are of tools, and hold nothing of the repository.
    let folders = [".ci"] + top.filter { !$0.hasPrefix(".") && isFolder($0) }
    let files = folders.flatMap { folder in
      let found = FileManager.default.enumerator(atPath: Repository.path(folder))
      return found?.compactMap { $0 as? String }.map { folder + "/" + $0 } ?? []
    }
    return try (top + files).filter { !isMade($0) && isSource($0) }.sorted().map {
      try SourceFile($0)
    }
  }

  private static func isFolder(_ name: String) -> Bool {
    let about = try? FileManager.default.attributesOfItem(atPath: Repository.path(name))
    return about?[.type] as? FileAttributeType == .typeDirectory
  }

  /// What builds make, data of others, and the expected texts of tests.
  private static func isMade(_ name: String) -> Bool {
    name.hasPrefix("docs/api/") || name.contains("/Golden/")
      || (name.hasPrefix("Tests/Data/") && name != "Tests/Data/README.md")
      || (name.hasPrefix("indexes/") && name != "indexes/FORMAT.md")
  }

  private static func isSource(_ name: String) -> Bool {
    let last = name.split(separator: "/").last ?? ""
    if let dot = last.lastIndex(of: "."), dot != last.startIndex {
      return kinds.contains(String(last[last.index(after: dot)...])) && !isFolder(name)
    }
    if ["Makefile", "NOTICE", ".clang-format"].contains(String(last)) { return true }
    guard let file = FileHandle(forReadingAtPath: Repository.path(name)) else { return false }
    defer { try? file.close() }
    return (try? file.read(upToCount: 2)) == Data("#!".utf8)
  }

  /// The lines over 100 columns, which are characters, with their numbers.
  var longLines: [(number: Int, line: Substring)] {
    lines.enumerated().filter { $1.utf8.count > 100 && $1.count > 100 }.map { ($0 + 1, $1) }
  }

  /// Those of the prose of a page: no row of a table, no block of code, and no line with a link.
  var longProse: [(number: Int, line: Substring)] {
    var isCode = false
    let prose = lines.map { line in
      let isFence = line.drop { $0 == " " }.hasPrefix("```")
      if isFence { isCode.toggle() }
      return !isCode && !isFence
    }
    return longLines.filter { number, line in
      let words = line.drop { $0 == " " }
      return prose[number - 1] && !words.hasPrefix("|") && !line.contains("](")
        && !line.contains("://")
    }
  }
}
