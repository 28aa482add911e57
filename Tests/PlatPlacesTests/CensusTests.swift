import PlatGeometry
import PlatIndex
import PlatListings
import PlatPlaces
import PlatSearch
import PlatSnapshot
import PlatTestSupport
import Testing

/// The census equals a check of each listing.
@Suite(.timeLimit(.minutes(30))) struct CensusTests {
  private static let worlds: [Fixture] = [
    .samples, .mixed, .distinct, .globe, .bare, .none, .one, .rows65, .nowhere, .onePlace,
  ]

  /// Towns with difficult names: two states, no state, accents, letters of other scripts, no city.
  private static let names:
    [(city: String?, state: String?, subdivision: String?, postalCode: String?)] = [
      ("Portland", "OR", "Old Town", "97201"), ("Portland", "ME", "Old Town", "04101"),
      ("PORTLAND", "Oregon", "old town", "97201"), ("Portland", nil, "Pearl", "97209"),
      ("Canon City", "CO", nil, "81212"), ("Cañon City", "CO", "None", "81212"),
      ("Москва", nil, "Арбат", nil), (nil, "CA", "Deepwell", "92264"),
      ("Palm Springs", "CA", "Deepwell", "92264"), ("palm springs", nil, "deepwell", "92262"),
      ("Rancho Mirage", "CA", nil, "92264"), ("...", "CA", "Deepwell", nil),
      (nil, nil, nil, "92264"), ("St. George", "UT", nil, "84770"),
      ("St George", "UT", nil, "84770"),
    ]

  private static let lines = names.enumerated().map { (number, names) -> String in
    var members = [
      "\"listingKey\":\"k\(number)\"",
      "\"standardStatus\":\"\(number % 3 == 0 ? "Closed" : "Active")\"",
      "\"latitude\":\(33.0 + Double(number) / 8)", "\"longitude\":\(-117.0 + Double(number) / 4)",
    ]
    for (name, value) in [
      ("city", names.city), ("stateOrProvince", names.state),
      ("subdivision", names.subdivision), ("postalCode", names.postalCode),
    ] {
      if let value { members.append("\"\(name)\":\"\(value)\"") }
    }
    return "{" + members.joined(separator: ",") + "}"
  }

  private static func towns() throws -> [Town] {
    try [Town(lines)] + worlds.map { Town(try $0.world) }
  }

  /// The codes of a row.
  private func codes(_ row: Int, _ index: ListingIndex) -> PlaceCodes {
    func code(_ field: Field) -> UInt32 { UInt32(index.codes(field)?.column.stored(row) ?? 0) }
    return PlaceCodes(
      city: code(.city), state: code(.stateOrProvince), subdivision: code(.subdivision))
  }

  /// The rows that match a place's conditions.
  private func rows(_ place: Place, _ town: Town) throws -> Set<Int> {
    Set(try town.searcher.rows(ListingFilter(place.conditions), in: Region()).map { Int($0) })
  }

  @Test func codesStandForExactlyTheListingsOfAPlace() throws {
    for town in try Self.towns() {
      let (census, index) = (town.community.census, town.world.index)
      let rowsOfCodes = Dictionary(grouping: 0..<index.rows) { codes($0, index) }
      let rowsOfPair = Dictionary(grouping: 0..<index.rows) { row in
        let codes = codes(row, index)
        return PlaceCodes(city: codes.city, state: codes.state)
      }
      for place in census.cities + census.subdivisions {
        let isCity = place.kind == .city
        let own = try #require(
          isCity ? census.codes(ofCity: place.id) : census.codes(ofSubdivision: place.id))
        #expect(Set(own).count == own.count && !own.isEmpty)
        let meant = own.flatMap { (isCity ? rowsOfPair : rowsOfCodes)[$0] ?? [] }
        #expect(try Set(meant) == rows(place, town), "\(town.world.name): \(place.id)")
        #expect(meant.count == place.listings, "\(town.world.name): \(place.id)")
        for codes in own {
          let found = isCity ? census.city(of: codes) : census.subdivision(of: codes)
          #expect(found == place, "\(town.world.name): \(place.id)")
        }
      }
      #expect(census.codes(ofCity: "nowhere") == nil && census.codes(ofSubdivision: "") == nil)
    }
  }

  @Test func aFacetsValueHasTheIdsOfItsPlaces() throws {
    for town in try Self.towns() {
      let (census, index) = (town.community.census, town.world.index)
      var (cities, parts): ([UInt32: [String: Int]], [UInt32: [String: Int]]) = ([:], [:])
      for codes in (0..<index.rows).map({ codes($0, index) }) {
        if let place = census.city(of: codes) {
          cities[codes.city, default: [:]][place.id, default: 0] += 1
        }
        if let place = census.subdivision(of: codes) {
          parts[codes.subdivision, default: [:]][place.id, default: 0] += 1
        }
      }
      for code in 1..<UInt32((index.codes(.city)?.codes ?? 0) + 1) {
        let found = census.cities(withCode: code)
        let counts = Dictionary(uniqueKeysWithValues: found.map { ($0.place.id, $0.listings) })
        #expect(counts == cities[code] ?? [:], "\(town.world.name): city \(code)")
        #expect(found.map(\.listings) == found.map(\.listings).sorted(by: >))
      }
      for code in 1..<UInt32((index.codes(.subdivision)?.codes ?? 0) + 1) {
        let found = census.subdivisions(withCode: code)
        let counts = Dictionary(uniqueKeysWithValues: found.map { ($0.place.id, $0.listings) })
        #expect(counts == parts[code] ?? [:], "\(town.world.name): subdivision \(code)")
      }
    }
  }

  /// The result of a check of each listing for a name.
  private struct Look: Equatable {
    var listings = 0
    var active = 0
    var longitudes: Int64 = 0
    var latitudes: Int64 = 0
    var located = 0
    var box = Box.empty
    var ids: Set<String> = []

    mutating func add(_ listing: PlainListing, _ id: String) {
      listings += 1
      if listing[text: .standardStatus]?.lowercased() == "active" { active += 1 }
      ids.insert(id)
      guard let position = listing.position else { return }
      located += 1
      longitudes += Int64(position.longitude)
      latitudes += Int64(position.latitude)
      box.expand(position)
    }

    func matches(_ place: Place) -> Bool {
      let middle =
        located == 0
        ? nil
        : Coordinate(
          longitude: Int32((Double(longitudes) / Double(located)).rounded()),
          latitude: Int32((Double(latitudes) / Double(located)).rounded()))
      let id = ids.count == 1 ? ids.first ?? "" : ""
      return place.listings == listings && place.activeListings == active
        && place.coordinate == middle && place.box == (located == 0 ? nil : box)
        && (place.kind == .postalCode || place.id == id)
    }
  }

  @Test func namesAreWhatALookAtEachListingGives() throws {
    for town in try Self.towns() {
      let (census, index) = (town.community.census, town.world.index)
      var looks: [[String]: Look] = [:]
      var postalCodes: [String: (listings: Int, cities: [String: Int])] = [:]
      func folded(_ field: Field, _ row: Int) -> String {
        guard let column = index.codes(field) else { return "" }
        let code = column.column.stored(row)
        return code == 0 ? "" : column.folded.string(at: Int(code) - 1)
      }
      for row in 0..<index.rows {
        let listing = town.world.listings[town.world.listingOfRow[row]]
        let codes = codes(row, index)
        let (city, name) = (folded(.city, row), folded(.subdivision, row))
        if !city.isEmpty {
          looks[["city", city], default: Look()].add(listing, census.city(of: codes)?.id ?? "")
        }
        if !name.isEmpty {
          let id = census.subdivision(of: codes)?.id ?? ""
          looks[["subdivision", name, city], default: Look()].add(listing, id)
        }
        let code = folded(.postalCode, row)
        if !code.isEmpty {
          postalCodes[code, default: (0, [:])].listings += 1
          postalCodes[code, default: (0, [:])].cities[city, default: 0] += 1
        }
      }
      func fold(_ text: String) -> String {
        String(decoding: TextFolding.fold(Array(text.utf8).span), as: UTF8.self)
      }
      let names = census.names()
      #expect(names.count == looks.count + postalCodes.count, "\(town.world.name)")
      for place in names where place.kind != .postalCode {
        let key = [place.kind.rawValue, fold(place.name)]
        let look = looks[place.kind == .city ? key : key + [fold(place.cities.first ?? "")]]
        #expect(look?.matches(place) == true, "\(town.world.name): \(place) is \(look as Any)")
      }
      for place in names where place.kind == .postalCode {
        let look = try #require(postalCodes[fold(place.name)])
        #expect(place.listings == look.listings, "\(town.world.name): \(place)")
        #expect(
          Set(place.cities.map(fold)) == Set(look.cities.keys.filter { !$0.isEmpty }), "\(place)")
        let counts = place.cities.map { look.cities[fold($0)] ?? 0 }
        #expect(counts == counts.sorted(by: >), "\(place)")
      }
    }
  }

  @Test func aNameOfOneCityIsThatCity() throws {
    let town = try Town(Self.lines)
    let springs = try #require(town.community.city(id: "palm-springs-ca"))
    let meant = try #require(try town.gazetteer.match("palm sprngs").best).place
    #expect(meant.id == springs.id && meant.conditions == springs.conditions)
    #expect(meant.listings == springs.listings && meant.coordinate == springs.coordinate)
    let deepwell = try #require(try town.gazetteer.match("deepwell, palm springs").best).place
    #expect(deepwell.id == "deepwell-palm-springs-ca" && deepwell.cityID == springs.id)
    // Two states have a Portland: the name stands for both, and has neither's id.
    let portland = try #require(town.gazetteer.place(.city, named: "portland"))
    #expect(portland.id.isEmpty && portland.conditions.isEmpty && portland.listings == 4)
    #expect(town.community.cities.count { $0.name.lowercased() == "portland" } == 2)
    // A name with an accent and one without it are one name.
    let canons = town.community.census.names().filter { $0.id == "canon-city-co" }
    #expect(canons.map(\.listings) == [2])
    #expect(town.community.city(id: "canon-city-co")?.listings == 2)
    // One slug, two names: both have the id of the one city.
    let georges = town.community.census.names().filter { $0.id == "st-george-ut" }
    #expect(georges.map(\.listings) == [1, 1])
    #expect(town.community.city(id: "st-george-ut")?.listings == 2)
    // A place without an id has no listings to sum.
    #expect(try town.community.statistics(of: portland).totalListings == 0)
  }

  @Test func placesLieInStatesByLettersOrName() {
    var place = Place(.city, "Portland", state: "OR")
    place.stateText = "Oregon"
    for text in [nil, "", "OR", "or", "oregon", "OREGON"] { #expect(place.isIn(state: text)) }
    #expect(!place.isIn(state: "ME") && !place.isIn(state: "Ontario"))
    place = Place(.city, "Toronto")
    #expect(!place.isIn(state: "ON") && place.isIn(state: nil))
    place.stateText = "Ontario"
    #expect(place.isIn(state: "ontario") && !place.isIn(state: "OR"))
  }

  @Test func hiddenListingsAreNotCounted() throws {
    let town = try Town(Self.lines)
    let scope = ScopedStatuses(StatusScope(statuses: ["Active"]), town.world.index)
    let census = PlaceCensus(town.world.index, scope)
    for place in census.cities { #expect(place.listings == place.activeListings) }
    let active = town.community.cities.filter { $0.activeListings > 0 }
    func counts(_ places: [Place]) -> [String: Int] {
      Dictionary(uniqueKeysWithValues: places.map { ($0.id, $0.activeListings) })
    }
    #expect(counts(census.cities) == counts(active) && !active.isEmpty)
  }
}
