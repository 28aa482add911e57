import PlatGeometry
import PlatIndex
import PlatListings
import PlatSearch
import PlatTestSupport
import Testing

/// Pages: orders, ties, offsets, limits and distances against a sort of all matches.
@Suite(.timeLimit(.minutes(30))) struct PageTests {
  @Test(arguments: Fixture.allCases) func pagesAreThoseOfASortOfAllMatches(_ fixture: Fixture)
    throws
  {
    let comparison = try Comparison(fixture)
    for seed in MatchTests.seeds(fixture, 240) {
      var maker = RequestMaker(comparison.world, seed: seed)
      var request = maker.request()
      request.wantsExplanation = seed % 3 == 0
      try comparison.check(request, "seed \(seed)")
    }
  }

  /// Every order in both directions over all listings, with small and large pages.
  @Test(arguments: Fixture.allCases) func everyOrderOfEverything(_ fixture: Fixture) throws {
    let comparison = try Comparison(fixture)
    var maker = RequestMaker(comparison.world, seed: 5)
    let pages = [(3, 70), (0, 10_000), (0, 1), (0, 20), (comparison.world.listings.count, 5)]
    for sort in Self.sorts(from: maker.position()) {
      for (offset, limit) in pages.prefix(fixture == .kingCounty ? 1 : fixture == .samples ? 2 : 5)
      {
        try comparison.check(SearchRequest(sort: sort, offset: offset, limit: limit))
      }
    }
  }

  static func sorts(from position: Coordinate) -> [Sort] {
    [false, true].flatMap { descending -> [Sort] in
      [
        .by(.price, descending: descending), .by(.date, descending: descending),
        .by(.sqft, descending: descending),
        .by(.pricePerSqft, descending: descending), .key(descending: descending),
        .distance(from: position, descending: descending),
      ]
    }
  }

  /// Listings without the value come last in both directions, in the order of their keys.
  @Test func missingValuesComeLast() throws {
    let comparison = try Comparison(.mixed)
    for sort in Self.sorts(from: Coordinate(longitude: -1_165_000_000, latitude: 338_000_000)) {
      let result = try comparison.searcher.search(SearchRequest(sort: sort, limit: 10_000))
      let values = comparison.listings(result.rows).map { comparison.oracle.standing($0, sort) }
      let valued = values.prefix { $0.value != nil }
      if case .key = sort { continue }
      #expect(
        valued.count < values.count && values[valued.count...].allSatisfy { $0.value == nil },
        "\(sort)")
      #expect(values[valued.count...].map(\.rank).isSorted, "\(sort)")
    }
  }

  /// Distances that nearly tie: places mirrored at the centre's meridian, and steps of a
  /// centimetre.
  @Test func nearTies() throws {
    let center = Coordinate(longitude: -1_165_000_000, latitude: 338_000_000)
    var listings: [PlainListing] = []
    for number in 0..<1_200 {
      // Neighbouring numbers are mirror images; their keys are in reverse order.
      var listing = PlainListing(key: "\(number % 2 == 0 ? "b" : "a")\(5_000 - number)")
      let step = Int32(number / 4 % 40) * 3
      let side: Int32 = number % 2 == 0 ? 1 : -1
      listing.position = Coordinate(
        longitude: center.longitude + side * (500 + step), latitude: center.latitude + 700)
      listings.append(listing)
    }
    let comparison = Comparison(try TestWorld("near ties", listings))
    for descending in [false, true] {
      for limit in [1, 2, 3, 5, 20, 60, 500, 1_200] {
        for offset in [0, 1, 9, 30] {
          let sort = Sort.distance(from: center, descending: descending)
          try comparison.check(SearchRequest(sort: sort, offset: offset, limit: limit))
        }
      }
    }
  }

  @Test func limitsAndOffsets() throws {
    let comparison = try Comparison(.rows65)
    let sort = Sort.by(.price, descending: false)
    for (offset, limit) in [
      (0, 0), (64, 1), (64, 2), (65, 1), (66, 1), (4_294_967_231, 10_000), (0, 65), (0, 64),
      (0, 66),
    ] {
      try comparison.check(SearchRequest(sort: sort, offset: offset, limit: limit))
    }
    for (offset, limit, name) in [
      (-1, 1, "offset"), (0, -1, "limit"), (0, 10_001, "limit"), (.max, 1, "offset"),
      (0, .max, "limit"),
    ] {
      let request = SearchRequest(sort: sort, offset: offset, limit: limit)
      #expect {
        try comparison.searcher.search(request)
      } throws: { error in
        if case .outOfRange(name, _, _)? = error as? SearchError { true } else { false }
      }
    }
  }

  @Test func fieldsWithoutColumnsAreRefused() throws {
    let searcher = try Comparison(.one).searcher
    func refusal(_ request: SearchRequest) -> SearchError? {
      do throws(SearchError) {
        _ = try searcher.search(request)
        return nil
      } catch { return error }
    }
    let conditions: [(ListingFilter.Condition, Field)] = [
      (.number(.city, 0...1), .city), (.number(.latitude, 0...1), .latitude),
      (.equals(.beds, ["3"]), .beds),
      (.contains(.publicRemarks, "pool"), .publicRemarks),
      (.number(.listingKey, 0...1), .listingKey),
    ]
    for (condition, field) in conditions {
      guard
        case .notSearchable(field.key, _)? = refusal(
          SearchRequest(filter: ListingFilter([condition])))
      else {
        Issue.record("\(condition)")
        continue
      }
    }
    for field in [Field.latitude, .publicRemarks, .onMarketDate, .listingKey, .photos] {
      var request = SearchRequest()
      request.facets = [field]
      #expect(refusal(request) != nil, "\(field)")
    }
  }
}

extension Array where Element: Comparable {
  var isSorted: Bool { zip(self, dropFirst()).allSatisfy { $0 <= $1 } }
}
