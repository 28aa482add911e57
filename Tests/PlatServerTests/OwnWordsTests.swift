import Foundation
import PlatTestSupport
import Testing

@testable import PlatServer

/// The server's reports on itself: metrics, TileJSON, and the log.
@Suite(.timeLimit(.minutes(30))) struct OwnWordsTests {
  /// Metrics with predictable numbers; the others are times, sizes and counts of blocks.
  private static let known = [
    "plat_requests_total", "plat_listings", "plat_generation", "plat_ready",
    "plat_waiting_requests", "plat_connections", "plat_request_seconds_count",
  ]

  /// The metrics, with a star for each unpredictable number.
  private func metrics(_ test: TestService) -> String {
    test.ask("GET", "/metrics").text.split(separator: "\n").map { line in
      let name = line.prefix { $0 != "{" && $0 != " " }
      guard !line.hasPrefix("#"), !Self.known.contains(String(name)),
        let blank = line.lastIndex(of: " ")
      else { return String(line) }
      return line[..<blank] + " *"
    }.joined(separator: "\n") + "\n"
  }

  @Test func theMetricsAreAsKept() throws {
    let test = try TestService(TestListings.lines(300))
    _ = try test.service.start()
    for target in ["/api/health", "/api/health", "/tiles/30/0/0.mvt", "/nowhere"] {
      _ = test.ask("GET", target)
    }
    try Golden.expect(metrics(test), in: "Tests/PlatServerTests/Golden/metrics.txt")
    #expect(test.service.stop(drainSeconds: 1) == 0)
  }

  @Test func theOpenAPIDocumentIsAsKept() throws {
    let test = try TestService(TestListings.lines(3))
    let document = try JSONSerialization.jsonObject(
      with: Data(test.ask("GET", "/openapi.json").body))
    let pretty = try JSONSerialization.data(
      withJSONObject: document, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    try Golden.expect(
      String(decoding: pretty, as: UTF8.self) + "\n",
      in: "Tests/PlatServerTests/Golden/openapi.json")
  }

  @Test func readyIsOneUntilTheServerStops() throws {
    let test = try TestService(TestListings.lines(3))
    #expect(metrics(test).contains("\nplat_ready 1\n"))
    test.service.announceStop()
    #expect(metrics(test).contains("\nplat_ready 0\n"))
  }

  @Test func latenciesFallIntoTheBucketsThatTheirBoundsSay() throws {
    let metrics = RouteMetrics()
    let times: [Double] = [
      0, 9.9, 10, 10.1, 49, 50, 199, 250, 4_999, 20_000, 99_000, 1e6, 1.1e6, 5e6,
    ]
    for time in times { metrics.count(status: 200, microseconds: time) }
    var text = ""
    metrics.numbers.writeSeconds(route: "GET /", to: &text)
    var bounds: [Double] = []
    for line in text.split(separator: "\n") {
      let parts = line.components(separatedBy: "\"")
      let value = Double(line.split(separator: " ").last ?? "") ?? -1
      if line.hasPrefix("plat_request_seconds_bucket") {
        let bound = parts[3] == "+Inf" ? Double.infinity : (Double(parts[3]) ?? -1) * 1e6
        bounds.append(bound)
        #expect(value == Double(times.count { $0 <= bound * (1 + 1e-9) }), "\(line)")
      } else if line.hasPrefix("plat_request_seconds_sum") {
        #expect(abs(value - times.reduce(0, +) / 1e6) < 1e-9)
      } else {
        #expect(line.hasPrefix("plat_request_seconds_count") && value == Double(times.count))
      }
    }
    let wanted: [Double] = [10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 1e6]
    #expect(
      bounds.dropLast().map { ($0 * 1e3).rounded() / 1e3 } == wanted && bounds.last == .infinity)
  }

  @Test func theTileJSONIsAsKept() throws {
    let test = try TestService.common.get()
    let object = test.ask("GET", "/tiles.json?minBeds=2&city=palm%20springs").object
    let options: JSONSerialization.WritingOptions = [
      .prettyPrinted, .sortedKeys, .withoutEscapingSlashes,
    ]
    let text = try JSONSerialization.data(withJSONObject: object, options: options)
    try Golden.expect(
      String(decoding: text, as: UTF8.self) + "\n", in: "Tests/PlatServerTests/Golden/tiles.json")
  }

  @Test func aLogLineHasItsMembersWithWholeNumbers() throws {
    let scratch = try Scratch()
    let path = scratch.file("log")
    let log = RequestLog(level: .requests, file: try LogFile(path))
    log.request(
      method: "GET", route: "/a", status: 200, bytes: 7, microseconds: 12.75, generation: 3)
    log.event("start", "b")
    let lines = try String(contentsOfFile: path, encoding: .utf8)
      .replacing(/"time":\d+\.?\d*/, with: "\"time\":0")
    let request =
      #"{"time":0,"event":"request","method":"GET","route":"/a","status":200,"bytes":7,"#
      + #""microseconds":12,"generation":3}"#
    #expect(lines == request + "\n" + #"{"time":0,"event":"start","detail":"b"}"# + "\n")
  }

  @Test func stepsAreNoProblems() throws {
    for (level, expected) in [
      (LogLevel.off, []), (.problems, ["b"]), (.events, ["a", "b"]), (.requests, ["a", "b"]),
    ] {
      let scratch = try Scratch()
      let log = RequestLog(level: level, file: try LogFile(scratch.file("log")))
      log.event("a", "a usual step", isProblem: false)
      log.event("b", "a problem")
      let lines = try String(contentsOfFile: scratch.file("log"), encoding: .utf8)
        .split(separator: "\n")
      #expect(lines.map { $0.contains("\"event\":\"a\"") ? "a" : "b" } == expected, "\(level)")
    }
  }

  @Test func aServersStepsAreLoggedAsSteps() throws {
    for (level, expected) in [
      (LogLevel.problems, []), (.events, ["start", "writes", "reload", "draining", "stop"]),
    ] {
      let scratch = try Scratch()
      let test = try TestService(TestListings.lines(3)) {
        ($0.logLevel, $0.logFile) = (level, try? LogFile(scratch.file("log")))
      }
      try test.service.start()
      _ = try TestListings.build(TestListings.lines(4), into: test.index)
      #expect(test.service.reload())
      test.service.announceStop()
      #expect(test.service.stop(drainSeconds: 1) == 0)
      let text = try String(contentsOfFile: scratch.file("log"), encoding: .utf8)
      let events = text.matches(of: /"event":"(\w+)"/).map { String($0.1) }
      #expect(events == expected, "\(level): \(text)")
    }
  }

  @Test func requestsAreLoggedWhereTheLevelSaysSo() {
    let table: [(level: LogLevel, status: Int, isLogged: Bool)] = [
      (.off, 200, false), (.off, 500, false), (.problems, 200, false), (.problems, 304, false),
      (.problems, 400, false), (.problems, 404, false), (.problems, 499, false),
      (.problems, 500, true), (.problems, 503, true), (.events, 200, false), (.events, 500, true),
      (.requests, 200, true),
      (.requests, 404, true),
      (.requests, 503, true),
    ]
    for (level, status, isLogged) in table {
      #expect(
        RequestLog(level: level, file: nil).takesRequest(status: status) == isLogged,
        "\(level) \(status)")
    }
  }
}
