import Foundation
import Testing

/// The built programs, run as anyone runs them.
enum Program {
  /// What a run printed, and how it ended.
  struct Outcome {
    var status: Int32
    var bytes: Data
    var errors: String

    /// What it printed, as text.
    var output: String { String(decoding: bytes, as: UTF8.self) }
  }

  /// Where the programs are: beside the bundle of the tests.
  static let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()

  /// Runs a program and waits for its end.
  ///
  /// - Parameter program: One of ours, or the path of another.
  /// - Parameter environment: What is in its environment besides, or in the place of, what is in
  ///   ours.
  static func run(
    _ arguments: [String] = [], program: String = "plat", environment: [String: String] = [:]
  ) throws -> Outcome {
    let path = program.hasPrefix("/") ? program : folder.appendingPathComponent(program).path
    try #require(
      FileManager.default.isExecutableFile(atPath: path),
      "there is no \(path): build it with `swift build --build-tests`")
    let scratch = try Scratch()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    // No test asks a language model that its own environment names.
    let ours = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("PLAT_LLM_") }
    process.environment = ours.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    // Files hold any amount; a pipe would stop the program when it is full.
    for name in ["out", "err"] {
      _ = FileManager.default.createFile(atPath: scratch.file(name), contents: nil)
    }
    process.standardOutput = FileHandle(forWritingAtPath: scratch.file("out"))
    process.standardError = FileHandle(forWritingAtPath: scratch.file("err"))
    try process.run()
    process.waitUntilExit()
    #expect(
      process.terminationReason == .exit,
      "\(program) \(arguments.joined(separator: " ")) was killed")
    return Outcome(
      status: process.terminationStatus,
      bytes: try Data(contentsOf: URL(fileURLWithPath: scratch.file("out"))),
      errors: try String(contentsOfFile: scratch.file("err"), encoding: .utf8))
  }
}
