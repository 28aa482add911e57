import PlatGeometry
import PlatIndex
import PlatListings
import PlatSearch
import PlatTestSupport
import Testing

/// Every method of finding matches and pages is used, and each gives the right answer.
@Suite(.timeLimit(.minutes(30))) struct PlanTests {
  /// The number of uses of each source and each page method.
  struct Coverage {
    var counts: [String: Int] = [:]

    mutating func note(_ explanation: Explanation?) {
      guard let explanation, let source = explanation.steps.first else { return }
      counts[
        "source " + (source.name.split(separator: " ").first.map(String.init) ?? ""), default: 0] +=
        1
      counts["page " + explanation.page, default: 0] += 1
    }
  }

  @Test func everySourceAndEveryPageMethodIsTaken() throws {
    var coverage = Coverage()
    for fixture in [Fixture.kingCounty, .samples, .distinct, .mixed] {
      let comparison = try Comparison(fixture)
      for seed in MatchTests.seeds(fixture, 140) {
        var maker = RequestMaker(comparison.world, seed: seed ^ 0xC0FFEE)
        var request = maker.request(conditions: 0...2)
        request.limit = maker.draw.one(of: [1, 5, 20])
        request.offset = maker.draw.one(of: [0, 0, 20])
        // Conditions that the planner uses: places, narrow prices, boxes.
        switch maker.draw.int(0...4) {
        case 0: (request.region, request.filter) = (Region(), Self.place(&maker))
        case 1: (request.region, request.filter) = (Region(), Self.narrow(&maker))
        case 2: request.filter = ListingFilter()
        default: break
        }
        request.wantsExplanation = true
        coverage.note(try comparison.check(request, "seed \(seed)").explanation)
      }
    }
    for name in [
      "source all", "source zone", "source packed", "source order", "source nothing",
      "page top of the matches",
      "page walk along the order", "page nearest first", "page none",
    ] {
      #expect(coverage.counts[name, default: 0] > 0, "\(name) among \(coverage.counts)")
    }
  }

  private static func place(_ maker: inout RequestMaker) -> ListingFilter {
    let field = maker.draw.one(of: [Field.city, .postalCode, .subdivision])
    let text = maker.draw.one(of: maker.listings)[text: field] ?? "92262"
    return ListingFilter([.equals(field, [text]), .number(.beds, 0...9)])
  }

  private static func narrow(_ maker: inout RequestMaker) -> ListingFilter {
    let listing = maker.draw.one(of: maker.listings)
    if maker.draw.percent(30), let date = listing.listedDate {
      return ListingFilter([.listed(date...date)])
    }
    let field = maker.draw.one(of: [Field.listPrice, .sqft])
    let value = listing[number: field] ?? 0
    return ListingFilter([.number(field, value...value + 1), .number(.beds, 0...9)])
  }

  /// The steps of an explanation name the work and add up.
  @Test func theStepsOfAnExplanationAddUp() throws {
    let comparison = try Comparison(.samples)
    var request = SearchRequest(filter: ListingFilter([.equals(.city, ["Palm Springs"])]))
    request.filter.requireStored(.beds, atLeast: 3)
    request.region.boxes = [
      Box(west: -1_170_000_000, south: 330_000_000, east: -1_160_000_000, north: 340_000_000)
    ]
    request.wantsExplanation = true
    let explanation = try #require(try comparison.check(request).explanation)
    #expect(explanation.steps.map(\.name).first == "packed tree")
    #expect(Set(explanation.steps.map(\.name)).isSuperset(of: ["city", "beds"]))
    #expect(
      explanation.bytes == explanation.steps.reduce(0) { $0 + $1.bytes } && explanation.bytes > 0)
    #expect(explanation.microseconds > 0)
  }

  /// An estimate that many conditions multiply stays within the number of rows.
  @Test func manyConditions() throws {
    let comparison = try Comparison(.mixed)
    var filter = ListingFilter()
    for _ in 0..<200 {
      filter.conditions += [
        .pool(false), .number(.beds, Int64.min...Int64.max), .contains(.city, ""),
      ]
    }
    var request = SearchRequest(filter: filter, limit: 3)
    request.wantsExplanation = true
    try comparison.check(request)
  }
}
