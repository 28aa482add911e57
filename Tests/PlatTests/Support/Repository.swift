import Foundation

/// The files of the repository that these tests read.
enum Repository {
  /// The root of the repository.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// The path of a file, relative to the root.
  static func path(_ name: String) -> String { root + "/" + name }

  /// The text of a file, relative to the root.
  static func text(_ name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }

  /// The Swift files below folders of the root, relative to the root, in order.
  static func swiftFiles(in folders: [String]) -> [String] {
    folders.flatMap { folder in
      let found =
        FileManager.default.enumerator(atPath: path(folder))?.compactMap { $0 as? String } ?? []
      return found.filter { $0.hasSuffix(".swift") }.map { folder + "/" + $0 }
    }.sorted()
  }
}

/// A temporary directory for one test, removed at its end.
final class Scratch: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "plat-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  /// Writes a text to a file of the directory; returns its path.
  func write(_ text: String, to name: String) throws -> String {
    try text.write(toFile: file(name), atomically: false, encoding: .utf8)
    return file(name)
  }
}
