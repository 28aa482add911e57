import PlatCommon
import PlatGeometry
import PlatIndex
import PlatListings
import PlatSearch
import PlatTestSupport
import Testing

/// Searches ended at each of their checks throw, or answer as without a limit, and leave nothing
/// incomplete.
@Suite(.timeLimit(.minutes(30))) struct EndedSearchTests {
  /// Ends a request at its first check, its second and so on until it answers; returns the number
  /// of times that it ended.
  private func endEverywhere<Answer: Equatable>(
    _ note: String, most: Int = 4_000, _ ask: () throws(SearchError) -> Answer
  ) throws -> Int {
    let expected = try ask()
    WorkLimit.halveWindows(times: 20)
    var number = 1
    while number < most {
      let limit = WorkLimit(endingAtCheck: number)
      do throws(SearchError) {
        let answer = try limit.run { () throws(SearchError) in try ask() }
        #expect(answer == expected, "\(note), check \(number)")
        break
      } catch {
        #expect(error == .ended(.cancelled), "\(note), check \(number)")
        if number % 7 == 1 { #expect(try ask() == expected, "\(note), after check \(number)") }
      }
      // All of the first ones, then fewer and fewer.
      number += 1 + number / 16
    }
    #expect(try ask() == expected, "\(note), after all")
    return number - 1
  }

  private struct Answer: Equatable {
    var rows: [Int]
    var total: Int
    var facets: [FacetCounts]
    var histogram: Histogram?
    var statistics: MarketStatistics?
    var cursor: String?
  }

  private func answer(_ searcher: Searcher, _ request: SearchRequest) throws(SearchError) -> Answer
  {
    let result = try searcher.search(request)
    return Answer(
      rows: result.rows.ordinals, total: result.total, facets: result.facets,
      histogram: result.priceHistogram,
      statistics: result.statistics, cursor: result.nextCursor?.text)
  }

  @Test(arguments: [Fixture.samples, .mixed, .globe])
  func searchesEndAtEveryCheckOrAnswerInFull(fixture: Fixture) throws {
    let world = try fixture.world
    let searcher = Searcher(world.generation)
    for seed in TestCases.seeds(24, from: 900) {
      var maker = RequestMaker(world, seed: seed)
      var request = maker.request()
      if seed % 3 == 0 { request.region.polygon = maker.polygon() ?? request.region.polygon }
      request.facets = [.city, .beds]
      (request.wantsPriceHistogram, request.wantsStatistics) = (seed % 2 == 0, seed % 2 == 1)
      let asked = request
      guard (try? searcher.search(asked)) != nil else { continue }
      _ = try endEverywhere("\(fixture), seed \(seed)") { () throws(SearchError) in
        try answer(searcher, asked)
      }
    }
  }

  /// Each kind of request has checks: one that never ends ignores its limit.
  @Test func everyKindOfQuestionCanBeEnded() throws {
    let world = try Fixture.samples.world
    let searcher = Searcher(world.generation)
    let place = Coordinate(longitude: -1_165_000_000, latitude: 338_000_000)
    let polygon = try Polygon(
      parsing: "POLYGON ((-120 32, -114 32, -114.5 36, -117 33.5, -120 36, -120 32))")
    let circle = try Circle(center: place, radiusMeters: 120_000)
    var requests: [(String, SearchRequest)] = [
      ("all, newest", SearchRequest()),
      (
        "texts",
        SearchRequest(filter: ListingFilter([.contains(.city, "a"), .contains(.streetName, "e")]))
      ),
      (
        "numbers",
        SearchRequest(
          filter: ListingFilter([.number(.beds, 2...4), .number(.listPrice, 1...90_000_000)]))
      ),
      ("polygon", SearchRequest(region: Region(polygon: polygon))),
      ("circle", SearchRequest(region: Region(circle: circle))),
      ("boxes", SearchRequest(region: Region(boxes: [Box.world], polygon: polygon))),
      ("key", SearchRequest(sort: .key(descending: true))),
      ("price per foot", SearchRequest(sort: .by(.pricePerSqft, descending: true), limit: 200)),
      ("farthest", SearchRequest(sort: .distance(from: place, descending: true), limit: 100)),
      (
        "nearest",
        SearchRequest(sort: .distance(from: place, descending: false), offset: 300, limit: 300)
      ),
    ]
    for (name, change) in [
      ("facets", { $0.facets = [.city, .beds, .standardStatus] }),
      ("histogram", { $0.wantsPriceHistogram = true }),
      ("statistics", { $0.wantsStatistics = true }),
    ] as [(String, (inout SearchRequest) -> Void)] {
      var request = SearchRequest(limit: 0)
      change(&request)
      requests.append((name, request))
    }
    for (name, request) in requests {
      let ended = try endEverywhere(name) { () throws(SearchError) in try answer(searcher, request)
      }
      #expect(ended > 1, "\(name)")
    }
    let filter = ListingFilter([.number(.beds, 3...3)])
    #expect(try endEverywhere("count") { () throws(SearchError) in try searcher.count(filter) } > 1)
    #expect(
      try endEverywhere("rows") { () throws(SearchError) in
        try searcher.rows(filter, in: Region(polygon: polygon))
      }
        > 1)
    #expect(
      try endEverywhere("nearest rows") { () throws(SearchError) in
        try searcher.nearest(40, to: place, matching: filter).map(\.row)
      } > 1)
  }
}
