import Foundation

/// A file of the repository as bytes and lines, for style rules.
struct SourceFile: Sendable {
  /// The path relative to the repository's root.
  let name: String
  let text: String
  private let bytes: Data

  init(_ name: String) throws {
    self.name = name
    text = try Repository.text(name)
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
