import Foundation
import PlatTestSupport
import PlatValuation
import Testing

@testable import Plat

/// `plat comps` from outside: its table, its report and its errors.
@Suite(.timeLimit(.minutes(30))) struct CompsTests {
  private let market: SalesFixture

  init() throws { market = try SalesFixture.market.get() }

  private static let home = [
    "--lat", "33.8", "--lon", "-116.5", "--sqft", "1800", "--beds", "3", "--baths", "2", "--as-of",
    "2026-06-01T12:00:00Z",
  ]

  private func comps(_ arguments: [String]) throws -> Program.Outcome {
    try Program.run(["comps", market.index] + arguments)
  }

  @Test func jsonIsTheLibrarys() throws {
    let outcome = try comps(
      Self.home + ["--json", "--year-built", "1975", "--lot-sqft", "9000", "--stories", "1"])
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    let request = try SalesFixture.request([
      ("yearBuilt", "1975"), ("lotSizeSquareFeet", "9000"), ("stories", "1"),
      ("asOf", "2026-06-01T12:00:00Z"),
    ])
    #expect(outcome.output == (try market.database.marketAnalysis(request, now: 0).json) + "\n")
  }

  @Test func aTableForPeople() throws {
    let outcome = try comps(Self.home)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    let answer = try market.database.marketAnalysis(
      try SalesFixture.request(), now: SalesFixture.now)
    let lines = outcome.output.components(separatedBy: "\n")
    #expect(lines[0] == "Subject   at 33.8000, -116.5000")
    #expect(lines[1].contains("1,800 sq ft, 3 beds, 2 baths; as of 2026-06-01"))
    let head = try #require(lines.first { $0.contains("DISTANCE") })
    for word in [
      "SOLD", "PRICE", "SQFT", "BEDS", "BATHS", "$/SQFT", "ADJUSTED", "WEIGHT", "ADDRESS",
    ] {
      #expect(head.contains(word), "\(word)")
    }
    for (place, comparable) in answer.analysis.comparables.enumerated() {
      let row = try #require(
        lines.first { $0.hasPrefix((place + 1 < 10 ? " " : "") + "\(place + 1)  ") })
      #expect(
        row.contains(Figures.dollars(comparable.soldPrice))
          && row.contains(Figures.dollars(comparable.adjustedPrice)))
      for adjustment in comparable.adjustments where adjustment.dollars != 0 {
        #expect(
          row.contains(Figures.dollars(Double(abs(adjustment.dollars))).dropFirst()), "\(row)")
      }
    }
    #expect(outcome.output.contains("Estimate  " + Figures.dollars(answer.analysis.estimatedValue)))
    #expect(outcome.output.contains("in 100 homes valued this way sell within it"))
    #expect(
      outcome.output.hasSuffix("An estimate, not an appraisal.\n")
        && !outcome.output.contains("Secret Garden"))
  }

  /// Arguments, the exit status, and a part of the first line on standard error.
  private static let endings: [(arguments: [String], status: Int32, words: String)] = [
    ([], 2, "--lat is missing"),
    (["--lat", "33.8"], 2, "--lon is missing"),
    (["--lat", "33.8", "--lon", "-116.5"], 2, "--sqft is missing"),
    (["--lat", "north", "--lon", "-116.5"], 2, "--lat is \"north\""),
    (
      ["--lat", "33.8", "--lon", "-116.5", "--sqft", "9"], 2,
      "--sqft is \"9\", expected a number from 100"
    ),
    (["--latitude", "33.8"], 2, "there is no option --latitude"),
    (["--square-feet", "33.8"], 2, "there is no option --square-feet"),
    (["--address", "12345 Nowhere Boulevard, Atlantis"], 1, "no one home has the address"),
    (
      ["--lat", "48", "--lon", "11", "--sqft", "1800", "--beds", "3", "--baths", "2"], 1,
      "nothing compares: "
    ),
    (["--report"], 2, "the value of --report FILE is missing"),
    (
      home + ["--report", "/nowhere/at/all.html"], 1,
      "/nowhere/at/all.html: the report cannot be written"
    ),
  ]

  @Test(arguments: endings.indices) func itEndsWithAStatusAndAReason(_ place: Int) throws {
    let (arguments, status, words) = Self.endings[place]
    let outcome = try comps(arguments)
    let lines = outcome.errors.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(
      outcome.status == status && lines.first?.contains(words) == true,
      "\(arguments): \(outcome.errors)")
    #expect(outcome.output.isEmpty)
    if status == 1 { #expect(lines.count == 2, "one line says why: \(outcome.errors)") }
  }

  @Test func theReportHoldsEverythingAndAsksForNothing() throws {
    let path = market.scratch.file("report.html")
    let outcome = try comps(Self.home + ["--report", path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let page = try String(contentsOfFile: path, encoding: .utf8)
    let answer = try market.database.marketAnalysis(
      try SalesFixture.request(), now: SalesFixture.now)
    #expect(
      page.contains(Figures.dollars(answer.analysis.estimatedValue))
        && page.contains("An estimate, not an appraisal"))
    for comparable in answer.analysis.comparables {
      #expect(page.contains(Figures.dollars(comparable.adjustedPrice)))
    }
    for word in [
      "http:", "https:", "src=", "href=", "url(", "@import", "<script", "<img", "<iframe",
      "Secret Garden", "SECRET",
    ] {
      #expect(!page.contains(word), "\(word)")
    }
    #expect(page.contains("default-src 'none'") && page.contains("size: letter"))
    // Untrusted text is escaped: all tags are the page's own.
    #expect(answer.listings.contains { $0.key == "V148" }, "the hostile address is on the page")
    #expect(
      page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;") && !page.contains("\u{202E}")
    )
    var open: [Substring] = []
    for match in page.matches(of: /<(\/?)([a-zA-Z0-9!]+)[^<>]*?(\/?)>/) {
      let name = match.2.lowercased()
      #expect(Self.tags.contains(name), "<\(name)>")
      if match.3 == "/" || ["!doctype", "meta"].contains(name) { continue }
      if match.1.isEmpty {
        open.append(match.2)
      } else {
        #expect(open.popLast() == match.2, "</\(name)>")
      }
    }
    #expect(open.isEmpty, "every tag is closed: \(open)")
    for match in page.matches(of: /\s(?:x|y|x1|x2|y1|y2|cx|cy|r|width|height|rx)="([^"]*)"/) {
      #expect(Double(match.1)?.isFinite == true, "a drawing has only numbers: \(match.0)")
    }
  }

  private static let tags: Set = [
    "!doctype", "html", "head", "meta", "title", "style", "body", "main", "header", "section",
    "div", "p", "h1", "h2",
    "figure",
    "figcaption", "b", "svg", "text", "line", "circle", "rect", "path", "table", "caption", "thead",
    "tbody", "tfoot",
    "tr", "th",
    "td", "footer", "span",
  ]

  @Test func aReportOfOneSaleIsDrawnToo() throws {
    let scratch = try Scratch()
    let line =
      """
      {"listingKey":"A","standardStatus":"Closed","propertyType":"A","closePrice":500000,\
      "closeDate":"2026-05-01","beds":3,"baths":2,"sqft":1800,"latitude":33.8,"longitude":-116.5}
      """
    let feed = try scratch.write(line, to: "feed.ndjson")
    #expect(try Program.run(["build", feed, "--out", scratch.file("index")]).status == 0)
    // Same place and size: every divisor that is a difference is zero.
    let outcome = try Program.run(
      ["comps", scratch.file("index"), "--report", scratch.file("report.html")] + Self.home)
    guard outcome.status == 0 else {
      // An engine may refuse an estimate from one sale.
      #expect(outcome.errors.contains("nothing compares"), "\(outcome.errors)")
      return
    }
    let page = try String(contentsOfFile: scratch.file("report.html"), encoding: .utf8)
    #expect(!page.contains("nan") && !page.contains("inf\"") && page.contains("</html>"))
    #expect(outcome.output.contains("single sale"), "\(outcome.output)")
  }

  @Test func aModelThatTheEnvironmentNames() throws {
    func run(_ environment: [String: String]) throws -> Program.Outcome {
      try Program.run(["comps", market.index] + Self.home + ["--json"], environment: environment)
    }
    let text =
      """
      The home was compared with sales near it, all of this spring, and their prices were \
      adjusted. It is not an appraisal.
      """
    let body = "{\"choices\":[{\"message\":{\"content\":\"\(text)\"}}]}"
    let server = try LocalServer {
      $0.send("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }
    let settings = [
      "PLAT_LLM_URL": server.url, "PLAT_LLM_KEY": "SECRET-KEY", "PLAT_LLM_MODEL": "m-1",
    ]
    let written = try run(settings)
    #expect(
      written.status == 0 && written.output.contains("\"aiAnalysisSource\":\"m-1\""),
      "\(written.errors)")
    #expect(
      written.output.contains(text) && server.requests.first?.contains("Bearer SECRET-KEY") == true)
    let dead = try run(
      settings.merging(["PLAT_LLM_URL": "http://127.0.0.1:\(try LocalServer.deadPort())"]) { $1 })
    #expect(dead.status == 0 && dead.output.contains("\"aiAnalysisSource\":\"plat\""))
    #expect(
      dead.errors.hasPrefix("plat comps: the language model did not answer")
        && !dead.errors.contains("SECRET"))
    for (name, value) in [
      ("PLAT_LLM_URL", "SECRET:x"), ("PLAT_LLM_KEY", "SECRET KEY"), ("PLAT_LLM_MODEL", ""),
      ("PLAT_LLM_TIMEOUT", "SECRET"),
    ] {
      let refused = try run(settings.merging([name: value]) { $1 })
      #expect(
        refused.status == 2 && refused.errors.contains(name) && !refused.errors.contains("SECRET"),
        "\(refused.errors)")
    }
  }
}
