import PlatGeometry
import PlatIndex
import PlatListings
import PlatSearch
import PlatTestSupport
import Testing

/// Generations of several parts answer as one index over their listings would.
@Suite(.timeLimit(.minutes(30))) struct WrittenGenerationTests {
  private static let fixtures: [Fixture] = [
    .mixed, .distinct, .globe, .antimeridian, .none, .one, .rows65, .onePlace, .nowhere, .oneValue,
    .bare, .samples,
  ]

  private func comparisons(_ fixture: Fixture) throws -> [Comparison] {
    let listings = try fixture.world.listings
    return try [(1, 1), (2, 3), (3, 4)].map { seed, parts in
      Comparison(try WrittenWorld(listings, seed: seed, parts: parts).world)
    }
  }

  @Test(arguments: fixtures) func pagesAndSumsAreThoseOfAllListings(_ fixture: Fixture) throws {
    for comparison in try comparisons(fixture) {
      #expect(comparison.world.generation.count == comparison.world.listings.count)
      for seed in MatchTests.seeds(fixture, 80) {
        var maker = RequestMaker(comparison.world, seed: seed)
        try comparison.check(maker.request(), "seed \(seed)")
      }
    }
  }

  @Test(arguments: fixtures) func everyOrderOfEverything(_ fixture: Fixture) throws {
    for comparison in try comparisons(fixture) {
      var maker = RequestMaker(comparison.world, seed: 5)
      for sort in PageTests.sorts(from: maker.position()) {
        for (offset, limit) in [(3, 70), (0, 10_000), (0, 1), (comparison.world.listings.count, 5)]
        {
          try comparison.check(SearchRequest(sort: sort, offset: offset, limit: limit))
        }
      }
    }
  }

  @Test(arguments: fixtures) func allPagesGiveTheSortedListOnce(_ fixture: Fixture) throws {
    for comparison in try comparisons(fixture) {
      var maker = RequestMaker(comparison.world, seed: 9)
      for sort in PageTests.sorts(from: maker.position()) {
        var request = SearchRequest(sort: sort, limit: max(7, comparison.world.listings.count / 6))
        var last: BruteForce.Standing?
        repeat {
          let result = try comparison.check(request, after: last)
          last = comparison.listings(result.rows).last.map { comparison.oracle.standing($0, sort) }
          request.cursor = result.nextCursor
        } while request.cursor != nil
      }
    }
  }

  @Test(arguments: fixtures) func countsAndRowsAreThoseOfTheListingsThatAreThere(
    _ fixture: Fixture
  ) throws {
    for comparison in try comparisons(fixture) {
      for seed in MatchTests.seeds(fixture, 60) {
        var maker = RequestMaker(comparison.world, seed: seed)
        let (filter, region) = (maker.filter(0...3), maker.region())
        let expected = comparison.oracle.matches(filter, region)
        let note: Comment = "\(fixture) \(comparison.world.name), seed \(seed)"
        #expect(try comparison.searcher.count(filter, in: region) == expected.count, note)
        let rows = try comparison.searcher.rows(filter, in: region)
        #expect(
          rows.map { comparison.world.listingOfRow[Int($0)] }.sorted() == expected.sorted(), note)
      }
    }
  }

  @Test(arguments: fixtures) func theNearestAreThoseOfASortOfAllDistances(
    _ fixture: Fixture
  ) throws {
    for comparison in try comparisons(fixture) {
      for seed in MatchTests.seeds(fixture, 60) {
        var maker = RequestMaker(comparison.world, seed: seed)
        let position = maker.position()
        let filter = maker.draw.percent(40) ? ListingFilter() : maker.filter(1...3)
        let region = maker.draw.percent(50) ? Region() : maker.region()
        let limit = maker.draw.one(of: [0, 1, 2, 5, 20, 64, 300])
        try NearestTests().check(comparison, limit, position, filter, region, "seed \(seed)")
      }
    }
  }

  /// A row is found by its key where it is there, and in the part that has its last state.
  @Test func keysAreFoundInTheirLastState() throws {
    let world = try WrittenWorld(try Fixture.mixed.world.listings, seed: 4).world
    for (place, listing) in world.listings.enumerated() {
      #expect(world.generation.ordinal(key: listing.key) == world.rowOfListing[place])
    }
    #expect(world.generation.ordinal(key: "gone-0") == nil)
  }

  /// The listings of all parts in one index answer as the parts do.
  @Test(arguments: fixtures) func theWholeGenerationAnswersAsItsParts(_ fixture: Fixture) throws {
    for comparison in try comparisons(fixture) {
      let world = comparison.world
      let whole = Comparison(
        try TestWorld("whole of \(world.name)", world.listings, in: world.generation.whole))
      #expect(whole.world.generation.isWhole)
      for seed in MatchTests.seeds(fixture, 20) {
        var maker = RequestMaker(whole.world, seed: seed)
        try whole.check(maker.request(), "seed \(seed)")
      }
    }
  }

  @Test(arguments: fixtures) func boundsAreThoseOfAllListings(_ fixture: Fixture) throws {
    for comparison in try comparisons(fixture) {
      let whole = Searcher(comparison.world.generation.whole)
      for seed in MatchTests.seeds(fixture, 20) {
        var maker = RequestMaker(comparison.world, seed: seed)
        let (filter, region) = (maker.filter(0...2), maker.region())
        var request = SearchRequest(filter: filter, region: region, limit: 1)
        request.wantsBounds = true
        let expected = try whole.bounds(filter, in: region)
        #expect(try comparison.searcher.bounds(filter, in: region) == expected, "seed \(seed)")
        #expect(try comparison.searcher.search(request).bounds == expected, "seed \(seed)")
      }
    }
  }
}
