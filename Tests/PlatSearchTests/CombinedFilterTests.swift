import PlatIndex
import PlatListings
import PlatSearch
import PlatTestSupport
import Testing

/// Filters combined by `any` and `not`.
///
/// `MatchTests` compares random ones with brute force.
@Suite(.timeLimit(.minutes(30))) struct CombinedFilterTests {
  private static func world() throws -> TestWorld { try Fixture.samples.world }

  @Test func nothingMatchesAnyOfNoFilters() throws {
    let world = try Self.world()
    let searcher = Searcher(world.generation)
    #expect(try searcher.count(ListingFilter([.any([])])) == 0)
    #expect(try searcher.count(ListingFilter([.not(ListingFilter())])) == 0)
    #expect(try searcher.count(ListingFilter([.any([ListingFilter()])])) == world.index.rows)
    #expect(
      try searcher.count(ListingFilter([.not(ListingFilter([.any([])]))])) == world.index.rows)
  }

  @Test func aFilterAndItsOppositePartAllListings() throws {
    let world = try Self.world()
    let searcher = Searcher(world.generation)
    for seed in TestCases.seeds(60) {
      var maker = RequestMaker(world, seed: seed)
      let filter = maker.filter(1...3)
      let opposite = ListingFilter([.not(filter)])
      let (one, other) = (try searcher.count(filter), try searcher.count(opposite))
      #expect(one + other == world.index.rows, "seed \(seed): \(filter)")
      #expect(
        try searcher.count(ListingFilter([.any([filter, opposite])])) == world.index.rows,
        "seed \(seed): \(filter)")
    }
  }

  @Test func aFacetIgnoresACombinationOfItsFieldAlone() throws {
    let searcher = Searcher(try Self.world().generation)
    func filter(_ conditions: [ListingFilter.Condition]) -> SearchRequest {
      var request = SearchRequest(filter: ListingFilter(conditions), limit: 0)
      request.facets = [.beds]
      return request
    }
    let three = ListingFilter([.number(.beds, 3...3)])
    let all = try searcher.search(filter([]))
    let own = try searcher.search(filter([.any([three])]))
    #expect(own.total < all.total)
    #expect(own.facets == all.facets)
    let mixed = try searcher.search(
      filter([.any([three, ListingFilter([.pool(true)])])]))
    #expect(mixed.facets != all.facets, "a combination of several fields counts")
  }

  @Test func filtersThatAreTooDeepOrTooLargeAreRefused() throws {
    let searcher = Searcher(try Self.world().generation)
    var deep = ListingFilter([.pool(true)])
    for _ in 0..<ListingFilter.depthLimit { deep = ListingFilter([.not(deep)]) }
    _ = try searcher.count(deep)
    for _ in 0..<40 {
      deep = ListingFilter([.not(deep)])
    }
    #expect(throws: SearchError.self) { try searcher.count(deep) }
    let one = ListingFilter([.pool(true)])
    _ = try searcher.count(ListingFilter([.any(Array(repeating: one, count: 64))]))
    #expect(throws: SearchError.self) {
      try searcher.count(ListingFilter([.any(Array(repeating: one, count: 65))]))
    }
  }
}
