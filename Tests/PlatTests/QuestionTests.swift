import Foundation
import Testing

@testable import Plat

/// Requests as users make them, over listings made for each request.
@Suite(.timeLimit(.minutes(30))) struct QuestionTests {
  /// A database of lines of JSON without their braces.
  static func database(_ lines: [String]) throws -> ListingsDatabase {
    let scratch = try Scratch()
    let text = lines.map { "{\($0)}" }.joined(separator: "\n")
    _ = try IndexBuild.run([.bytes(Array(text.utf8), name: "lines")], into: scratch.file("index"))
    return try withExtendedLifetime(scratch) {
      try ListingsDatabase(opening: scratch.file("index"))
    }
  }

  static func total(_ database: ListingsDatabase, _ parameters: (String, String)...) throws -> Int {
    try database.search(parameters: parameters.map { (name: $0.0, value: $0.1) }).total
  }

  private static func error(_ parameters: (String, String)...) -> ParameterError? {
    #expect(throws: ParameterError.self) {
      _ = try SearchParameters.request(parameters.map { (name: $0.0, value: $0.1) })
    }
  }

  // MARK: Words

  @Test(arguments: [
    "Active Under Contract", "activeUnderContract", "ACTIVE-UNDER-CONTRACT",
    " Active  Under Contract",
  ]) func aStatusIsReadAsFeedsAre(_ word: String) throws {
    let database = try Self.database([
      #""listingKey":"a","standardStatus":"Active Under Contract""#,
      #""listingKey":"b","standardStatus":"Active""#,
    ])
    #expect(try Self.total(database, ("standardStatus", word)) == 1)
  }

  /// The words of portals have the same meaning in feeds and in requests.
  @Test(arguments: [
    ("Sold", "Closed"), ("under contract", "Pending"), ("Contingent", "ActiveUnderContract"),
    ("For Sale", "Active"),
  ]) func aWordOfPortalsIsReadAsFeedsAre(_ word: String, _ status: String) throws {
    let database = try Self.database([
      #""listingKey":"a","standardStatus":"\#(word)""#,
      #""listingKey":"b","standardStatus":"Hold""#,
    ])
    for asked in [word, status, word.uppercased()] {
      #expect(try database.keys([("standardStatus", asked)]) == ["a"], "\(asked)")
    }
  }

  @Test(arguments: [
    ("standardStatus", "Settled", "Closed"), ("standardStatus", "Actve", "Active"),
    ("standardStatus", "all", "any"), ("standardStatus", "off market", "Withdrawn"),
    ("landType", "Leese", "Lease"), ("sort", "-prise", "-price"), ("facets", "citty", "city"),
    ("listingFor", "rental", "rent"),
  ]) func aWordThatCannotBeIsRefusedWithTheNearest(
    _ name: String, _ word: String, _ nearest: String
  )
    throws
  {
    let error = Self.error((name, word))
    #expect(error?.parameter == name && error?.nearest == nearest, "\(name)=\(word)")
    #expect(error?.description.contains("did you mean \(nearest)?") == true)
  }

  @Test func aWordThatNoListingHasIsAnsweredWithAWarning() throws {
    let database = try Self.database([
      """
      "listingKey":"a","city":"Palm Springs","propertySubType":"Condo","standardStatus":"Active"
      """,
      #""listingKey":"b","city":"Indio","standardStatus":"Active""#,
    ])
    let asked: [(String, String, String?)] = [
      ("city", "Plam Springs", "Palm Springs"), ("city", "Pallm", "Palm Springs"),
      ("propertySubType", "Condoo", "Condo"), ("cityId", "indo", "indio"),
      ("city", "Timbuktu", nil),
    ]
    for (name, value, nearest) in asked {
      let result = try database.search(parameters: [(name, value)])
      #expect(result.total == 0, "\(name)=\(value)")
      #expect(
        result.warnings == [SearchWarning(parameter: name, value: value, nearest: nearest)],
        "\(name)=\(value): \(result.warnings)")
    }
    #expect(try database.search(parameters: [("city", "Indio")]).warnings.isEmpty)
    let mixed = try database.search(parameters: [("city", "Indio"), ("city", "Indiio")])
    #expect(mixed.total == 1 && mixed.warnings.map(\.nearest) == ["Indio"])
  }

  @Test(arguments: [
    ("minBeds", "5", "maxBeds", "2"), ("minPrice", "2", "maxPrice", "1"),
    ("minYearBuilt", "2001", "maxYearBuilt", "2000"),
    ("listedSince", "2026-02-01", "listedBefore", "2026-02-01"),
    ("soldSince", "2026-02-02", "soldBefore", "2026-02-01"),
  ]) func aLeastAboveTheGreatestIsRefused(
    _ least: String, _ low: String, _ greatest: String, _ high: String
  ) throws {
    for parameters in [[(least, low), (greatest, high)], [(greatest, high), (least, low)]] {
      let error = #expect(throws: ParameterError.self) {
        _ = try SearchParameters.request(parameters.map { (name: $0.0, value: $0.1) })
      }
      let most = (greatest.hasSuffix("Before") ? "earlier than " : "no more than ") + greatest
      #expect(error?.parameter == least && error?.description.contains(most) == true)
    }
    #expect(throws: Never.self) {
      // A parameter that ends with `Before` excludes its own day.
      _ = try SearchParameters.request([
        (least, low), (greatest, greatest.hasSuffix("Before") ? "2026-02-03" : low),
      ])
    }
  }

  // MARK: Values

  @Test func aParameterWithoutAValueIsNotGiven() throws {
    let plain = try SearchParameters.request([(name: String, value: String)]())
    for parameter in SearchParameter.all {
      for value in ["", "  ", "\t\n"] {
        let request = try SearchParameters.request([(parameter.name, value)])
        #expect(
          request.filter == plain.filter && request.region == plain.region, "\(parameter.name)")
        #expect(request.sort == plain.sort && request.limit == plain.limit && request.offset == 0)
        #expect(!request.wantsStatistics && !request.wantsBounds && !request.wantsExplanation)
        #expect(request.facets.isEmpty && request.cursor == nil)
      }
    }
    #expect(try MapParameters.query([("near", ""), ("radius", " ")]) == MapQuery(plain))
    let once = try SearchParameters.request([("minBeds", ""), ("minBeds", "3"), ("city", "")])
    #expect(once.filter.conditions.first == .number(.beds, 3...Int64.max))
  }

  @Test func valuesWithCommas() throws {
    let database = try Self.database([
      #""listingKey":"a","propertySubType":"Ranch, Detached","standardStatus":"Active""#,
      #""listingKey":"b","propertySubType":"Condo","standardStatus":"Active","city":"A, B""#,
      #""listingKey":"c","propertySubType":"Townhouse","standardStatus":"Active","city":"A""#,
    ])
    func total(_ values: String..., name: String = "propertySubType") throws -> Int {
      try database.search(parameters: values.map { (name: name, value: $0) }).total
    }
    #expect(try total("Condo,Townhouse") == 2)
    #expect(try total("\"Ranch, Detached\"") == 1)
    #expect(try total("\"Ranch, Detached\",Condo") == 2)
    #expect(try total("Ranch, Detached", "Condo") == 2)
    #expect(try total("Condo,Townhouse", "Ranch, Detached") == 3)
    #expect(try total("Ranch, Detached") == 1, "some listing has the whole text")
    #expect(try total("Condo, Detached") == 1, "none has, so it is a list")
    #expect(try total("\"A, B\"", name: "city") == 1)
    #expect(try total("A, B", "nowhere", name: "city") == 1)
    let elements = try SearchParameters.request([
      SearchArgument(
        try #require(SearchParameter.named("propertySubType")), "Ranch, Detached",
        isElement: true)
    ])
    #expect(try database.search(elements).total == 1)
  }

  /// Each text of a facet, with whatever signs it has, finds what the facet counted.
  @Test func aTextWithSignsGivesExactlyItsCount() throws {
    let texts = [
      "Villa, Attached", "Villa", "Attached", "\"Loft\"", "Loft", "A \"B\", C", "A", "B,", ",C",
      "a=b&c", "50% #1", "Villa,Attached",
    ]
    let database = try Self.database(
      texts.enumerated().map { place, text in
        let escaped = text.split(separator: "\"", omittingEmptySubsequences: false)
          .joined(separator: "\\\"")
        return #""listingKey":"\#(place)","standardStatus":"Active","#
          + #""propertySubType":"\#(escaped)""#
      })
    let result = try database.search(parameters: [("facets", "propertySubType")])
    let entries = try #require(result.facets.first?.entries)
    #expect(entries.count > 8)
    for entry in entries {
      let chosen = [(name: "propertySubType", value: entry.value)]
      #expect(try database.search(parameters: chosen).total == entry.count, "\(entry.value)")
    }
  }

  @Test func accentsAndFormsOfLettersDoNotMatter() throws {
    let database = try Self.database([
      "\"listingKey\":\"a\",\"standardStatus\":\"Active\",\"city\":\"La Ca\u{F1}ada\"",
      "\"listingKey\":\"b\",\"standardStatus\":\"Active\",\"city\":\"La Can\u{303}ada\"",
      #""listingKey":"c","standardStatus":"Active","city":"LA CANADA""#,
      #""listingKey":"d","standardStatus":"Active","city":"Øresund Straße""#,
    ])
    for name in ["La Canada", "la ca\u{F1}ada", "La Can\u{303}ada ", "CA\u{D1}ADA"] {
      #expect(try Self.total(database, ("city", name)) == 3, "\(name)")
    }
    #expect(try Self.total(database, ("city", "oresund strasse")) == 1)
    let result = try database.search(parameters: [("facets", "city")])
    #expect(result.facets[0].entries.map(\.count) == [3, 1])
    let id = try #require(result.facets[0].entries.first?.id)
    #expect(try Self.total(database, ("cityId", id)) == 3)
  }

  @Test func severalCitiesAndKeys() throws {
    let database = try Self.database([
      #""listingKey":"a","standardStatus":"Active","city":"Indio""#,
      #""listingKey":"b","standardStatus":"Closed","city":"Coachella""#,
      #""listingKey":"C","standardStatus":"Active","city":"Coachella""#,
    ])
    #expect(try Self.total(database, ("city", "Indio"), ("city", "Coachella")) == 2)
    #expect(try Self.total(database, ("city", "Indio,Coachella"), ("standardStatus", "any")) == 3)
    #expect(try Self.total(database, ("listingKey", "a,b,C,d")) == 3, "whatever their status")
    #expect(try Self.total(database, ("listingKey", "a,b,c"), ("standardStatus", "Closed")) == 1)
    #expect(try Self.total(database, ("listingKey", "a,b"), ("city", "Coachella")) == 1)
    let map = try MapParameters.query([("listingKey", "a,b")], in: database)
    #expect(map.filter.conditions == [.keys(["a", "b"])])
  }

  // MARK: Places

  /// Filtering by each value of a facet gives exactly its count, in the search and on the map.
  ///
  /// The map has no listings without a position.
  @Test func aPlaceGivesExactlyItsCount() throws {
    let database = try Fixtures.many.get().database
    for (field, name) in [("city", "cityId"), ("subdivision", "subdivisionId")] {
      for status in ["Active", "any"] {
        let facet = try #require(
          try database.search(parameters: [("facets", field), ("standardStatus", status)])
            .facets.first)
        #expect(facet.entries.count > 20)
        var whole = 0
        for entry in facet.entries {
          let id = try #require(entry.id)
          let chosen = [(name: name, value: id), (name: "standardStatus", value: status)]
          #expect(try database.search(parameters: chosen).total == entry.count, "\(id)")
          let query = try MapParameters.query(chosen, in: database)
          let count = try database.map.features(in: [.world], zoom: 0, matching: query)
          let shown = count.clusters.reduce(count.listings.count) { $0 + $1.count }
          let located = try database.search(
            parameters: chosen + [(name: "bbox", value: "-180,-90,180,90")]
          ).total
          #expect(shown == located, "\(id) on the map")
          if located == entry.count { whole += 1 }
          // The facet ignores the filter on its own field.
          let again = try database.search(
            parameters: chosen + [(name: "facets", value: field)])
          #expect(again.facets.first?.entries.count == facet.entries.count, "\(id)")
        }
        #expect(whole * 2 > facet.entries.count, "most places are on the map as a whole")
      }
    }
  }

  /// A postal code finds all codes with its five digits, so its facet counts them together.
  @Test func aPostalCodeGivesExactlyItsCount() throws {
    let codes = [
      "92262", "92262-1234", "922621234", "92262 1234", "92262\u{2013}1234", "92262.0",
      "02139-0001",
      "V6B 1A1", "v6b 1a1", "2139",
    ]
    let database = try Self.database(
      codes.enumerated().map { place, code in
        #""listingKey":"\#(place)","standardStatus":"Active","postalCode":"\#(code)""#
      })
    let result = try database.search(parameters: [("facets", "postalCode")])
    let entries = try #require(result.facets.first?.entries)
    #expect(entries.map(\.count).reduce(0, +) == codes.count)
    #expect(entries.first?.value == "92262" && entries.first?.count == 6)
    #expect(entries.contains { $0.value == "02139" && $0.count == 1 })
    for entry in entries {
      let found = try database.search(parameters: [("postalCode", entry.value)]).total
      #expect(found == entry.count, "\(entry.value)")
    }
  }

  @Test(arguments: ["!Active", "-Active", "≠Active", "=Active"])
  func aWordWithASignBeforeItIsRefused(_ word: String) {
    #expect(Self.error(("standardStatus", word))?.parameter == "standardStatus", "\(word)")
  }

  @Test func formsSendTheirOwnFlags() throws {
    let database = try Self.database([
      #""listingKey":"a","standardStatus":"Active","pool":"Private""#,
      #""listingKey":"b","standardStatus":"Active""#,
      #""listingKey":"c","standardStatus":"Active""#,
    ])
    for word in ["on", "ON", "y", "t"] { #expect(try Self.total(database, ("hasPool", word)) == 1) }
    for word in ["off", "n", "F"] { #expect(try Self.total(database, ("hasPool", word)) == 2) }
  }

  @Test func citiesOfOneNameAreToldApart() throws {
    func line(_ key: String, _ city: String, _ state: String, _ more: String = "") -> String {
      #""listingKey":"\#(key)","standardStatus":"Active","city":"\#(city)""#
        + (state.isEmpty ? "" : #","stateOrProvince":"\#(state)""#) + more
    }
    let database = try Self.database([
      line("1", "Springfield", "IL"), line("2", "Springfield", "MO"),
      line("3", "SPRINGFIELD", "IL"),
      line("4", "Springfield", ""), line("5", "West Springfield", "IL"), line("6", "Vista", "CA"),
      line("7", "Chula Vista", "CA"), line("8", "Vista", ""),
      line("9", "Vista", "CA", #","subdivision":"Oaks""#),
      line("10", "Chula Vista", "CA", #","subdivision":"Oaks""#),
      line("11", "Chula Vista", "CA", #","subdivision":"None""#),
    ])
    let result = try database.search(parameters: [("facets", "city,subdivision")])
    let counts = result.facets.map { facet in
      Dictionary(uniqueKeysWithValues: facet.entries.map { ($0.id ?? "", $0.count) })
    }
    #expect(
      counts[0] == [
        "springfield-il": 2, "springfield-mo": 1, "west-springfield-il": 1, "vista-ca": 3,
        "chula-vista-ca": 3,
      ])
    #expect(counts[1] == ["oaks-vista-ca": 1, "oaks-chula-vista-ca": 1])
    #expect(result.facets[0].missing == 1 && result.facets[1].missing == 9)
    for (name, counts) in zip(["cityId", "subdivisionId"], counts) {
      for (id, count) in counts { #expect(try Self.total(database, (name, id)) == count, "\(id)") }
    }
    #expect(try Self.total(database, ("cityId", "springfield-il,Vista-CA")) == 5)
    #expect(
      try Self.total(database, ("subdivisionId", "oaks-vista-ca,oaks-chula-vista-ca")) == 2)
    #expect(try Self.total(database, ("cityId", "vista-ca"), ("cityId", "springfield-mo")) == 4)
    #expect(try Self.total(database, ("city", "vista")) == 6, "a part of a name")
  }

  // MARK: Sales, bounds, sums

  @Test func salesByWhatWasPaidAndWhen() throws {
    let database = try Self.database([
      """
      "listingKey":"a","standardStatus":"Closed","listPrice":500000,"closePrice":650000,\
      "closeDate":"2026-01-31"
      """,
      #""listingKey":"b","standardStatus":"Closed","closePrice":700000,"closeDate":"2026-02-01""#,
      #""listingKey":"c","standardStatus":"Closed","closePrice":600000"#,
      #""listingKey":"d","standardStatus":"Closed","listPrice":900000"#,
    ])
    let closed = ("standardStatus", "Closed")
    #expect(try Self.total(database, closed, ("minClosePrice", "600000")) == 3)
    #expect(try Self.total(database, closed, ("maxClosePrice", "650000")) == 2)
    #expect(
      try Self.total(database, closed, ("soldSince", "2026-01-01"), ("soldBefore", "2026-02-01"))
        == 1)
    #expect(try Self.total(database, closed, ("closedSince", "2026-02-01")) == 1)
    func keys(_ sort: String) throws -> [String] {
      try database.keys([("standardStatus", "Closed"), ("sort", sort)])
    }
    #expect(try keys("closePrice") == ["c", "a", "b", "d"])
    #expect(try keys("-closePrice") == ["b", "a", "c", "d"])
    #expect(try keys("-closeDate") == ["b", "a", "c", "d"])
    var (cursor, paged): (String?, [String]) = (nil, [])
    repeat {
      let page = try database.search(
        parameters: [("standardStatus", "Closed"), ("sort", "-closePrice"), ("limit", "1")]
          + (cursor.map { [("cursor", $0)] } ?? []))
      paged += page.hits.map(\.listing.key)
      cursor = page.nextCursor?.text
    } while cursor != nil
    #expect(paged == ["b", "a", "c", "d"])
  }

  @Test(arguments: [
    ([(-116.5, 33.0), (-116.0, 34.0)], [-116.5, 33, -116, 34]),
    ([(179.0, -17.0), (-179.0, -18.0)], [179, -18, -179, -17]),
    ([(-170.0, 0.0), (170.0, 1.0), (10.0, 2.0)], [10, 0, -170, 2]),
    ([(-90.0, 0.5), (90.0, 1.0)], [-90, 0.5, 90, 1]),
    ([(5.0, 5.0)], [5, 5, 5, 5]),
  ]) func boundsOfAllMatches(_ places: [(Double, Double)], _ sides: [Double]) throws {
    let lines = places.enumerated().map { number, place in
      """
      "listingKey":"\(number)","standardStatus":"Active","longitude":\(place.0),\
      "latitude":\(place.1)
      """
    }
    let database = try Self.database(lines + [#""listingKey":"x","standardStatus":"Active""#])
    let result = try database.search(parameters: [("bounds", "true"), ("limit", "1")])
    let bounds = try #require(result.bounds)
    let found = [bounds.west, bounds.south, bounds.east, bounds.north].map { Double($0) / 1e7 }
    #expect(found == sides)
    #expect(try database.search(parameters: [("limit", "1")]).bounds == nil)
    #expect(
      try database.search(parameters: [("bounds", "true"), ("listingKey", "x")]).bounds == nil)
  }

  @Test func emptyFacetsAndPagesHaveAShape() throws {
    let database = try Self.database([#""listingKey":"a","standardStatus":"Active","beds":3"#])
    func object(_ parameters: (String, String)...) throws -> [String: Any] {
      let request = try SearchParameters.request(parameters.map { (name: $0.0, value: $0.1) })
      var writer = JSONWriter()
      database.write(try database.search(request), of: request, to: &writer)
      let text = String(decoding: writer.bytes, as: UTF8.self)
      #expect(!text.contains("3.0"), "\(text)")
      return try #require(
        try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String: Any])
    }
    let facets = try #require(
      try object(("facets", "price,city,beds"), ("minBeds", "9"))["facets"] as? [String: Any])
    #expect(
      (facets["price"] as? [Any])?.isEmpty == true && (facets["city"] as? [Any])?.isEmpty == true)
    let beds = try object(("facets", "beds"), ("limit", "0"))
    #expect(beds["totalPages"] as? Int == 0 && beds["total"] as? Int == 1)
    #expect(try object(("bounds", "true"))["bounds"] is NSNull)
    let warned = try object(("city", "Nowhere"))["warnings"] as? [[String: Any]]
    #expect(warned?.first?["parameter"] as? String == "city")
  }

  // MARK: Boxes

  @Test(arguments: [
    ("-250,20,20,60", [110, 20, 180, 60, -180, 20, 20, 60]),
    ("170,-20,190,20", [170, -20, 180, 20, -180, -20, -170, 20]),
    ("-540,-90,540,90", [-180, -90, 180, 90]), ("-180,-90,180,90", [-180, -90, 180, 90]),
    ("0,0,360,1", [-180, 0, 180, 1]), ("190,0,200,1", [-170, 0, -160, 1]),
    ("-200,0,-180,1", [160, 0, 180, 1]), ("520,0,540,1", [160, 0, 180, 1]),
    ("-10,-100,10,95", [-10, -90, 10, 90]), ("170,0,-170,1", [170, 0, 180, 1, -180, 0, -170, 1]),
    ("180,0,190,1", [180, 0, 180, 1, -180, 0, -170, 1]),
  ]) func boxesBeyondTheGlobeAreTurned(_ text: String, _ sides: [Double]) throws {
    let boxes = try #require(try SearchParameters.request([("bbox", text)]).region.boxes)
    let found = boxes.flatMap { [$0.west, $0.south, $0.east, $0.north] }.map { Double($0) / 1e7 }
    #expect(found == sides, "\(text)")
    #expect(try MapParameters.boxes(text) == boxes)
  }

  @Test(arguments: [
    ("33,-116.6,34,-116.4", "-116.6"), ("0,1,2,x", "\"x\""), ("0,1,nan,2", "nan"),
    ("0,5,1,4", "5"), ("0,0,99999,1", "99999"), ("0,0,1,162e3", "162e3"),
  ]) func aBoxThatCannotBeNamesTheNumber(_ text: String, _ number: String) {
    #expect(Self.error(("bbox", text))?.expected.contains(number) == true, "\(text)")
  }

  @Test func aPositionBeyondTheGlobeIsTurned() throws {
    let request = try SearchParameters.request([("near", "33.5,243.5"), ("radius", "1mi")])
    #expect(
      request.region.circle?.center == Coordinate(longitude: -1_165_000_000, latitude: 335_000_000))
  }

  // MARK: Slugs

  @Test func everySlugFindsItsOwnListing() throws {
    let keys = [
      "A/B", "A-B", "A.B", "A B", "a+b", "a-b", "#1", "1", "東京", "北京", "--0", "é1", "e1", "-2", "2",
      "AB1", "ab1",
    ]
    func slugs(_ keys: [String]) throws -> [String: String] {
      let database = try Self.database(
        keys.enumerated().map { number, key in
          #""listingKey":"\#(key)","standardStatus":"Active""#
            + (number % 2 == 0 ? #","streetNumber":"12","streetName":"Main","city":"Indio""# : "")
        } + [
          #""listingKey":"G1","slug":"my-home""#, #""listingKey":"G2","slug":"my-home""#,
          #""listingKey":"plain-1","city":"Indio""#,
        ])
      var slugs: [String: String] = [:]
      for row in 0..<database.count {
        let listing = try #require(database.listing(ordinal: row))
        #expect(!listing.slug.isEmpty && slugs[listing.slug] == nil, "\(listing.key)")
        slugs[listing.slug] = listing.key
        let found = try database.listing(key: listing.slug) ?? database.listing(slug: listing.slug)
        #expect(found?.key == listing.key, "\(listing.key): \(listing.slug)")
      }
      return slugs
    }
    let made = try slugs(keys)
    #expect(made["indio-plain-1"] == "plain-1", "a slug that no other listing has stays as it is")
    let alike = (0..<6).map { ["A/B", "A-B", "A.B", "A B", "a+b", "a-b"][$0] }
    for order in [alike, Array(alike.reversed())] {
      let database = try Self.database(order.map { #""listingKey":"\#($0)","city":"Indio""# })
      let slugs = Set(order.compactMap { database.listing(key: $0)?.slug })
      #expect(slugs.count == 6 && slugs.allSatisfy { $0.hasPrefix("indio-a-b-") })
      #expect(database.listing(key: "A/B")?.slug == "indio-a-b-\(Self.mark("A/B"))")
    }
  }

  private static func mark(_ key: String) -> String {
    String(key.utf8.reduce(0x811C_9DC5 as UInt32) { ($0 ^ UInt32($1)) &* 0x0100_0193 }, radix: 36)
  }
}
