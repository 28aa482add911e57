import PlatGeometry
import PlatIndex
import PlatListings
import PlatSearch
import PlatTestSupport
import Testing

/// The nearest matches against a sort of all distances.
@Suite(.timeLimit(.minutes(30))) struct NearestTests {
  @Test(arguments: Fixture.allCases) func theNearestAreThoseOfASortOfAllDistances(
    _ fixture: Fixture
  ) throws {
    let comparison = try Comparison(fixture)
    for seed in MatchTests.seeds(fixture, 240) {
      var maker = RequestMaker(comparison.world, seed: seed)
      let position = maker.position()
      let filter = maker.draw.percent(40) ? ListingFilter() : maker.filter(1...3)
      let region = maker.draw.percent(50) ? Region() : maker.region()
      let limit = maker.draw.one(of: [0, 1, 2, 5, 20, 20, 64, 300, 10_000])
      try check(comparison, limit, position, filter, region, "seed \(seed)")
    }
  }

  func check(
    _ comparison: Comparison, _ limit: Int, _ position: Coordinate, _ filter: ListingFilter,
    _ region: Region,
    _ note: String
  ) throws {
    let found = try comparison.searcher.nearest(limit, to: position, matching: filter, in: region)
    let sort = Sort.distance(from: position, descending: false)
    let located = comparison.oracle.matches(filter, region).filter {
      comparison.world.listings[$0].position != nil
    }
    let expected = comparison.oracle.sorted(located, sort).prefix(limit)
    let request = SearchRequest(filter: filter, region: region, sort: sort, limit: limit)
    let text: Comment = "\(comparison.world.name), \(note): \(Comparison.told(request))"
    #expect(comparison.listings(found.map(\.row)) == Array(expected), text)
    for (row, distance) in found {
      let exact = try #require(
        comparison.world.listings[comparison.world.listingOfRow[Int(row.ordinal)]].position)
      #expect(abs(Geodesic.distance(from: position, to: exact) - distance) <= Center.error, text)
    }
  }

  /// From the poles, the antimeridian, the antipode of a listing, and far outside the series'
  /// range.
  @Test(arguments: [Fixture.mixed, .globe, .antimeridian, .onePlace, .distinct]) func fromAfar(
    _ fixture: Fixture
  )
    throws
  {
    let comparison = try Comparison(fixture)
    var positions = [
      Coordinate(longitude: 0, latitude: 900_000_000),
      Coordinate(longitude: 0, latitude: -900_000_000),
      Coordinate(longitude: 1_800_000_000, latitude: 0),
      Coordinate(longitude: -1_800_000_000, latitude: -180_000_000),
      Coordinate(longitude: 0, latitude: 0),
      Coordinate(longitude: 1_799_999_999, latitude: 849_999_999),
    ]
    if let place = comparison.world.listings.lazy.compactMap(\.position).first {
      let across =
        place.longitude > 0 ? place.longitude - 1_800_000_000 : place.longitude + 1_800_000_000
      positions.append(Coordinate(longitude: across, latitude: -place.latitude))
    }
    for position in positions {
      for limit in [1, 20, 150] {
        try check(comparison, limit, position, ListingFilter(), Region(), "\(position)")
      }
    }
  }

  @Test func invalidLimitsAreRefused() throws {
    let searcher = try Comparison(.mixed).searcher
    let here = Coordinate(longitude: -1_165_000_000, latitude: 338_000_000)
    for limit in [-1, 10_001, .max, .min] {
      #expect(throws: SearchError.self) { try searcher.nearest(limit, to: here) }
    }
  }
}
