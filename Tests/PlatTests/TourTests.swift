import Foundation
import Plat
import PlatTestSupport
import Testing

/// The code of the documentation's tour and of the README, unchanged: it compiles and runs.
@Suite(.timeLimit(.minutes(30))) struct TourTests {
  @Test func theEmbeddingExampleRuns() throws {
    let outcome = try Program.run(program: "embedding")
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    try Golden.expect(outcome.output, in: "Tests/PlatTests/Golden/embedding.txt")
  }

  @Test func theTourOfWritingRuns() throws {
    let scratch = try Scratch()
    let directory = scratch.file("demo")
    func home(_ key: String) -> [UInt8] {
      Array("{\"listingKey\":\"\(key)\",\"standardStatus\":\"Active\"}".utf8)
    }
    let lines = ["SC1", "SC2", "SC3", "SC4"].map { home($0) + [10] }.flatMap(\.self)
    _ = try IndexBuild.run([.bytes(lines, name: "lines")], into: directory)
    let (document, first) = (home("SC5"), home("SC6"))

    let live = try LiveDatabase(opening: directory)
    try live.upsert(document)
    try live.setStatus(of: "SC1", to: "Closed")
    try live.delete(key: "SC2")
    try live.setFeatured("SC3", to: true, order: 1)
    #expect(live.current.listing(key: "SC3")?.stored(.isFeatured) == 1)
    try live.write([
      .upsert(document: first), .delete(key: "SC3"),
      .patch(key: "SC4", document: Array(#"{"listPrice": 450000}"#.utf8), if: .exists),
    ])
    let homes = try live.current.search(SearchRequest())

    #expect(Set(homes.hits.map(\.listing.key)) == ["SC4", "SC5", "SC6"])
    try live.reorderFeatured([("SC5", 2), ("SC4", 1)])
    #expect(live.current.listing(key: "SC5")?.stored(.featuredOrder) == 2)
  }

  @Test func theTourRuns() async throws {
    let scratch = try Scratch()
    let directory = scratch.file("demo")
    let feed = Repository.path("samples/listings.ndjson")
    var printed: [String] = []
    func print(_ items: Any...) { printed.append(items.map { "\($0)" }.joined(separator: " ")) }

    // Build
    let summary = try IndexBuild.run([.path(feed)], into: directory)
    print(summary.listings, summary.located, summary.replaced)
    for (reason, count) in summary.feed.refused { print(reason.summary, count) }

    // Open
    let database = try ListingsDatabase(opening: directory)
    print(database.count, database.bounds)

    let live = try LiveDatabase(opening: directory)
    print(live.current.count)
    let updates = live.updates
    live.stop()
    for await update in updates {
      if case .opened(let newer) = update { print("now \(newer.count) listings") }
    }

    // Search
    var request = SearchRequest(limit: 10)
    request.filter = [
      .text(.standardStatus, "Active", "Pending"),
      .text(.city, containing: "palm"),
      .value(.beds, 2...4),
      .value(.listPrice, ...1_500_000),
      .pool(true),
    ]
    request.sort = .price
    let result = try database.search(request)
    print(result.total)

    let asked = request
    request.filter = .any([
      .text(.propertySubType, "Condo"),
      [.value(.beds, 4...), .not(.text(.city, "Indio"))],
    ])
    #expect(try database.search(request).total > 0)
    request = asked

    // Regions
    let center = try Coordinate(latitude: 33.8303, longitude: -116.5453)
    request.region.circle = try Circle(center: center, radiusMeters: Length(parsing: "5mi").meters)
    request.sort = .distance(from: center)
    request.region.polygon = try Polygon(
      parsing: "POLYGON((-116.6 33.7, -116.4 33.7, -116.4 33.9, -116.6 33.9, -116.6 33.7))")
    let near = try database.search(request)
    for hit in near.hits { print(hit.listing.key, hit.distance ?? .infinity) }

    // Parameters
    do {
      let same = try database.search(parameters: [
        ("city", "palm"), ("minBeds", "2"), ("sort", "-price"),
      ])
      print(same.total)
    } catch {
      guard case .parameter(let wrong) = error else { throw error }
      print(wrong.parameter, wrong.expected)
    }

    // Read
    for hit in result.hits {
      print(hit.listing.key, hit.listing.city ?? "", hit.listing.listPrice ?? 0)
    }
    if let listing = database.listing(key: "SC2190041001"),
      let document = try await database.document(of: listing)
    {
      print(String(decoding: document, as: UTF8.self))
    }

    struct Home: Decodable {
      let listingKey: String
      let publicRemarks: String?
    }
    if let listing = database.listing(key: "SC2190041001"),
      let home = try await database.decode(Home.self, of: listing)
    {
      print(home.listingKey, home.publicRemarks ?? "")
    }

    // JSON
    var writer = JSONWriter()
    database.write(result, of: request, to: &writer)
    print(String(decoding: writer.bytes, as: UTF8.self))

    // Sum up
    request.limit = 0
    request.facets = [.city, .beds]
    request.wantsPriceHistogram = true
    request.wantsStatistics = true
    let market = try database.search(request)
    for entry in market.facets[0].entries { print(entry.value, entry.count) }
    if let price = market.statistics?.price {
      print(price.lowerQuartile, price.median, price.upperQuartile)
    }

    // Page
    var page = SearchRequest(sort: .date.descending, limit: 5)
    page.statuses = nil
    while true {
      let next = try database.search(page)
      for hit in next.hits { print(hit.listing.key) }
      guard let cursor = next.nextCursor else { break }
      page.cursor = cursor
    }

    // Explain
    page.cursor = nil
    page.wantsExplanation = true
    if let explanation = try database.search(page).explanation {
      for step in explanation.steps { print(step.name, step.rows, step.bytes) }
    }

    // Map
    let query = try MapParameters.query([("city", "palm"), ("minBeds", "2")])
    if let tile = Tile(z: 10, x: 180, y: 408) {
      let bytes = try database.map.vectorTile(tile, matching: query)
      print(bytes.count, Gzip.compress(bytes.span).count)
    }

    let shown = try database.map.features(in: [database.bounds], zoom: 9, matching: query)
    for cluster in shown.clusters {
      let (rows, total) = try database.map.leaves(of: cluster.id, matching: query, limit: 5)
      print(
        cluster.count, cluster.expansionZoom, total,
        rows.compactMap { database.listing(row: $0)?.key })
    }
    for listing in shown.listings { print(database.listing(row: listing.row)?.key ?? "") }

    // Locations
    let answer = try database.match(location: "near downtown palm sprngs")
    switch answer.verdict {
    case .certain: print(answer.matches[0].place.name)
    case .ambiguous: print("did you mean", answer.matches.map(\.place.name))
    case .none: print("no such place; the nearest are", answer.alternatives.map(\.place.name))
    }

    // Places
    let places = try database.places()
    if let city = places.city(named: "Palm Springs", state: "CA") {
      print(city.id, city.population ?? 0, try places.polygon(of: city) != nil)
    }
    for school in places.all(.school, inCity: "Palm Springs") {
      print(school.name, school.level ?? "")
    }

    // Threads
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      let found = try? database.search(parameters: [("minBeds", "\(thread)")])
      _ = found?.total
    }

    #expect(printed.first == "12 11 0")
    #expect(result.total == 4)
    #expect(near.total == 3)
    let matches = try database.search(parameters: [("city", "palm"), ("minBeds", "2")]).total
    #expect(shown.clusters.reduce(shown.listings.count) { $0 + $1.count } == matches)
    #expect(
      printed.filter { $0.hasPrefix("SC") && !$0.contains(" ") }.count == 12 + shown.listings.count)
  }

  @Test func listingsAreWritten() async throws {
    let scratch = try Scratch()
    let directory = scratch.file("demo")
    let lines = (1...4).map { #"{"listingKey":"SC\#($0)","standardStatus":"Active"}"# }
    _ = try IndexBuild.run(
      [.bytes(Array(lines.joined(separator: "\n").utf8), name: "feed")], into: directory)
    let document = Array(#"{"listingKey":"SC5","standardStatus":"Active"}"#.utf8)
    let first = Array(#"{"listingKey":"SC6","standardStatus":"Active"}"#.utf8)

    let live = try LiveDatabase(opening: directory)
    try live.upsert(document)
    try live.setStatus(of: "SC1", to: "Closed")
    try live.delete(key: "SC2")
    try live.write([
      .upsert(document: first), .delete(key: "SC3"),
      .patch(key: "SC4", document: Array(#"{"listPrice": 450000}"#.utf8), if: .exists),
    ])
    let homes = try live.current.search(SearchRequest())

    #expect(live.current.count == 4 && homes.total == 3)
    #expect(live.current.listing(key: "SC4")?.listPrice == 450_000)
    try await changesAreRead(live)
    try writesAreMerged(in: directory)
  }

  private func changesAreRead(_ live: LiveDatabase) async throws {
    var printed: [String] = []
    func print(_ items: Any...) { printed.append(items.map { "\($0)" }.joined(separator: " ")) }
    func readAllListings() { printed.append("all") }
    DispatchQueue.global().asyncAfter(deadline: .now() + 0.2) {
      _ = try? live.delete(key: "SC4")
    }
    var number = live.current.changeNumber
    while await live.waitForChange(after: number, upTo: .seconds(30)) {
      let page = try live.changes(since: number)
      if page.startsAnew { readAllListings() }
      for change in page.changes { print(change.key, change.kind, change.newPosition as Any) }
      number = page.next
      live.stop()
    }
    #expect(printed == ["SC4 deleted nil"])
  }

  private func writesAreMerged(in directory: String) throws {
    var policy = MergePolicy()
    policy.share = 0.01
    let live = try LiveDatabase(opening: directory, merging: policy)
    try live.merge()
    let merged = live.mergeState
    #expect(merged.unmerged.count == 0 && merged.failure == nil && live.current.count == 3)
    func print(_ items: Any...) {}
    print(live.mergeState.unmerged.count, live.mergeState.failure ?? "")
    live.stop()
  }
}
