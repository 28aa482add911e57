import PlatGeometry
import PlatIndex
import PlatListings
import Testing

@testable import PlatValuation

/// Plat's own paragraph contains each fact of an analysis, and nothing else.
@Suite(.timeLimit(.minutes(30))) struct AnalysisTextTests {
  /// An analysis with facts set by a test.
  struct Facts: Sendable {
    var low = 560_000.0
    var high = 669_200.0
    /// A sale for each distance in miles.
    var miles = [0.26, 0.4, 0.5, 0.6, 0.7, 0.94]
    /// Closing days in 2026: the first sale's, and that of all others.
    var dates = ("2026-01-15", "2026-05-20")
    var adjustments: [(kind: Adjustment.Kind, dollars: Int)] = [(.size, 12_040), (.time, -4_000)]
    var steps = [ComparableSearch.Step(reach: .contract, found: 14)]
    var place = SubjectPlace.given
    var subject = Subject(
      coordinate: Coordinate(longitude: 0, latitude: 0), sqft: 1_850, beds: 3, baths: 2,
      yearBuilt: 1962, lotSizeSquareFeet: 9_800, asOf: 1_780_315_200)

    var paragraph: String { AnalysisText(analysis, at: place).paragraph }

    var analysis: MarketAnalysis {
      let sales = miles.indices.map { number in
        ComparableSale(
          row: ListingRow(number, of: 1), soldPrice: 580_000 + Double(number) * 10_000,
          soldDate: Facts.moment(number == 0 ? dates.0 : dates.1), sqft: 1_800,
          distanceMeters: miles[number] * Length.metersPerMile,
          adjustments: adjustments.map { Adjustment(kind: $0.kind, dollars: $0.dollars, text: "") },
          weight: 1 / Double(miles.count))
      }
      return MarketAnalysis(
        subject: subject, estimatedValue: 612_340, low: low, high: high, confidence: 0.8,
        comparables: sales, search: ComparableSearch.Outcome(steps: steps),
        market: MarketFacts(
          sales: 96, radiusMeters: 2_000, months: 12, yearlyTrend: 0.04, dollarsPerSqftMore: 210,
          spread: 0.09))
    }

    private static func moment(_ day: String) -> Int64 {
      (try? Field.closeDate.stored(day)) ?? 0
    }
  }

  @Test func theWholeParagraph() {
    #expect(
      Facts().paragraph == """
        The estimate of $612,340, $331 for a square foot, rests on 6 sales of January 2026 to May \
        2026: the nearest is 0.3 miles away, the farthest 0.9. They sold for $580,000 to $630,000; \
        adjusted for how they differ from this home, for $588,040 to $638,040. What moved their \
        prices most was living area ($12,000 on average) and the time since the sale ($4,000 on \
        average). Of homes valued in this way, 80 in 100 sell within the range, here $560,000 to \
        $669,200: a narrow range for a home. This is an estimate, not an appraisal.
        """)
  }

  /// A change of the facts, and a sentence that the paragraph then contains.
  struct Case: Sendable, CustomStringConvertible {
    let sentence: String
    let change: @Sendable (inout Facts) -> Void

    var description: String { sentence }

    init(_ sentence: String, _ change: @escaping @Sendable (inout Facts) -> Void) {
      (self.sentence, self.change) = (sentence, change)
    }
  }

  static let cases: [Case] = [
    // Number, distance and dates.
    Case("rests on a single sale, 0.3 miles away, of January 2026.") { $0.miles = [0.26] },
    Case("rests on a single sale, 1 mile away, of January 2026.") { $0.miles = [1.01] },
    Case("rests on a single sale, less than 0.1 miles away, of") { $0.miles = [0.05] },
    Case("rests on 2 sales of May 2026: the nearest is 0 miles away, the farthest 1.") {
      ($0.miles, $0.dates) = ([1, 0], ("2026-05-01", "2026-05-31"))
    },
    Case("the nearest is 2 miles away, the farthest 12.") { $0.miles = [12.2, 1.96] },
    Case("of December 2025 to May 2026") { $0.dates.0 = "2025-12-31" },
    // The widening of the search.
    Case(
      "Within 1 mile and 6 months there were only 3 sales of homes like it, so the search was "
        + "widened to 2 miles and 12 months."
    ) {
      $0.steps = [.init(reach: .contract, found: 3), .init(reach: reach(2, 12, 0.3, 1), found: 12)]
    },
    Case("there was only 1 sale of homes like it") {
      $0.steps = [.init(reach: .contract, found: 1), .init(reach: reach(2, 12, 0.3, 1), found: 12)]
    },
    Case(
      "there was no sale of homes like it, so the search was widened to 3 miles and 12 months, "
        + "living area within 40 % and bedrooms and bathrooms within 2."
    ) {
      $0.steps = [.init(reach: .contract, found: 0), .init(reach: reach(3, 12, 0.4, 2), found: 12)]
    },
    Case(
      "widened to 10 miles and 24 months, living area within 50 % and any number of bedrooms and "
        + "bathrooms."
    ) {
      $0.steps = [
        .init(reach: .contract, found: 0), .init(reach: reach(10, 24, 0.5, nil), found: 9),
      ]
    },
    // The adjustments of the prices.
    Case("They needed hardly any adjustment.") { $0.adjustments = [(.size, 499)] },
    Case("What moved their prices most was bedrooms ($2,500 on average).") {
      $0.adjustments = [(.beds, -2_460)]
    },
    Case(
      "What moved their prices most was location ($9,000 on average), the kind of home ($8,000 on "
        + "average) and age ($7,000 on average)."
    ) { $0.adjustments = [(.age, 7_000), (.lot, 600), (.homeType, -8_000), (.location, 9_000)] },
    Case("most was the lot ($600 on average).") { $0.adjustments = [(.lot, 600)] },
    Case("most was bathrooms ($600 on average).") { $0.adjustments = [(.baths, 600)] },
    Case("most was the number of floors ($600 on average).") { $0.adjustments = [(.stories, 600)] },
    // Unknown facts.
    Case("Not known, and so not adjusted for: the lot. Of homes") {
      $0.subject.lotSizeSquareFeet = nil
    },
    Case("Not known, and so not adjusted for: the number of bedrooms and the year built. Of") {
      ($0.subject.beds, $0.subject.yearBuilt) = (nil, nil)
    },
    Case("Not known, and so not adjusted for: the number of bathrooms. Where it stands is known") {
      ($0.subject.baths, $0.place) = (nil, .street)
    },
    Case("average). Where it stands is known by its street alone. Of homes") { $0.place = .street },
    // The confidence: half the range, as a share of the estimate.
    Case("here $551,106 to $673,574: a narrow range for a home. This") {
      ($0.low, $0.high) = (551_106, 673_574)
    },
    Case("here $551,000 to $673,600: a usual range for a home. This") {
      ($0.low, $0.high) = (551_000, 673_600)
    },
    Case("here $489,872 to $734,808: a usual range for a home. This") {
      ($0.low, $0.high) = (489_872, 734_808)
    },
    Case("here $489,000 to $735,000: a wide range, so take it with care. This") {
      ($0.low, $0.high) = (489_000, 735_000)
    },
    Case("With so few sales it is less sure than that sounds. This is an estimate") {
      $0.miles = [0.1, 0.2, 0.3, 0.4]
    },
    Case("a narrow range for a home. This is an estimate, not an appraisal.") {
      $0.miles = [0.1, 0.2, 0.3, 0.4, 0.5]
    },
  ]

  private static func reach(
    _ miles: Double, _ months: Double, _ share: Double, _ rooms: Double?
  ) -> ComparableSearch.Reach {
    ComparableSearch.Reach(
      radiusMeters: miles * Length.metersPerMile, months: months, sqftShare: share, rooms: rooms)
  }

  @Test(arguments: cases) func theParagraphHolds(_ wanted: Case) {
    var facts = Facts()
    wanted.change(&facts)
    let text = facts.paragraph
    #expect(text.contains(wanted.sentence), "\(text)")
    #expect(text.hasSuffix("This is an estimate, not an appraisal.") && !text.contains("  "))
  }

  /// A number and its form in a sentence.
  @Test func figuresAreWrittenAsPeopleReadThem() {
    let dollars = [
      (0, "$0"), (999.4, "$999"), (1_000, "$1,000"), (-4_500, "-$4,500"), (1.2e6, "$1,200,000"),
    ]
    for (amount, text) in dollars { #expect(Figures.dollars(amount) == text) }
    let plain = [
      (3, "3"), (2.5, "2.5"), (2.05, "2.05"), (-0.25, "-0.25"), (12_345.678, "12,345.68"),
    ]
    for (number, text) in plain { #expect(Figures.plain(number) == text) }
    #expect(Figures.percent(0.305) == "31 %" && Figures.percent(0.3) == "30 %")
    #expect(
      Figures.list([]) == "" && Figures.list(["a"]) == "a" && Figures.list(["a", "b"]) == "a and b")
    #expect(
      Figures.day(1_769_817_600) == "2026-01-31" && Figures.month(1_769_817_600) == "January 2026")
  }
}
