import Foundation
import Plat
import PlatAssistant
import PlatCommon
import PlatListings
import PlatSearch

extension Bench {
  /// The other requests of a site: the chat's search, decks to swipe through, statistics of cities.
  func site(_ count: Int, _ path: String, _ database: ListingsDatabase) throws {
    let sets = QuerySets(database, seed: options.seed)
    let cities = try sets.greatCities(30)
    try searchListings(count, database, cities)
    try swipes(count, path, database, cities)
    try cityStatistics(count, database)
  }

  /// A city, a price range, beds and baths: result rows with their photos.
  private func searchListings(_ count: Int, _ database: ListingsDatabase, _ cities: [String]) throws
  {
    var random = SplitMix64(seed: options.seed)
    let searches = (0..<400).map { _ in
      var search = ChatSearch()
      search.city = cities[Int(random.next() % UInt64(cities.count))]
      search.minPrice = Double(300_000 + random.next() % 400_000)
      search.maxPrice = (search.minPrice ?? 0) * 2
      search.minBeds = Double(2 + random.next() % 2)
      search.minBaths = Double(1 + random.next() % 2)
      search.propertyTypes = ["Single Family", "Condo"]
      return search
    }
    try measure("search_listings, with photos", count, searches.count, "50 µs") { query in
      let result = try database.search(searches[query])
      let photos = database.primaryPhotos(of: result.rows)
      return UInt64(result.total) &+ UInt64(photos.count)
    }
    let cold = (0..<400).map { _ in Int(random.next() % UInt64(max(database.count, 1))) }
    var next = 0
    try measure("a photo that nobody asked for before", count, cold.count, "", repetitions: 1) {
      _ in
      next += 1
      let row = (cold[next % cold.count] + next) % max(database.count, 1)
      return UInt64(database.primaryPhotos(of: [database.generation.row(row)]).count)
    }
  }

  /// Batches of twenty for a person with 10,000 swipes, in cities, under filters and everywhere.
  private func swipes(
    _ count: Int, _ path: String, _ database: ListingsDatabase, _ cities: [String]
  ) throws {
    guard wants("swipe batch, 10,000 exclusions") else { return }
    let directory =
      FileManager.default.temporaryDirectory.path + "/plat-bench-swipes-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let active = ListingFilter([.equals(.standardStatus, ["Active"])])
    let rows = try database.searcher.rows(active, in: Region())
    let swiped = min(10_000, rows.count / 2)
    try SwipeStore(path: directory + "/" + SwipeDeck.storeName).put(
      (0..<swiped).map { rows[$0 * rows.count / swiped] }.map {
        SwipeStore.Swipe(
          listingKey: database.index.keys.string(at: Int($0)), action: .like, time: 0)
      }, of: "bench")
    let deck = SwipeDeck(directory: directory)
    var sets = QuerySets(database, seed: options.seed)
    let filters = (0..<400).map { _ in sets.cityFilter(cities) }
    try measure("swipe batch, 10,000 exclusions", count, filters.count, "50 µs") { query in
      let batch = try deck.batch(20, matching: filters[query], of: database, for: "bench")
      return UInt64(batch.total) &+ UInt64(batch.rows.first?.ordinal ?? 0)
    }
    try measure("swipe batch, 10,000 exclusions, everywhere", count, 10, "") { _ in
      let batch = try deck.batch(20, matching: active, of: database, for: "bench")
      return UInt64(batch.total) &+ UInt64(batch.rows.first?.ordinal ?? 0)
    }
    try measure("swipe batch of someone new here, 10,000 kept", count, 5, "", repetitions: 2) { _ in
      let batch = try SwipeDeck(directory: directory).batch(
        20, matching: active, of: database, for: "bench")
      return UInt64(batch.total)
    }
  }

  /// The statistics of the thirty largest cities, computed again each time.
  private func cityStatistics(_ count: Int, _ database: ListingsDatabase) throws {
    guard wants("city statistics") else { return }
    let cities = database.community.cities.sorted { $0.listings > $1.listings }
    let places = Array(cities.prefix(30))
    let mean = Double(places.reduce(0) { $0 + $1.listings }) / Double(max(places.count, 1))
    try measure(
      "city statistics, of the 30 greatest", count, places.count, "200 µs",
      beside: [("listingsOfACity", mean)]
    ) { UInt64(try database.community.summarize(places[$0]).price.median) }
    try measure("city statistics, of all cities", count, cities.count, "200 µs") {
      UInt64(try database.community.summarize(cities[$0]).price.median)
    }
    let anew = try Timing(queries: 1, repetitions: 3) { _ in
      UInt64(try ListingsDatabase(opening: database.path).community.subdivisions.count)
    }
    report.add(
      Report.Row(
        work: "all cities and subdivisions", count: count, unit: "milliseconds",
        values: [("total", anew.median / 1e6)],
        target: "", checksum: anew.checksum))
  }
}
