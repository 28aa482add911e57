import PlatTestSupport
import Testing

@testable import Plat

/// Conditions in a field's own unit against the values of listings.
@Suite(.timeLimit(.minutes(30))) struct UnitsTests {
  private static let fields: [Field.Number] = [
    .listPrice, .closePrice, .beds, .baths, .sqft, .yearBuilt, .lotSizeSquareFeet, .hoaFee,
  ]

  private static func total(_ filter: ListingFilter, of database: ListingsDatabase) throws -> Int {
    var request = SearchRequest(filter: filter, limit: 0)
    request.statuses = nil
    return try database.search(request).total
  }

  @Test func rangesKeepTheValuesThatListingsShow() throws {
    let database = try Fixtures.many.get().database
    let seed: UInt64 = 5
    var random = SeededGenerator(seed: seed)
    let listings = (0..<database.count).compactMap { database.listing(ordinal: $0) }
    for round in 0..<200 {
      let field = Self.fields[round % Self.fields.count]
      let values = listings.compactMap { $0[field] }
      func end() -> Double {
        let value = values.randomElement(using: &random) ?? 0
        let step = 1 / Double(field.field.scale)
        let shifts = [0, step / 3, -step / 3, step, value.ulp, -value.ulp]
        return value + shifts[Int.random(in: shifts.indices, using: &random)]
      }
      let (a, b) = (end(), end())
      let (low, high) = (min(a, b), max(a, b))
      let filters: [(ListingFilter, (Double) -> Bool)] = [
        (.value(field, low...high), { $0 >= low && $0 <= high }),
        (.value(field, low..<high), { $0 >= low && $0 < high }),
        (.value(field, low...), { $0 >= low }),
        (.value(field, ...high), { $0 <= high }),
        (.value(field, ..<high), { $0 < high }),
        (.value(field, low), { $0 == low }),
        (.not(.value(field, ...high)), { $0 > high }),
      ]
      let missing = listings.count - values.count
      for (place, (filter, isWanted)) in filters.enumerated() {
        let found = try Self.total(filter, of: database)
        let expected = values.count(where: isWanted) + (place == filters.count - 1 ? missing : 0)
        #expect(found == expected, "seed \(seed), round \(round): \(field) by \(place)")
      }
    }
  }

  @Test(arguments: [
    Double.infinity, -.infinity, 1e300, -1e300, 9.3e18, -9.3e18, 0, -0.0, .leastNonzeroMagnitude,
  ])
  func anyNumberWillDo(_ end: Double) throws {
    let database = try Fixtures.twelve.get().database
    let priced = (0..<12).reduce(0) {
      $0 + (database.listing(ordinal: $1)?.value(.listPrice) == nil ? 0 : 1)
    }
    func total(_ filter: ListingFilter) throws -> Int { try Self.total(filter, of: database) }
    #expect(try total(.value(.listPrice, end...)) == (end <= 1 ? priced : 0))
    #expect(try total(.value(.listPrice, ...end)) == (end > 1 ? priced : 0))
    #expect(try total(.value(.listPrice, ..<end)) == (end > 1 ? priced : 0))
    #expect(try total(.value(.listPrice, end...end)) == 0)
    #expect(try total(.value(.listPrice, end..<end)) == 0)
    #expect(try total(.value(.listPrice, PartialRangeFrom(.nan))) == 0)
    #expect(try total(.value(.listPrice, PartialRangeThrough(.nan))) == 0)
    #expect(try total(.value(.listPrice, PartialRangeUpTo(.nan))) == 0)
    #expect(try total(.value(.listPrice, .nan)) == 0)
  }

  @Test func datesFlagsAndTextsFindWhatListingsShow() throws {
    let database = try Fixtures.many.get().database
    let listings = (0..<database.count).compactMap { database.listing(ordinal: $0) }
    func check(
      _ name: String, _ filter: ListingFilter, _ isWanted: (ListingView) -> Bool
    ) throws {
      let expected = listings.count(where: isWanted)
      #expect(try Self.total(filter, of: database) == expected, "\(name): \(expected)")
    }
    let dates = listings.compactMap { $0[.closeDate] }.sorted()
    let (low, high) = (dates[dates.count / 4], dates[dates.count / 2])
    func date(_ listing: ListingView) -> Int64? { listing[.closeDate] }
    try check("closed", .date(.closeDate, low...high)) {
      date($0).map { $0 >= low && $0 <= high } ?? false
    }
    try check("from", .date(.closeDate, low...)) { date($0).map { $0 >= low } ?? false }
    try check("before", .date(.closeDate, ..<high)) { date($0).map { $0 < high } ?? false }
    try check("never", .date(.closeDate, ..<Int64.min)) { _ in false }
    try check("featured", .flag(.isFeatured)) { $0[.isFeatured] == true }
    try check("not featured", .flag(.isFeatured, false)) { $0[.isFeatured] == false }
    let city = try #require(listings[0][.city])
    try check("city", .text(.city, city.uppercased())) { $0[.city] == city }
    let cities = Array(Set(listings.compactMap { $0[.city] })).sorted().prefix(3)
    try check("cities", .text(.city, in: Array(cities))) { cities.contains($0[.city] ?? "") }
    try check("part", .text(.city, containing: "palm")) {
      $0[.city]?.lowercased().contains("palm") ?? false
    }
    try check("nothing", .text(.city, in: [])) { _ in false }
  }

  @Test func filtersCombine() throws {
    let database = try Fixtures.many.get().database
    let listings = (0..<database.count).compactMap { database.listing(ordinal: $0) }
    let filter: ListingFilter = .any([
      .text(.propertySubType, "Condo"),
      [.value(.beds, 4...), .not(.text(.city, "Indio")), .pool(true)],
    ])
    var pools = ListingFilter.pool(true)
    #expect(try Self.total(pools, of: database) > 0)
    pools.add(.pool(false))
    #expect(try Self.total(pools, of: database) == 0)
    #expect(ListingFilter.pool(true).and(.pool(false)) == pools)
    #expect(try Self.total([], of: database) == listings.count)
    #expect(try Self.total(.any([]), of: database) == 0)
    let expected = listings.count { listing in
      let pool = listing[.pool]?.lowercased() ?? "none"
      return listing[.propertySubType] == "Condo"
        || (listing[.beds] ?? 0) >= 4 && listing[.city] != "Indio"
          && !["none", "no", "no pool"].contains(pool)
    }
    #expect(try Self.total(filter, of: database) == expected)
  }

  @Test func activeListingsMatchWhereTheRequestNamesNoStatus() throws {
    let database = try Fixtures.many.get().database
    let statuses = (0..<database.count).compactMap {
      database.listing(ordinal: $0)?[.standardStatus]
    }
    let active = statuses.count { $0 == "Active" }
    func total(_ request: SearchRequest) throws -> Int { try database.search(request).total }
    var request = SearchRequest(limit: 0)
    #expect(try total(request) == active && active < database.count)
    #expect(try total(request) == database.search(parameters: [("limit", "0")]).total)
    // The map shows the same.
    let whole = try database.map.features(
      in: [database.bounds], zoom: 0, matching: MapQuery(request))
    #expect(
      whole.listings.count + whole.clusters.reduce(0) { $0 + $1.count }
        == (0..<database.count).compactMap { database.listing(ordinal: $0) }
        .count { $0[.standardStatus] == "Active" && $0.position != nil })
    request.statuses = ["Closed", "Pending"]
    #expect(try total(request) == statuses.count { $0 == "Closed" || $0 == "Pending" })
    request.statuses = nil
    #expect(try total(request) == database.count)
    request.statuses = []
    #expect(try total(request) == 0)
    // A filter that names a status at any depth replaces the default.
    request = SearchRequest(filter: .text(.standardStatus, "Closed"), limit: 0)
    #expect(try total(request) == statuses.count { $0 == "Closed" })
    request.filter = .any([.not(.text(.standardStatus, "Active"))])
    #expect(try total(request) == database.count - active)
    request.filter = [.value(.beds, 0...)]
    #expect(try total(request) <= active)
    #expect(
      try database.search(parameters: [("standardStatus", "any"), ("limit", "0")]).total
        == database.count)
    let query = try MapParameters.query([("standardStatus", "any")])
    #expect(query.filter.conditions.isEmpty)
  }
}
