import PlatGeometry
import PlatListings
import PlatSearch
import PlatTestSupport
import Testing

/// Matching listings: filters and regions against a scan of all listings.
@Suite(.timeLimit(.minutes(30))) struct MatchTests {
  /// Fewer cases if a scan takes longer.
  static func seeds(_ fixture: Fixture, _ count: Int) -> Range<UInt64> {
    TestCases.seeds(fixture == .kingCounty ? count / 12 : fixture == .samples ? count / 2 : count)
  }

  @Test(arguments: Fixture.allCases) func filtersFindWhatALookAtEachListingFinds(_ fixture: Fixture)
    throws
  {
    let comparison = try Comparison(fixture)
    for seed in Self.seeds(fixture, 240) {
      var maker = RequestMaker(comparison.world, seed: seed)
      try check(comparison, maker.filter(0...6), Region(), seed)
    }
  }

  @Test(arguments: Fixture.allCases) func regionsFindWhatALookAtEachListingFinds(_ fixture: Fixture)
    throws
  {
    let comparison = try Comparison(fixture)
    for seed in Self.seeds(fixture, 240) {
      var maker = RequestMaker(comparison.world, seed: seed)
      try check(comparison, ListingFilter(), maker.region(), seed)
    }
  }

  @Test(arguments: Fixture.allCases) func filtersInRegions(_ fixture: Fixture) throws {
    let comparison = try Comparison(fixture)
    for seed in Self.seeds(fixture, 160) {
      var maker = RequestMaker(comparison.world, seed: seed)
      let filter = maker.filter(1...3)
      try check(comparison, filter, maker.region(), seed)
    }
  }

  /// All ways to find matches give the same result as a scan.
  private func check(
    _ comparison: Comparison, _ filter: ListingFilter, _ region: Region, _ seed: UInt64
  ) throws {
    var request = SearchRequest(
      filter: filter, region: region, sort: .key(descending: false), limit: 0)
    let expected = comparison.oracle.matches(filter, region).map {
      comparison.world.rowOfListing[$0]
    }.sorted()
    let text: Comment = "\(comparison.world.name), seed \(seed): \(Comparison.told(request))"
    #expect(try comparison.searcher.count(filter, in: region) == expected.count, text)
    #expect(try comparison.searcher.rows(filter, in: region).map { Int($0) } == expected, text)
    request.wantsExplanation = seed % 2 == 0
    #expect(try comparison.searcher.search(request).total == expected.count, text)
  }

  /// The border is part of a box, a circle and a polygon.
  @Test func theBorderBelongsToARegion() throws {
    let comparison = try Comparison(.mixed)
    for place in try #require(comparison.world.listings.first { $0.position != nil }).position.map({
      [$0]
    }) ?? [] {
      let (x, y) = (place.longitude, place.latitude)
      let west = Box(west: x, south: y - 5, east: x + 5, north: y + 5)
      let next = Box(west: x + 1, south: y - 5, east: x + 5, north: y + 5)
      let here = comparison.oracle.listings.count { $0.position == place }
      let neighbours = comparison.oracle.listings.count { $0.position.map(next.contains) ?? false }
      #expect(
        try comparison.searcher.count(ListingFilter(), in: Region(boxes: [west])) >= here
          + neighbours)
      #expect(
        try comparison.searcher.count(ListingFilter(), in: Region(boxes: [next])) == neighbours)
      let point = try Circle(center: place, radiusMeters: 0)
      #expect(try comparison.searcher.count(ListingFilter(), in: Region(circle: point)) == here)
    }
  }

  /// A range that begins at the marker of missing values does not match listings without the value.
  @Test(arguments: Fixture.small) func missingValuesMatchNoRange(_ fixture: Fixture) throws {
    let comparison = try Comparison(fixture)
    for field in Set(RequestMaker.numberFields) {
      let filter = ListingFilter([.number(field, Int64.min...Int64.max)])
      let having = comparison.oracle.listings.count { $0[number: field] != nil }
      #expect(try comparison.searcher.count(filter) == having, "\(fixture) \(field)")
      var open = ListingFilter()
      open.requireStored(field, atMost: Int64.min)
      #expect(try comparison.searcher.count(open) == 0, "\(fixture) \(field)")
      open = ListingFilter()
      open.requireStored(field, atLeast: Int64.min)
      open.requireStored(field, atMost: Int64.max)
      #expect(try comparison.searcher.count(open) == having, "\(fixture) \(field)")
    }
  }
}
