import PlatListings
import PlatSearch
import PlatTestSupport
import Testing

/// Facets, the price histogram and the statistics over all matches.
@Suite(.timeLimit(.minutes(30))) struct SummaryTests {
  static let facets: [Field] = [
    .city, .subdivision, .postalCode, .propertySubType, .standardStatus, .propertyType, .landType,
    .pool, .beds, .baths,
    .stories, .garage, .yearBuilt,
  ]

  @Test(arguments: Fixture.allCases) func summariesAreThoseOfALookAtEachMatch(_ fixture: Fixture)
    throws
  {
    let comparison = try Comparison(fixture)
    for seed in MatchTests.seeds(fixture, 80) {
      var maker = RequestMaker(comparison.world, seed: seed)
      var request = maker.request(conditions: 0...4)
      // Conditions on the counted fields, so that ignoring them matters.
      if maker.draw.percent(50) {
        request.filter.requireStored(.listPrice, atLeast: Int64(maker.draw.int(0...200_000_000)))
      }
      if maker.draw.percent(30) {
        request.filter.requireStored(.beds, atMost: Int64(maker.draw.int(0...6)))
      }
      request.facets = (0..<maker.draw.int(0...3)).map { _ in maker.draw.one(of: Self.facets) }
      request.facets = request.facets.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
      request.wantsPriceHistogram = maker.draw.percent(60)
      request.wantsStatistics = maker.draw.percent(60)
      request.wantsExplanation = maker.draw.percent(30)
      try comparison.check(request, "seed \(seed)")
    }
  }

  /// Summaries that were not requested are missing.
  @Test func onlyWhatIsAskedFor() throws {
    let result = try Comparison(.mixed).searcher.search(SearchRequest())
    #expect(result.facets.isEmpty && result.priceHistogram == nil && result.statistics == nil)
    #expect(result.explanation == nil)
  }

  /// Facets ignore the conditions on their own fields.
  @Test func poolFacetIgnoresThePoolCondition() throws {
    let comparison = try Comparison(.mixed)
    var request = SearchRequest(filter: ListingFilter([.pool(true)]))
    request.facets = [.pool]
    let facet = try #require(try comparison.check(request).facets.first)
    #expect(facet.missing > 0 && facet.entries.contains { $0.value == "None" })
    // `NO POOL`, `No Pool` and `no pool` are one value.
    #expect(facet.entries.count { $0.value.lowercased() == "no pool" } == 1)
  }
}
