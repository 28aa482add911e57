import Foundation
import Testing

/// Runs every row of the benchmark once, over few listings, so that it keeps working.
@Suite(.timeLimit(.minutes(30))) struct SmokeTests {
  @Test func everyRowIsMeasured() throws {
    let scratch = try Scratch()
    let results = scratch.file("results.jsonl")
    let run = try Tool.run(Tool.bench, ["--smoke", "--count", "700", "--results", results])
    try #require(run.status == 0, "\(run.output)")
    let rows = try String(contentsOfFile: results, encoding: .utf8).split(separator: "\n")
    #expect(rows.count >= 19, "\(run.output)")
    for work in [
      "build from NDJSON with records", "open, first answer", "box, about 100 hits",
      "radius 1 mile",
      "nearest 20, with distances", "city + 5 filters, cheapest 20, total", "tile, no filter",
    ] {
      let row = try #require(
        rows.first { $0.contains("\"work\":\"\(work)\"") }, "\(work) is not measured")
      #expect(!row.contains("\"checksum\":0,"), "\(row): nothing was found")
    }
  }

  /// Plat's answers to the queries of the comparison equal those of an independent scan.
  @Test func answersAreThoseOfAPlainScan() throws {
    let run = try Tool.run(Tool.path("scripts/bench"), ["--smoke", "--bench", Tool.bench])
    try #require(run.status == 0, "\(run.output)")
    let compared = run.output.split(separator: "\n").filter {
      $0.contains(" plain ") && $0.contains(" queries, ")
    }
    #expect(compared.count == 11, "\(run.output)")
    for line in compared { #expect(line.hasSuffix("same answers"), "\(line)") }
    for wanted in ["open and first answer", "two at once", "mapped", "durable"] {
      #expect(run.output.contains(wanted), "\(wanted) is missing in:\n\(run.output)")
    }
  }
}
