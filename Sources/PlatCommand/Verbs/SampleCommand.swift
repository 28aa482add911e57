import PlatCommon
import PlatSamples

/// `plat sample`: writes synthetic listings.
enum SampleCommand {
  static let command = Command(
    name: "sample", summary: "Make up believable listings of Southern California.",
    usage: "--count N [--seed N] --out FILE",
    discussion: """
      Writes N listings as newline-delimited JSON: real cities, made-up homes, people and prices, \
      with condominiums that
      share a position, missing fields, and sales over five years. The same count and seed make \
      the same bytes.

      Example: plat sample --count 42001 --seed 1 --out demo.ndjson
      """,
    options: [
      Option("count", "N", "Number of listings, from 0 to 200,000,000."),
      Option("seed", "N", "Seed of the random numbers (default: 1)."),
      Option("out", "FILE", "File to write; - for standard output."),
    ], operands: 0...0, body: run)

  private static func run(_ arguments: Arguments) throws {
    guard let count = try arguments.number("count", 0...200_000_000) else {
      throw UsageError(message: "--count is missing")
    }
    let seed = try arguments.number("seed", UInt64.min...UInt64.max) ?? 1
    let path = try arguments.required("out")
    let file = path == "-" ? .standardOutput : try FileOutput(creating: path)
    let progress = ProgressLine()
    var samples = SampleListings(count: count, seed: seed)
    var bytes: [UInt8] = []
    while samples.next(into: &bytes, listings: 4_000) > 0 {
      try file.write(bytes)
      bytes.removeAll(keepingCapacity: true)
      progress.show(
        "\(NumberText.grouped(samples.position)) of \(NumberText.grouped(count)) listings")
    }
    progress.end()
    try file.close()
  }
}
