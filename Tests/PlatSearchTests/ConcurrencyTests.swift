import Dispatch
import PlatListings
import PlatSearch
import PlatTestSupport
import Synchronization
import Testing

/// Many threads search one index at once, and each gets the answers of a single thread.
@Suite(.timeLimit(.minutes(30))) struct ConcurrencyTests {
  /// The comparable parts of an answer.
  private struct Answer: Equatable {
    var rows: [Int]
    var distances: [Double?]
    var total: Int
    var cursor: String?
    var facets: [FacetCounts]
    var histogram: Histogram?
    var statistics: MarketStatistics?
    var nearest: [Int]

    init(_ request: SearchRequest, _ searcher: Searcher, _ maker: RequestMaker) throws {
      let result = try searcher.search(request)
      rows = result.rows.ordinals
      distances = result.distances
      total = result.total
      cursor = result.nextCursor?.text
      facets = result.facets
      histogram = result.priceHistogram
      statistics = result.statistics
      var maker = maker
      nearest = try searcher.nearest(
        9, to: maker.position(), matching: request.filter, in: request.region
      ).map(\.row).ordinals
    }
  }

  @Test(arguments: [Fixture.samples, .globe, .mixed]) func manyThreadsGetWhatOneThreadGets(
    _ fixture: Fixture
  ) throws {
    let world = try fixture.world
    let searcher = Searcher(world.generation)
    let requests: [(SearchRequest, RequestMaker)] = TestCases.seeds(40).map { seed in
      var maker = RequestMaker(world, seed: seed)
      var request = maker.request()
      request.facets = [.city, .beds]
      request.wantsPriceHistogram = true
      request.wantsStatistics = true
      request.wantsExplanation = seed % 4 == 0
      return (request, maker)
    }
    let alone = try requests.map { try Answer($0, searcher, $1) }
    let differences = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      for step in requests.indices {
        // Each thread has another order.
        let number = (step * (2 * thread + 1) + thread * 5) % requests.count
        let (request, maker) = requests[number]
        let answer = try? Answer(request, searcher, maker)
        if answer != alone[number] {
          differences.withLock { $0.append("request \(number) on thread \(thread)") }
        }
      }
    }
    #expect(differences.withLock { $0 } == [], "\(fixture)")
  }
}
