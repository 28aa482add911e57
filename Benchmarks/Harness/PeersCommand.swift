import Foundation
import Plat

/// The commands of `plat-bench` for the comparison with peers, and its smoke run.
enum PeersCommand {
  static let help = """

      --write-queries DIR  build the index where it is not there, and write the listings and the \
    queries of the
                           comparison with peers into DIR (scripts/bench)
      --answer DIR         answer the queries in DIR as they are asked on standard input
      --write-documents FILE  write whole listings that no index of the benchmark has, as NDJSON
      --smoke              every row once over 2,000 listings in a temporary directory, within \
    seconds
    """

  /// Runs the requested command; false if the words name none.
  static func run(_ words: [String]) throws -> Bool {
    let began = Timing.now()
    var rest = words
    func take(_ name: String) throws -> String? {
      guard let place = rest.firstIndex(of: name) else { return nil }
      guard place + 1 < rest.count else { throw BenchProblem("\(name) wants a value") }
      let value = rest[place + 1]
      rest.removeSubrange(place...place + 1)
      return value
    }
    if let directory = try take("--write-queries") {
      try write(into: directory, BenchOptions(rest))
      return true
    }
    if let path = try take("--write-documents") {
      try writeDocuments(to: path, BenchOptions(rest))
      return true
    }
    if let directory = try take("--answer") {
      let options = try BenchOptions(rest)
      var driver = try PeersDriver(index: index(options), directory: directory)
      try driver.run(began: began)
      return true
    }
    if let place = rest.firstIndex(of: "--smoke") {
      rest.remove(at: place)
      try smoke(rest)
      return true
    }
    return false
  }

  private static func index(_ options: BenchOptions) -> String {
    "\(options.directory)/\(options.counts.first ?? 0)-\(options.seed)"
  }

  /// A row filter that matches nothing, so that only the index is built.
  private static let nothing = "\u{0}"

  private static func write(into directory: String, _ options: BenchOptions) throws {
    var options = options
    options.counts = Array(options.counts.prefix(1))
    options.only = nothing
    try Bench(options).run()
    try PeersExport(try ListingsDatabase(opening: index(options)), seed: options.seed).write(
      into: directory)
  }

  private static func writeDocuments(to path: String, _ options: BenchOptions) throws {
    var documents = SampleDocuments(seed: options.seed, count: 20_000)
    let lines = (0..<20_000).map { _ in documents.next() }
    try Data(lines.joined(separator: [UInt8(ascii: "\n")])).write(to: URL(fileURLWithPath: path))
  }

  private static func smoke(_ words: [String]) throws {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent(
      "plat-bench-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: directory) }
    var options = try BenchOptions(words)
    if !words.contains("--count") { options.counts = [2_000] }
    if !words.contains("--repeat") { options.repetitions = 1 }
    options.directory = directory.path
    options.rebuilds = true
    try Bench(options).run()
  }
}
