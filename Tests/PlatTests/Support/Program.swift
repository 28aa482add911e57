import Foundation
import Testing

/// Runs the built programs from outside.
enum Program {
  /// The output and exit status of a run.
  struct Outcome {
    var status: Int32
    var bytes: Data
    var errors: String

    /// The output as text.
    var output: String { String(decoding: bytes, as: UTF8.self) }
  }

  /// The folder of the programs: the one of the test bundle.
  static let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()

  /// Runs a program and waits for its end.
  ///
  /// - Parameter program: One of Plat's programs, or a path.
  /// - Parameter environment: Variables that are added to the current environment, or replace its
  ///   values.
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
    // No test calls a language model configured in its environment.
    let ours = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("PLAT_LLM_") }
    process.environment = ours.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    // Files have no limit; a full pipe would stop the program.
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
