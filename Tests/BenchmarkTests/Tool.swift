import Foundation
import Testing

/// The programs and scripts of the benchmarks, run from outside.
enum Tool {
  /// The output and exit status of a run.
  struct Outcome {
    var status: Int32
    var output: String
  }

  /// The root of the repository.
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The benchmark program, next to the test bundle.
  static let bench = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appendingPathComponent("plat-bench").path

  /// The sample results in the test folder.
  static let sample = root.appendingPathComponent("Tests/BenchmarkTests/Sample").path

  static func path(_ name: String) -> String { root.appendingPathComponent(name).path }

  /// Runs a program and waits for its end; returns output and errors together.
  static func run(_ program: String, _ arguments: [String]) throws -> Outcome {
    try #require(
      FileManager.default.isExecutableFile(atPath: program),
      "there is no \(program): `make test` builds and installs it")
    let scratch = try Scratch()
    let output = scratch.file("output")
    _ = FileManager.default.createFile(atPath: output, contents: nil)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = root
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = process.standardOutput
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: try String(contentsOfFile: output, encoding: .utf8)
    )
  }
}

/// A folder that is removed with its owner.
final class Scratch {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "plat-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func file(_ name: String) -> String { folder.appendingPathComponent(name).path }
}
