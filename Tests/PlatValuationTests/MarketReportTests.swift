import PlatGeometry
import PlatJSON
import PlatListings
import PlatTestSupport
import Testing

@testable import PlatValuation

/// The report and the JSON of an analysis, made from plain values without an index.
@Suite(.timeLimit(.minutes(30))) struct MarketReportTests {
  /// An answer about six sales; the second has a hidden address and few facts.
  private static let answer: MarketAnswer = {
    let analysis = AnalysisTextTests.Facts().analysis
    let listings = analysis.comparables.indices.map { number in
      let isHidden = number == 1
      let steps = Int32(number * 17_000) - 40_000
      let numbers: [Field: Int64] =
        isHidden
        ? [.beds: 3]
        : [
          .beds: 3, .baths: 10, .yearBuilt: 1_960 + Int64(number), .lotSizeSquareFeet: 980_050,
          .stories: 6,
        ]
      return ComparableListing(
        key: "K\(number)", slug: "slug-\(number)",
        streetAddress: isHidden ? "" : "\(number) <Elm> St",
        address: isHidden ? "Indio, CA" : "\(number) <Elm> St, Indio, CA",
        position: number == 5
          ? nil
          : Coordinate(
            longitude: isHidden ? 100_000 : steps, latitude: isHidden ? 100_000 : steps / 2)
      ) { numbers[$0] }
    }
    return MarketAnswer(
      analysis, at: .listing, address: "100 \"Main\" St, Indio", listings: listings)
  }()

  @Test func thePageIsAsKept() throws {
    let page = MarketReport(Self.answer).html
    let body = try #require(page.split(separator: "<body>", maxSplits: 1).last)
    try Golden.expect(
      "<body>" + body, in: "Tests/PlatValuationTests/Golden/market-report.html")
    #expect(page.contains("<style>\n\(ReportStyle.css)\n</style>"))
  }

  @Test func theAnswerIsAsKept() throws {
    var writer = JSONWriter()
    Self.answer.write(to: &writer)
    let json = String(decoding: writer.bytes, as: UTF8.self)
    try Golden.expect(
      json.split(separator: ",").joined(separator: ",\n") + "\n",
      in: "Tests/PlatValuationTests/Golden/market-answer.json")
  }

  @Test func aComparablesFactsAreInTheUnitsOfTheirFields() {
    let listing = Self.answer.listings[0]
    #expect(listing.value(.beds) == 3 && listing.value(.baths) == 2.5)
    #expect(listing.value(.lotSizeSquareFeet) == 9_800.5 && listing.value(.stories) == 1.5)
    #expect(listing.value(.yearBuilt) == 1_960 && listing.value(.sqft) == nil)
    #expect(Self.answer.listings[1].value(.baths) == nil)
  }

  /// A subject, and its facts in one line.
  private static let facts: [(subject: Subject, text: String)] = [
    (
      Subject(coordinate: place, sqft: 1_850, asOf: 1_769_817_600),
      "1,850 sq ft; as of 2026-01-31"
    ),
    (
      Subject(
        coordinate: place, sqft: 1_850.5, beds: 1, baths: 1, yearBuilt: 1962,
        lotSizeSquareFeet: 9_800, stories: 1, propertySubType: "Condo", asOf: 0),
      "1,851 sq ft, 1 bed, 1 bath, built 1962, lot 9,800 sq ft, 1 floor, Condo; as of 1970-01-01"
    ),
    (
      Subject(coordinate: place, sqft: 900, beds: 0, baths: 2.25, stories: 1.5, asOf: 0),
      "900 sq ft, 0 beds, 2.25 baths, 1.5 floors; as of 1970-01-01"
    ),
  ]

  private static let place = Coordinate(longitude: 0, latitude: 0)

  @Test(arguments: facts.indices) func factsOfAHomeAreOneLine(_ number: Int) {
    let (subject, text) = Self.facts[number]
    #expect(HomeText.facts(subject) == text)
  }

  @Test func changesHaveASign() {
    #expect(HomeText.change(0) == "-" && HomeText.change(1_200) == "+1,200")
    #expect(HomeText.change(-1_234_567) == "-1,234,567")
    #expect(HomeText.miles(Length.metersPerMile * 1.234) == "1.23")
  }
}
