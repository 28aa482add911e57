import PlatGeometry
import PlatIndex
import PlatListings
import PlatSearch
import PlatTestSupport
import Synchronization
import Testing

/// An index and an oracle that knows its input.
struct Comparison: Sendable {
  let world: TestWorld
  let oracle: BruteForce
  let searcher: Searcher

  init(_ world: TestWorld) {
    self.world = world
    oracle = BruteForce(world.listings)
    searcher = Searcher(world.generation)
  }

  /// The world of a fixture, with an oracle shared by tests.
  init(_ fixture: Fixture) throws {
    let world = try fixture.world
    self = Self.made.withLock { made in
      if let comparison = made[fixture] { return comparison }
      let comparison = Comparison(world)
      made[fixture] = comparison
      return comparison
    }
  }

  private static let made = Mutex<[Fixture: Comparison]>([:])

  /// The listings of rows, by the oracle's numbers.
  func listings(_ rows: some Sequence<ListingRow>) -> [Int] {
    rows.ordinals.map { world.listingOfRow[$0] }
  }

  /// Answers a request both ways and reports every difference.
  ///
  /// - Parameters:
  ///   - request: A request with or without a cursor.
  ///   - last: The end of the previous page, if there is a cursor.
  @discardableResult
  func check(
    _ request: SearchRequest, after last: BruteForce.Standing? = nil, _ note: String = "",
    at location: SourceLocation = #_sourceLocation
  ) throws -> SearchResult {
    let result = try searcher.search(request)
    let descending = BruteForce.isDescending(request.sort)
    let matches = oracle.matches(request.filter, request.region)
    var rest = oracle.sorted(matches, request.sort)
    if let last {
      rest.removeAll {
        !BruteForce.precedes(last, oracle.standing($0, request.sort), descending: descending)
      }
    }
    let page = Array(rest.dropFirst(request.offset).prefix(request.limit))
    let text = { (what: String) -> Comment in
      "\(world.name) \(note): \(what) of \(Self.told(request))"
    }

    #expect(result.total == matches.count, text("total"), sourceLocation: location)
    #expect(listings(result.rows) == page, text("page"), sourceLocation: location)
    let isLast = request.offset + request.limit >= rest.count
    #expect(
      (result.nextCursor == nil) == (isLast || request.limit == 0), text("next cursor"),
      sourceLocation: location)
    checkDistances(result, request, text, location)
    for field in request.facets { try checkFacet(field, result, request, text, location) }
    if request.wantsPriceHistogram { checkHistogram(result, request, text, location) }
    if request.wantsStatistics { checkStatistics(result, matches, text, location) }
    if let explanation = result.explanation { check(explanation, result, text, location) }
    return result
  }

  /// A request in one line.
  static func told(_ request: SearchRequest) -> String {
    let region = request.region
    var parts = [
      "\(request.filter.conditions)", "sort \(request.sort)", "\(request.offset)+\(request.limit)",
    ]
    if let boxes = region.boxes { parts.append("boxes \(boxes)") }
    if let circle = region.circle {
      parts.append("circle \(circle.center) \(circle.radiusMeters) m")
    }
    if let polygon = region.polygon { parts.append("polygon in \(polygon.boundingBox)") }
    return parts.joined(separator: ", ")
  }

  private typealias Text = (String) -> Comment

  private func checkDistances(
    _ result: SearchResult, _ request: SearchRequest, _ text: Text, _ location: SourceLocation
  ) {
    var center = request.region.circle?.center
    if case .distance(let from, _) = request.sort { center = from }
    guard let center else {
      #expect(result.distances.isEmpty, text("distances"), sourceLocation: location)
      return
    }
    #expect(
      result.distances.count == result.rows.count, text("distances"), sourceLocation: location)
    for (row, distance) in zip(result.rows.ordinals, result.distances) {
      let exact = world.listings[world.listingOfRow[row]].position.map {
        Geodesic.distance(from: center, to: $0)
      }
      #expect((exact == nil) == (distance == nil), text("distance"), sourceLocation: location)
      if let exact, let distance {
        #expect(abs(exact - distance) <= Center.error, text("distance"), sourceLocation: location)
      }
    }
  }

  private func checkFacet(
    _ field: Field, _ result: SearchResult, _ request: SearchRequest, _ text: Text,
    _ location: SourceLocation
  ) throws {
    let facet = try #require(result.facets.first { $0.field == field }, sourceLocation: location)
    let kept = ListingFilter(request.filter.conditions.filter { $0.field != field })
    let expected = oracle.facet(field, oracle.matches(kept, request.region))
    #expect(facet.missing == expected.missing, text("\(field) facet"), sourceLocation: location)
    #expect(
      facet.entries.map(\.value) == expected.entries.map(\.value), text("\(field)"),
      sourceLocation: location)
    #expect(
      facet.entries.map(\.count) == expected.entries.map(\.count), text("\(field)"),
      sourceLocation: location)
  }

  private func checkHistogram(
    _ result: SearchResult, _ request: SearchRequest, _ text: Text, _ location: SourceLocation
  ) {
    let kept = ListingFilter(request.filter.conditions.filter { $0.field != .listPrice })
    let prices = oracle.prices(oracle.matches(kept, request.region)).sorted()
    guard let least = prices.first, let greatest = prices.last else {
      #expect(result.priceHistogram == nil, text("histogram"), sourceLocation: location)
      return
    }
    guard let histogram = result.priceHistogram else {
      Issue.record(text("no histogram"), sourceLocation: location)
      return
    }
    let high = BruteForce.quantile(prices, 0.98)
    let powers = sequence(first: 1.0) { $0 < 1e12 ? $0 * 10 : nil }
    let widths = powers.flatMap { power in [1, 2, 2.5, 5].map { $0 * power } }
    let width = widths.first { $0 >= (high - least) / 28 && $0 == $0.rounded() } ?? 0
    #expect(histogram.width == width, text("bin width"), sourceLocation: location)
    #expect(
      histogram.start == (least / width).rounded(.down) * width, text("first bin"),
      sourceLocation: location)
    #expect(
      histogram.minimum == least && histogram.maximum == greatest, text("bounds"),
      sourceLocation: location)
    var counts = [Int](repeating: 0, count: histogram.counts.count)
    for price in prices {
      let bin = counts.indices.last { histogram.start + Double($0) * width <= price } ?? 0
      counts[bin] += 1
    }
    #expect(histogram.counts == counts, text("bins"), sourceLocation: location)
    let lastBin = histogram.start + Double(counts.count - 1) * width
    #expect(lastBin <= high && high < lastBin + width, text("last bin"), sourceLocation: location)
    #expect(counts.count <= 30, text("number of bins"), sourceLocation: location)
  }

  private func checkStatistics(
    _ result: SearchResult, _ matches: [Int], _ text: Text, _ location: SourceLocation
  ) {
    guard let statistics = result.statistics else {
      Issue.record(text("no statistics"), sourceLocation: location)
      return
    }
    let pairs = [
      (statistics.price, oracle.prices(matches)), (statistics.sqft, oracle.areas(matches)),
      (statistics.pricePerSqft, oracle.quotients(matches)),
    ]
    for (summary, numbers) in pairs {
      let expected = BruteForce.Summary(numbers)
      #expect(summary.count == expected.count, text("count"), sourceLocation: location)
      #expect(
        summary.minimum == expected.minimum && summary.maximum == expected.maximum, text("bounds"),
        sourceLocation: location)
      #expect(Self.isNear(summary.mean, expected.mean), text("mean"), sourceLocation: location)
      for (found, wanted) in zip(
        [summary.lowerQuartile, summary.median, summary.upperQuartile], expected.quartiles)
      {
        #expect(Self.isNear(found, wanted), text("quartile"), sourceLocation: location)
      }
    }
  }

  private static func isNear(_ a: Double, _ b: Double) -> Bool {
    abs(a - b) <= 1e-12 * max(abs(a), abs(b), 1)
  }

  private func check(
    _ explanation: Explanation, _ result: SearchResult, _ text: Text, _ location: SourceLocation
  ) {
    // The steps of several parts follow each other.
    guard world.generation.isWhole else { return }
    #expect(
      explanation.steps.last?.rows == result.total, text("last step"), sourceLocation: location)
    for (step, next) in zip(explanation.steps, explanation.steps.dropFirst()) {
      #expect(
        step.rows >= next.rows && next.blocks <= step.blocks, text("steps"),
        sourceLocation: location)
    }
    #expect(
      (0...world.index.rows).contains(explanation.estimatedRows), text("estimate"),
      sourceLocation: location)
  }
}
