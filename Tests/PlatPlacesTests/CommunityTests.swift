import PlatGeometry
import PlatIndex
import PlatListings
import PlatPlaces
import PlatSearch
import PlatTestSupport
import Testing

/// Cities, subdivisions and their statistics equal a check of each listing.
@Suite(.timeLimit(.minutes(30))) struct CommunityTests {
  /// The result of a check of each listing of a place.
  private struct Plain {
    let listings: [PlainListing]

    var active: [PlainListing] {
      listings.filter { $0[text: .standardStatus]?.lowercased() == "active" }
    }

    var prices: [Double] {
      active.filter { $0[text: .propertyType] != "B" }
        .compactMap { $0[number: .listPrice] }.map { Double($0) / 100 }.sorted()
    }

    var median: Double? {
      let prices = prices
      guard !prices.isEmpty else { return nil }
      return (prices[(prices.count - 1) / 2] + prices[prices.count / 2]) / 2
    }

    func mean(_ field: Field) -> Double? {
      let values = listings.compactMap { $0[number: field] }
      return values.isEmpty
        ? nil : Double(values.reduce(0, +)) / Double(values.count) / Double(field.scale)
    }
  }

  /// A place's key: its name without case, spaces and signs.
  private static func key(_ name: String?) -> String {
    String(
      (name ?? "").lowercased().unicodeScalars.map { scalar in
        let plain = scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
        return plain ? Character(scalar) : " "
      }
    ).split(separator: " ").joined(separator: "-")
  }

  private func same(_ one: Double?, _ other: Double?) -> Bool {
    guard let one, let other else { return one == nil && other == nil }
    return abs(one - other) <= 1e-9 * max(1, abs(other))
  }

  @Test(arguments: [
    Fixture.samples, .mixed, .distinct, .oneValue, .bare, .none, .one, .rows65, .nowhere,
  ])
  func placesAndStatisticsAreWhatALookAtEachListingGives(_ fixture: Fixture) throws {
    let world = try fixture.world
    let searcher = Searcher(world.generation)
    let community = Community(searcher, ScopedStatuses(.all, world.index))
    var cities: [String: [PlainListing]] = [:]
    var subdivisions: [String: [PlainListing]] = [:]
    var states: [String: Set<String>] = [:]
    for listing in world.listings where !Self.key(listing[text: .city]).isEmpty {
      let state = Self.key(listing[text: .stateOrProvince])
      if !state.isEmpty { states[Self.key(listing[text: .city]), default: []].insert(state) }
    }
    for listing in world.listings {
      let city = Self.key(listing[text: .city])
      guard !city.isEmpty else { continue }
      var state = Self.key(listing[text: .stateOrProvince])
      if state.isEmpty {
        if states[city]?.count ?? 0 > 1 { continue }
        state = states[city]?.first ?? ""
      }
      let id = state.isEmpty ? city : city + "-" + state
      cities[id, default: []].append(listing)
      let name = Self.key(listing[text: .subdivision])
      if !name.isEmpty, name != "none" {
        subdivisions[name + "-" + id, default: []].append(listing)
      }
    }
    // Names in other scripts than Latin have ids that this oracle does not make.
    let isPlain = world.listings.allSatisfy {
      ($0[text: .city] ?? "").allSatisfy(\.isASCII)
        && ($0[text: .subdivision] ?? "").allSatisfy(\.isASCII)
        && !($0[text: .city] ?? "").contains("'") && !($0[text: .subdivision] ?? "").contains("'")
    }
    guard isPlain else {
      #expect(community.cities.reduce(0) { $0 + $1.listings } <= world.listings.count)
      return
    }
    #expect(Set(community.cities.map(\.id)) == Set(cities.keys), "\(world.name)")
    #expect(Set(community.subdivisions.map(\.id)) == Set(subdivisions.keys), "\(world.name)")
    for place in community.cities + community.subdivisions {
      let all = try #require(place.kind == .city ? cities[place.id] : subdivisions[place.id])
      let plain = Plain(listings: all)
      let text: Comment = "\(world.name): \(place.id)"
      let statistics = try community.statistics(of: place)
      #expect(place.listings == all.count && statistics.totalListings == all.count, text)
      #expect(
        place.activeListings == plain.active.count
          && statistics.activeListings == plain.active.count, text)
      #expect(statistics.price.count == plain.prices.count, text)
      if let median = plain.median {
        #expect(same(statistics.price.median, median), text)
        #expect(
          statistics.price.minimum == plain.prices.first
            && statistics.price.maximum == plain.prices.last, text)
      }
      #expect(same(statistics.meanSqft, plain.mean(.sqft)), text)
      #expect(same(statistics.meanYearBuilt, plain.mean(.yearBuilt)), text)
      #expect(same(statistics.meanHoaFee, plain.mean(.hoaFee)), text)
      let found = try searcher.rows(ListingFilter(place.conditions), in: Region())
      #expect(Set(found.map { world.index.keys.string(at: Int($0)) }) == Set(all.map(\.key)), text)
      #expect(community.city(id: place.cityID) != nil, text)
      #expect(try community.statistics(of: place) == statistics, text)
    }
  }

  /// The places of some JSON lines.
  private func town(_ lines: [String]) throws -> Town { try Town(lines) }

  private func line(_ key: Int, _ city: String?, _ state: String?, _ subdivision: String? = nil)
    -> String
  {
    var members = [
      "\"listingKey\":\"k\(key)\"", "\"standardStatus\":\"Active\"", "\"listPrice\":\(key)00000",
    ]
    for (name, value) in [("city", city), ("stateOrProvince", state), ("subdivision", subdivision)]
    {
      if let value { members.append("\"\(name)\":\"\(value)\"") }
    }
    return "{" + members.joined(separator: ",") + "}"
  }

  @Test func namesThatDifferInCaseAndBlanksAreOneCity() throws {
    let lines = [
      line(1, "Palm Springs", "CA", "Deepwell"), line(2, "PALM SPRINGS", "CA", "deepwell"),
      line(3, "palm  springs", "California", "N/A"), line(4, "Palm Springs", nil, "Deep Well"),
      line(5, "Portland", "OR"), line(6, "Portland", "ME"), line(7, "Portland", nil),
      line(8, nil, "CA", "Deepwell"),
      line(9, "Cañon City", "CO", "None"), line(10, "Canon City", "CO"),
      line(11, "Москва", nil, "Арбат"),
      line(12, "Springs", "CA", "Deepwell Palm"), line(13, "St. George", "UT"),
      line(14, "St George", "UT"),
      line(15, "...", "CA"),
    ]
    let one = try town(lines)
    let two = try town(lines.reversed())
    let cities = one.community.cities
    #expect(cities.map(\.id) == two.community.cities.map(\.id))
    let byID = Dictionary(uniqueKeysWithValues: cities.map { ($0.id, $0) })
    #expect(
      byID["palm-springs-ca"]?.listings == 4 && byID["palm-springs-ca"]?.name == "Palm Springs"
    )
    #expect(byID["palm-springs-ca"]?.state == "CA")
    #expect(byID["portland-or"]?.listings == 1 && byID["portland-me"]?.listings == 1)
    #expect(byID["canon-city-co"]?.listings == 2 && byID["st-george-ut"]?.listings == 2)
    #expect(cities.count == 7, "\(cities.map(\.id))")
    #expect(cities.contains { $0.name == "Москва" && $0.id.hasPrefix("x") })
    // Two subdivisions whose names give one id have two ids.
    let subdivisions = one.community.subdivisions
    #expect(subdivisions.map(\.id).sorted() == two.community.subdivisions.map(\.id).sorted())
    #expect(Set(subdivisions.map(\.id)).count == subdivisions.count)
    #expect(one.community.subdivision(id: "deepwell-palm-springs-ca")?.cityID == "palm-springs-ca")
    #expect(one.community.subdivision(id: "deepwell-palm-springs-ca-2")?.cityID == "springs-ca")
    #expect(one.community.subdivision(id: "deep-well-palm-springs-ca")?.listings == 1)
    for place in cities + subdivisions {
      #expect(
        try one.searcher.count(ListingFilter(place.conditions)) == place.listings,
        "\(place.id)")
    }
  }

  @Test func whatIsMeantByAName() throws {
    let listings = try town([
      line(1, "Palm Springs", "CA", "Deepwell Estates"),
      line(2, "Palm Springs", "CA", "Twin Palms"),
      line(3, "Palm Desert", "CA", "Palm Valley"), line(4, "Portland", "OR"),
      line(5, "Portland", "ME"),
      line(6, "Palm Desert", "CA", "Palm Greens"),
    ])
    func id(_ city: String, _ subdivision: String? = nil) -> String? {
      listings.lookUp(city: city, subdivision: subdivision).place?.id
    }
    for text in [
      "Palm Springs", " palm  SPRINGS", "Palm Springs, CA", "palm springs, california",
      "palm-springs-ca",
    ] {
      #expect(id(text) == "palm-springs-ca", "\(text)")
    }
    #expect(id("Portland, ME") == "portland-me" && id("portland, oregon") == "portland-or")
    let portland = listings.lookUp(city: "Portland")
    #expect(portland.place == nil && portland.alternatives.count == 2 && portland.reason != nil)
    #expect(id("Palm Springs", "deepwell") == "deepwell-estates-palm-springs-ca")
    #expect(id("Palm Springs", "Twin Pams") == "twin-palms-palm-springs-ca")
    let several = listings.lookUp(city: "Palm Desert", subdivision: "palm")
    #expect(several.place == nil && several.alternatives.count == 2)
    let none = listings.lookUp(city: "Palm Desert", subdivision: "Qwxz")
    #expect(
      none.place == nil && !none.alternatives.isEmpty
        && none.reason?.contains("Palm Desert") == true)
    for text in ["Qwxzyk", "", "!!!", String(repeating: "a", count: 5_000)] {
      let lookup = listings.lookUp(city: text)
      #expect(
        lookup.place == nil && lookup.confidence == 0 && lookup.reason != nil, "\(text.prefix(10))")
    }
    let empty = try town([])
    #expect(empty.community.cities.isEmpty && empty.lookUp(city: "Indio").place == nil)
  }
}

/// The places of some listings.
struct Town {
  let world: TestWorld
  let searcher: Searcher
  let community: Community
  let gazetteer: Gazetteer

  init(_ lines: [String]) throws {
    try self.init(TestWorld("lines", lines.compactMap { PlainListing(json: $0) }))
  }

  init(_ world: TestWorld) {
    self.world = world
    searcher = Searcher(world.generation)
    community = Community(searcher, ScopedStatuses(.all, world.index))
    gazetteer = Gazetteer(of: community.census, nil)
  }

  func lookUp(city: String, subdivision: String? = nil) -> CommunityLookup {
    community.lookUp(city: city, subdivision: subdivision) { gazetteer }
  }
}
