import PlatListings
import Testing

@testable import Plat

/// Requests read from names and values.
@Suite(.timeLimit(.minutes(30))) struct ParameterTests {
  private static func request(_ parameters: (name: String, value: String)...) throws
    -> SearchRequest
  {
    try SearchParameters.request(parameters)
  }

  private static func conditions(_ name: String, _ value: String) throws -> [ListingFilter
    .Condition]
  {
    let conditions = try request((name, value), ("standardStatus", "any")).filter.conditions
    return conditions
  }

  /// Each parameter that makes a condition, a value, and the condition.
  private static let conditions:
    [(name: String, value: String, condition: ListingFilter.Condition)] = [
      ("city", "Palm", .contains(.city, "Palm")),
      ("city", " Palm\u{A0}", .contains(.city, "Palm")),
      ("city", "Indio, Coachella", .containsAny(.city, ["Indio", "Coachella"])),
      ("city", "\"A, B\"", .contains(.city, "A, B")),
      ("city", "Palm Springs, CA", .contains(.city, "Palm Springs")),
      ("subdivision", "deepwell", .contains(.subdivision, "deepwell")),
      (
        "stateOrProvince", "calif",
        .equals(.stateOrProvince, ["CA", "cali", "calif", "california"])
      ),
      ("stateOrProvince", "Bavaria", .equals(.stateOrProvince, ["Bavaria"])),
      ("listingKey", "a, B", .keys(["a", "B"])),
      ("listingFor", "rent", ListingFor.rent.condition),
      ("listingFor", "SALE", ListingFor.sale.condition),
      ("postalCode", "92262, 92264", .equals(.postalCode, ["92262", "92264"])),
      ("minPrice", "400000", .number(.listPrice, 40_000_000...Int64.max)),
      ("minPrice", "$400,000.50", .number(.listPrice, 40_000_050...Int64.max)),
      ("maxPrice", "900000", .number(.listPrice, Listing.missing + 1...90_000_000)),
      ("minClosePrice", "1", .number(.closePrice, 100...Int64.max)),
      ("maxClosePrice", "2", .number(.closePrice, Listing.missing + 1...200)),
      ("minBeds", "3", .number(.beds, 3...Int64.max)),
      ("maxBeds", "4", .number(.beds, Listing.missing + 1...4)),
      ("minBaths", "2.5", .number(.baths, 10...Int64.max)),
      ("maxBaths", "2.5", .number(.baths, Listing.missing + 1...10)),
      ("minSqft", "1500", .number(.sqft, 150_000...Int64.max)),
      ("maxSqft", "3000", .number(.sqft, Listing.missing + 1...300_000)),
      ("minYearBuilt", "1990", .number(.yearBuilt, 1990...Int64.max)),
      ("maxYearBuilt", "1965", .number(.yearBuilt, Listing.missing + 1...1965)),
      ("minLotSqft", "10000", .number(.lotSizeSquareFeet, 1_000_000...Int64.max)),
      ("maxLotSqft", "1", .number(.lotSizeSquareFeet, Listing.missing + 1...100)),
      ("minHoaFee", "4", .number(.hoaFee, 400...Int64.max)),
      ("minGarage", "2", .number(.garage, 2...Int64.max)),
      ("maxGarage", "3", .number(.garage, Listing.missing + 1...3)),
      ("maxHoaFee", "400", .number(.hoaFee, Listing.missing + 1...40_000)),
      ("propertyType", "Residential", .equals(.propertyType, ["A"])),
      ("propertyType", "residential lease,C", .equals(.propertyType, ["B", "C"])),
      ("propertySubType", "Condo,Townhouse", .equals(.propertySubType, ["Condo", "Townhouse"])),
      ("propertySubType", "single-family residence", .equals(.propertySubType, ["Single Family"])),
      ("notPropertySubType", "condominium", .excludes(.propertySubType, ["Condo"])),
      ("notPropertyType", "Lease", .excludes(.propertyType, ["B"])),
      ("minStories", "2", .number(.stories, 8...Int64.max)),
      ("maxOriginalListPrice", "2", .number(.originalListPrice, Listing.missing + 1...200)),
      ("maxFeaturedOrder", "3", .number(.featuredOrder, Listing.missing + 1...3)),
      ("isFeatured", "yes", .number(.isFeatured, 1...1)),
      ("isFeatured", "false", .not(ListingFilter([.number(.isFeatured, 1...1)]))),
      ("closedBefore", "2026-01-01", .number(.closeDate, Listing.missing + 1...1_767_225_599)),
      ("onMarketSince", "2026-01-01", .number(.onMarketDate, 1_767_225_600...Int64.max)),
      ("onMarketBefore", "2026-01-01", .number(.onMarketDate, Listing.missing + 1...1_767_225_599)),
      ("contractSince", "2026-01-01", .number(.listingContractDate, 1_767_225_600...Int64.max)),
      (
        "contractBefore", "2026-01-01",
        .number(.listingContractDate, Listing.missing + 1...1_767_225_599)
      ),
      ("maxStories", "2", .number(.stories, Listing.missing + 1...8)),
      ("minOriginalListPrice", "2", .number(.originalListPrice, 200...Int64.max)),
      ("minFeaturedOrder", "3", .number(.featuredOrder, 3...Int64.max)),
      ("notSubdivision", "\"A, B\"", .excludes(.subdivision, ["A, B"])),
      ("notPostalCode", "92262,92264", .excludes(.postalCode, ["92262", "92264"])),
      ("notStateOrProvince", "Bavaria", .excludes(.stateOrProvince, ["Bavaria"])),
      ("streetNumber", "100,102", .equals(.streetNumber, ["100", "102"])),
      ("unitNumber", "B", .equals(.unitNumber, ["B"])),
      ("mlsSource", "CRMLS", .equals(.mlsSource, ["CRMLS"])),
      ("notMlsSource", "CRMLS", .excludes(.mlsSource, ["CRMLS"])),
      ("notSource", "manual", .excludes(.source, ["MANUAL"])),
      ("listAgentFullName", "Ana Ruiz", .equals(.listAgentFullName, ["Ana Ruiz"])),
      ("notListAgentFullName", "Ana Ruiz", .excludes(.listAgentFullName, ["Ana Ruiz"])),
      ("listOfficeName", "X", .equals(.listOfficeName, ["X"])),
      ("notListOfficeName", "X", .excludes(.listOfficeName, ["X"])),
      ("notCity", "Indio, Mecca", .excludes(.city, ["Indio", "Mecca"])),
      ("streetName", "Main", .equals(.streetName, ["Main"])),
      ("source", "mls", .equals(.source, ["MLS"])),
      ("notLandType", "fee simple", .excludes(.landType, ["Fee"])),
      ("hasPool", "true", .pool(true)),
      ("hasPool", "no", .pool(false)),
      ("landType", "Lease", .equals(.landType, ["Lease"])),
      ("landType", "fee simple", .equals(.landType, ["Fee"])),
      ("listedBefore", "2026-01-01", .listed(Listing.missing + 1...1_767_225_599)),
      ("soldSince", "2026-01-01", .number(.closeDate, 1_767_225_600...Int64.max)),
      ("soldBefore", "2026-01-01", .number(.closeDate, Listing.missing + 1...1_767_225_599)),
      ("listedSince", "2026-01-01", .listed(1_767_225_600...Int64.max)),
      ("closedSince", "2026-01-01T12:00:00+01:00", .number(.closeDate, 1_767_265_200...Int64.max)),
    ]

  @Test(arguments: conditions.indices) func eachParameterMakesItsCondition(_ place: Int) throws {
    let (name, value, condition) = Self.conditions[place]
    #expect(try Self.conditions(name, value) == [condition], "\(name)=\(value)")
  }

  @Test func everyParameterIsTriedHere() {
    let tried = Set(Self.conditions.map(\.name))
    let others: Set = [
      "standardStatus", "bbox", "near", "radius", "within", "where", "sort", "page", "limit",
      "cursor",
      "facets", "statistics", "bounds", "explain", "cityId", "subdivisionId", "notStandardStatus",
    ]
    #expect(tried.union(others) == Set(SearchParameter.all.map(\.name)))
    #expect(tried.isDisjoint(with: others))
    #expect(Set(SearchParameter.all.map(\.name)).count == SearchParameter.all.count)
  }

  @Test func everySearchableFieldHasItsParameters() {
    let effects = SearchParameter.all.map(\.effect)
    for field in Field.numbers where ![.latitude, .longitude].contains(field) {
      if case .flag = field.definition.kind {
        #expect(effects.contains(.flag(field)), "\(field)")
        continue
      }
      #expect(effects.contains(.atLeast(field)), "\(field)")
      #expect(effects.contains(.atMost(field)) || effects.contains(.before(field)), "\(field)")
    }
    // Pools are a flag of their own; nobody looks for a home by the kind of its street.
    let others: Set<Field> = [.slug, .pool, .streetDirPrefix, .streetSuffix, .streetDirSuffix]
    let address: Set<Field> = [.streetNumber, .streetName, .unitNumber]
    for field in Field.codes where !others.contains(field) {
      #expect(effects.contains(.oneOf(field)) || effects.contains(.contains(field)), "\(field)")
      if !address.contains(field) { #expect(effects.contains(.noneOf(field)), "\(field)") }
    }
  }

  @Test func anotherStatusLiftsTheDefault() throws {
    #expect(
      try Self.request(("notStandardStatus", "Sold")).filter.conditions == [
        .excludes(.standardStatus, ["Closed"])
      ])
    #expect(try Self.request(("notStandardStatus", " ")).filter.conditions.count == 1)
    #expect(throws: ParameterError.self) { try Self.request(("notStandardStatus", "any")) }
  }

  @Test func mapsTakeTheFilters() throws {
    let ordering: Set = [
      "sort", "page", "limit", "cursor", "facets", "statistics", "bounds", "explain",
    ]
    #expect(Set(SearchParameter.filters.map(\.name)).isDisjoint(with: ordering))
    #expect(SearchParameter.filters.count + ordering.count == SearchParameter.all.count)
    let parameters = [
      ("minBeds", "2"), ("city", "palm"), ("near", "33.8,-116.5"), ("radius", "2mi"),
    ]
    let query = try MapParameters.query(parameters)
    #expect(query == MapQuery(try SearchParameters.request(parameters)))
    #expect(
      query == (try MapParameters.query(parameters.reversed())),
      "the order of names does not matter")
    #expect(query != (try MapParameters.query(Array(parameters.dropFirst()))))
    for wrong in [
      ("sort", "price"), ("limit", "5"), ("minBed", "1"), ("near", "33.8,-116.5"),
      ("minBeds", "many"),
    ] {
      let error = #expect(throws: ParameterError.self) { _ = try MapParameters.query([wrong]) }
      #expect(error?.parameter == wrong.0)
    }
  }

  @Test func everyExampleIsRight() throws {
    let cursor = try #require(try Self.firstCursor(sort: "price"))
    for parameter in SearchParameter.all {
      var parameters = [(name: parameter.name, value: parameter.example)]
      switch parameter.effect {
      case .radius: parameters.append(("near", "33.8303,-116.5453"))
      case .cursor: parameters = [(parameter.name, cursor), ("sort", "price")]
      default: break
      }
      #expect(throws: Never.self, "\(parameter.name)=\(parameter.example)") {
        _ = try Fixtures.twelve.get().database.search(parameters: parameters)
      }
    }
  }

  private static func firstCursor(sort: String) throws -> String? {
    try Fixtures.twelve.get().database.search(parameters: [("sort", sort), ("limit", "2")])
      .nextCursor?.text
  }

  @Test func withoutAStatusListingsAreActive() throws {
    func status(_ values: String...) throws -> [ListingFilter.Condition] {
      try SearchParameters.request(values.map { (name: "standardStatus", value: $0) }).filter
        .conditions
    }
    #expect(try status() == [.equals(.standardStatus, ["Active"])])
    #expect(try status("Closed") == [.equals(.standardStatus, ["Closed"])])
    #expect(
      try status("Closed,Pending", "Hold") == [
        .equals(.standardStatus, ["Closed", "Pending", "Hold"])
      ])
    #expect(try status("any") == [] && status("Closed,ANY") == [])
  }

  @Test func regionsAreReadFromTheirParameters() throws {
    let box = try Self.request(("bbox", "-116.6,33.7,-116.4,33.9")).region
    #expect(
      box.boxes == [
        Box(west: -1_166_000_000, south: 337_000_000, east: -1_164_000_000, north: 339_000_000)
      ])
    #expect(
      try Self.request(("bbox", "170,-10,-170,10")).region.boxes?.count == 2,
      "across the antimeridian")
    let circle = try #require(
      try Self.request(("near", "33.8303, -116.5453"), ("radius", "1mi")).region.circle)
    #expect(
      circle.radiusMeters == 1609.344
        && circle.center == Coordinate(longitude: -1_165_453_000, latitude: 338_303_000))
    let polygon = try Self.request(("within", "POLYGON((0 0, 1 0, 1 1, 0 0))")).region.polygon
    #expect(polygon?.boundingBox == Box(west: 0, south: 0, east: 10_000_000, north: 10_000_000))
    #expect(try Self.request(("near", "1,2")).region.isEverywhere, "near alone sorts")
  }

  @Test func ordersAreReadFromSort() throws {
    let place = Coordinate(longitude: 20_000_000, latitude: 10_000_000)
    #expect(try Self.request().sort == .by(.date, descending: true))
    #expect(try Self.request(("near", "1,2")).sort == .distance(from: place, descending: false))
    #expect(
      try Self.request(("near", "1,2"), ("sort", "-distance")).sort
        == .distance(from: place, descending: true))
    #expect(
      try Self.request(("near", "1,2"), ("sort", "price")).sort == .by(.price, descending: false))
    for order in SortOrder.allCases {
      #expect(try Self.request(("sort", order.rawValue)).sort == .by(order, descending: false))
      #expect(try Self.request(("sort", "-" + order.rawValue)).sort == .by(order, descending: true))
    }
  }

  @Test func pagesAndSums() throws {
    let request = try Self.request(
      ("page", "3"), ("limit", "50"), ("facets", "city, beds,price,city"), ("statistics", "true"),
      ("explain", "true"))
    #expect(request.offset == 100 && request.limit == 50)
    #expect(
      request.facets == [.city, .beds] && request.wantsPriceHistogram && request.wantsStatistics)
    #expect(request.wantsExplanation)
    #expect(
      try Self.request(("facets", "city,")).facets == [.city], "a comma too many asks for nothing")
    let plain = try Self.request()
    #expect(plain.offset == 0 && plain.limit == 20 && plain.facets.isEmpty && plain.cursor == nil)
    #expect(!plain.wantsPriceHistogram && !plain.wantsStatistics && !plain.wantsExplanation)
  }

  @Test(arguments: [
    ("minPrice", "cheap"), ("minPrice", "-1"), ("listingFor", "swap"),
    ("standardStatus", "Actve"), ("landType", "rent"), ("maxPrice", "1e400"),
    ("maxPrice", "nan"),
    ("minBeds", "2.5"), ("minBeds", "99999999999999999999"), ("minBaths", "2.3"),
    ("hasPool", "perhaps"),
    ("listedSince", "yesterday"), ("closedSince", "2026-02-30"), ("bbox", "1,2,3"),
    ("bbox", "1,2,3,x"),
    ("bbox", "0,10,1,-10"), ("bbox", "33,-117,34,-116"), ("bbox", "0,-181,1,1"),
    ("bbox", "0,0,1e9,1"), ("near", "91,0"), ("near", "33.8"),
    ("near", "1,2,3"),
    ("radius", "1"),
    ("radius", "far"), ("radius", "1 furlong"), ("within", "POINT(1 2)"),
    ("within", "{\"type\":\"Point\"}"),
    ("within", "POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))"), ("sort", "beauty"), ("sort", "--price"),
    ("page", "0"), ("page", "-1"), ("page", "1.5"), ("page", "99999999999"), ("limit", "501"),
    ("limit", "-1"),
    ("limit", "x"), ("cursor", "AQEA"), ("cursor", "!"), ("radius", "30000km"),
    ("facets", "publicRemarks"),
    ("statistics", "maybe"),
  ]) func badValue(_ name: String, _ value: String) throws {
    let error = #expect(throws: ParameterError.self, "\(name)=\(value)") {
      _ = try Self.request((name, value), ("near", name == "radius" ? "1,2" : ""))
    }
    #expect(
      error?.parameter == name && error?.value == value && error?.reason == .badValue,
      "\(name)=\(value)")
    #expect(error?.expected.isEmpty == false && error?.description.contains(value) == true)
  }

  @Test func pageBeyondEveryIndex() {
    let error = #expect(throws: ParameterError.self) {
      _ = try Self.request(("page", "2147483648"), ("limit", "500"))
    }
    #expect(error?.parameter == "page" && error?.reason == .badValue)
  }

  @Test func parametersThatContradictAreRefused() throws {
    for (names, parameter) in [(["radius": "1mi"], "radius"), (["sort": "distance"], "sort")] {
      let error = #expect(throws: ParameterError.self) {
        _ = try SearchParameters.request(names.map { (name: $0.key, value: $0.value) })
      }
      #expect(error?.parameter == parameter && error?.reason == .conflict)
    }
    let cursor = try #require(try Self.firstCursor(sort: "price"))
    let error = #expect(throws: ParameterError.self) {
      _ = try Self.request(("cursor", cursor), ("sort", "price"), ("page", "2"))
    }
    #expect(error?.parameter == "cursor" && error?.reason == .conflict)
  }

  @Test func aCursorBelongsToItsOrder() throws {
    let cursor = try #require(try Self.firstCursor(sort: "price"))
    let error = #expect(throws: PlatError.self) {
      _ = try Fixtures.twelve.get().database.search(parameters: [
        ("cursor", cursor), ("sort", "sqft"),
      ])
    }
    guard case .search(.badCursor) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func aNumberGivenTwiceIsRefusedAndAListIsJoined() throws {
    let error = #expect(throws: ParameterError.self) {
      _ = try Self.request(("minBeds", "2"), ("minBeds", "3"))
    }
    #expect(error?.parameter == "minBeds" && error?.reason == .repeated)
    let kinds = try SearchParameters.request([
      ("propertySubType", "Condo"), ("standardStatus", "any"), ("propertySubType", "Townhouse"),
    ])
    #expect(kinds.filter.conditions == [.equals(.propertySubType, ["Condo", "Townhouse"])])
  }

  @Test(arguments: [
    ("minprice", "minPrice"), ("min_price", "minPrice"), ("minPirce", "minPrice"), ("ctiy", "city"),
    ("facet", "facets"),
    ("standardstatus", "standardStatus"), ("zzzzzzzzzzz", nil),
  ]) func unknown(_ name: String, _ nearest: String?) {
    let error = #expect(throws: ParameterError.self) { _ = try Self.request((name, "1")) }
    guard case .unknown(let found) = error?.reason else {
      Issue.record("\(name): \(String(describing: error))")
      return
    }
    #expect(found == nearest && error?.parameter == name, "\(name)")
    if let nearest { #expect(error?.description.contains("did you mean \(nearest)?") == true) }
  }

  @Test func aLongValueIsShortened() {
    let error = #expect(throws: ParameterError.self) {
      _ = try Self.request(("sort", String(repeating: "x", count: 100_000)))
    }
    #expect(error?.value.count == 80)
  }
}
