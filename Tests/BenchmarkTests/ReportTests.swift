import Foundation
import Testing

/// Products of results: RESULTS.md, its plots, and the comparison of two runs.
@Suite(.timeLimit(.minutes(30))) struct ReportTests {
  @Test func resultsBecomeTablesAndPlots() throws {
    let scratch = try Scratch()
    let target = scratch.file("RESULTS.md")
    let run = try Tool.run(
      "/usr/bin/env",
      ["python3", "-B", Tool.path("Benchmarks/Peers/report.py"), Tool.sample, target])
    try #require(run.status == 0, "\(run.output)")
    let text = try String(contentsOfFile: target, encoding: .utf8)
    for wanted in [
      "| box, about 100 hits | 0.521; p99 0.582 | µs |", "| yes |", "## Where Plat loses",
      "- Nearest 20, 42,001 listings: nanoflann takes 0.62 of Plat's",
      "### 1,000,000 listings", "11 of 400 differ", "## How near the machine's limits",
      "## Missing",
      "## Opening, and the first answer", "## One client and two", "## Loading, size and memory",
      "## HTTP", "## Durable writes",
      "| one listing, one commit | SQLite R*Tree | 1,100; p99 1,500 (1.22) |",
      "| SQLite R*Tree | 55 to 60; p99 90 to 300; 21,000 |",
    ] {
      #expect(text.contains(wanted), "\(wanted) is missing in:\n\(text)")
    }
    for plot in [
      "box-100-growth", "box-100-distribution", "nearest-20-growth", "nearest-20-distribution",
    ] {
      #expect(text.contains("](plots/\(plot).svg)"))
      let svg = try String(contentsOfFile: scratch.file("plots/\(plot).svg"), encoding: .utf8)
      #expect(
        svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n")
          && svg.contains(">nanoflann<") == plot.hasPrefix("n"))
      #expect(!svg.contains("nan ") && !svg.contains("inf"), "\(plot) holds what is no number")
      #expect(!svg.contains("href"), "\(plot) asks for something from elsewhere")
    }
  }

  private static let slowRow = "\"work\": \"nearest-20\", \"listings\": 42001, \"peer\": \"plat\""

  /// The sample with some rows' medians multiplied by a factor.
  private func changed(_ marks: [String], times factor: Double, in scratch: Scratch) throws
    -> String
  {
    let text = try String(contentsOfFile: Tool.sample + "/peers.jsonl", encoding: .utf8)
    let lines = try text.split(separator: "\n").map { line in
      guard marks.contains(where: { line.contains($0) }), let mark = line.range(of: "\"median\": ")
      else {
        return String(line)
      }
      let end = try #require(line[mark.upperBound...].firstIndex(of: ","))
      let median = try #require(Double(line[mark.upperBound..<end]))
      return line[..<mark.upperBound] + "\(median * factor)" + line[end...]
    }
    let path = scratch.file("new.jsonl")
    try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private func compare(with new: String) throws -> Tool.Outcome {
    try Tool.run(Tool.path("scripts/bench-compare"), [Tool.sample + "/peers.jsonl", new])
  }

  @Test func sameResultsAreNoRegression() throws {
    let scratch = try Scratch()
    let run = try compare(with: changed([], times: 1, in: scratch))
    #expect(run.status == 0 && run.output.isEmpty, "\(run.output)")
  }

  @Test func slowerRowsAreNamed() throws {
    let scratch = try Scratch()
    let run = try compare(with: changed([Self.slowRow], times: 1.5, in: scratch))
    #expect(run.status == 1, "\(run.output)")
    #expect(
      run.output.contains("nearest-20, 42,001: ") && run.output.contains("1.50 times"),
      "\(run.output)")
    #expect(run.output.contains("1 row is beyond"), "\(run.output)")
  }

  @Test func aBusierMachineIsNoRegression() throws {
    let scratch = try Scratch()
    let run = try compare(with: changed(["\"kind\": \"time\""], times: 1.5, in: scratch))
    #expect(run.status == 0, "\(run.output)")
  }

  @Test func boundsWithinARunAreHeld() throws {
    let program = Tool.path("scripts/bench-compare")
    for (least, isHeld) in [("0.5", true), ("1", false)] {
      let scratch = try Scratch()
      let thresholds = scratch.file("thresholds.json")
      try """
      {"slower": {"default": 1.2}, "bounds": [{"work": "nearest-20", "peer": "nanoflann", "ratio": \
      "toPlat", "least": \(least)}]}
      """.write(toFile: thresholds, atomically: true, encoding: .utf8)
      let run = try Tool.run(
        program, ["--bounds", Tool.sample + "/peers.jsonl", "--thresholds", thresholds])
      #expect(
        (run.status == 0) == isHeld && run.output.contains("toPlat is 0.6") != isHeld,
        "\(least): \(run.output)")
    }
  }

  @Test func smallRunsAreHeldToTheirBounds() throws {
    let program = Tool.path("scripts/bench-compare")
    let scratch = try Scratch()
    let rows = scratch.file("rows.jsonl")
    let thresholds = scratch.file("thresholds.json")
    let five = "five filters over everything, count"
    try """
    {"work": "\(five)", "listings": 700, "unit": "µs", "median": 4, "read": 2}
    {"work": "nearest", "listings": 700, "unit": "µs", "median": 6}
    {"work": "build", "listings": 700, "unit": "seconds", "total": 6}\n
    """.write(toFile: rows, atomically: true, encoding: .utf8)
    for (bounds, isHeld) in [
      (#""nearest": 3"#, true), (#""nearest": 2.9"#, false), (#""gone": 9"#, false),
    ] {
      try "{\n  \"smoke\": {\n    \(bounds)\n  }\n}\n".write(
        toFile: thresholds, atomically: true, encoding: .utf8)
      let run = try Tool.run(program, ["--smoke", rows, "--thresholds", thresholds])
      #expect((run.status == 0) == isHeld, "\(bounds): \(run.output)")
    }
    let written = try Tool.run(program, ["--smoke", rows, "--write", "--thresholds", thresholds])
    #expect(written.status == 0, "\(written.output)")
    let text = try String(contentsOfFile: thresholds, encoding: .utf8)
    #expect(
      text == "{\n  \"smoke\": {\n    \"\(five)\": 8,\n    \"nearest\": 12\n  }\n}\n", "\(text)")
  }

  @Test func committedResultsHoldTheCommittedBounds() throws {
    let run = try Tool.run(
      Tool.path("scripts/bench-compare"), ["--bounds", Tool.path("Benchmarks/results")])
    #expect(run.status == 0, "\(run.output)")
  }
}
