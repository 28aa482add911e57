import Foundation
import Testing

@testable import Plat

/// The shape of an answer in JSON.
@Suite(.timeLimit(.minutes(30))) struct AnswerTests {
  private typealias Object = [String: Any]

  private static func answer(
    _ parameters: [(name: String, value: String)], explained: Bool = false,
    of made: Result<Fixtures, any Error>
  ) throws -> [String: Any] {
    let database = try made.get().database
    var request = try SearchParameters.request(parameters)
    request.wantsExplanation = explained
    var writer = JSONWriter()
    database.write(try database.search(request), of: request, to: &writer)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String: Any])
  }

  @Test func aPageIsWrittenWithItsListings() throws {
    let answer = try Self.answer(
      [("standardStatus", "any"), ("limit", "5"), ("page", "2")], of: Fixtures.twelve)
    #expect(Set(answer.keys) == ["listings", "total", "page", "limit", "totalPages", "cursor"])
    #expect((answer["listings"] as? [Object])?.count == 5)
    #expect(
      answer["total"] as? Int == 12 && answer["page"] as? Int == 2 && answer["limit"] as? Int == 5)
    #expect(answer["totalPages"] as? Int == 3)
    let next = try #require(answer["cursor"] as? String)
    let rest = try Self.answer(
      [("standardStatus", "any"), ("limit", "5"), ("cursor", next)], of: Fixtures.twelve)
    #expect(
      (rest["listings"] as? [Object])?.count == 2 && rest["cursor"] == nil
        && rest["total"] as? Int == 12)
  }

  @Test func nothingMatches() throws {
    let answer = try Self.answer([("city", "atlantis")], of: Fixtures.twelve)
    #expect((answer["listings"] as? [Object])?.isEmpty == true)
    #expect(
      answer["total"] as? Int == 0 && answer["totalPages"] as? Int == 0
        && answer["page"] as? Int == 1)
  }

  @Test func countAlone() throws {
    let answer = try Self.answer([("limit", "0")], of: Fixtures.twelve)
    #expect(answer["total"] as? Int == 7 && answer["limit"] as? Int == 0 && answer["cursor"] == nil)
  }

  @Test func listingsShowTheirColumnsAndNoSecrets() throws {
    for made in [Fixtures.twelve, Fixtures.many] {
      let records = try made.get().records()
      let byKey = Dictionary(uniqueKeysWithValues: records.map { ($0.key, $0) })
      let columns = Field.allCases.filter {
        $0.definition.storage != .document && $0.definition.visibility == .public
      }
      let allowed = Set(columns.map(\.key))
      let answer = try Self.answer([("standardStatus", "any"), ("limit", "500")], of: made)
      for listing in try #require(answer["listings"] as? [Object]) {
        let record = try #require(byKey[listing["listingKey"] as? String ?? ""])
        #expect(Set(listing.keys).isSubset(of: allowed), "\(record.key)")
        #expect(listing["slug"] is String, "\(record.key)")
        for field in columns where field != .slug && field != .baths && field != .lotSizeSquareFeet
        {
          let (shown, given) = (listing[field.key], record.members[field.key])
          switch field.definition.kind {
          case .number:
            let (a, b) = ((shown as? NSNumber)?.doubleValue, (given as? NSNumber)?.doubleValue)
            #expect(
              a == b || abs((a ?? .nan) - (b ?? .nan)) <= 0.5 / Double(field.scale),
              "\(record.key) \(field.key)")
          case .flag: #expect(shown as? Bool == given as? Bool, "\(record.key) \(field.key)")
          default: #expect(shown as? String == given as? String, "\(record.key) \(field.key)")
          }
        }
      }
    }
    for field in ListingView.columnFields {
      #expect(!Field.isPrivate(key: field.key), "\(field.key)")
    }
    for field: Field in [.privateRemarks, .listAgentEmail, .listAgentDirectPhone] {
      #expect(Field.isPrivate(key: field.key) && !ListingView.columnFields.contains(field))
    }
  }

  @Test func distancesStandBesideListings() throws {
    let near = ("near", "33.795112,-116.521935")
    let circle = try Self.answer([near, ("radius", "3mi"), ("sort", "price")], of: Fixtures.twelve)
    let inCircle = try #require(circle["listings"] as? [Object])
    #expect(
      inCircle.allSatisfy { ($0["distanceMeters"] as? Double).map { $0 <= 3 * 1609.344 } ?? false })
    let sorted = try Self.answer([near, ("standardStatus", "any")], of: Fixtures.twelve)
    let all = try #require(sorted["listings"] as? [Object])
    let distances = all.compactMap { $0["distanceMeters"] as? Double }
    #expect(
      all.count == 12 && distances.count == 11 && distances == distances.sorted()
        && distances[0] == 0)
    #expect(all.last?["latitude"] == nil && all.last?["distanceMeters"] == nil)
    let plain = try Self.answer([], of: Fixtures.twelve)
    #expect((plain["listings"] as? [Object])?.allSatisfy { $0["distanceMeters"] == nil } == true)
  }

  @Test func facetsAndStatisticsAreWritten() throws {
    let answer = try Self.answer(
      [
        ("standardStatus", "any"), ("facets", "city,beds,price"), ("statistics", "true"),
        ("limit", "0"),
      ],
      of: Fixtures.many)
    let records = try Fixtures.many.get().records()
    let facets = try #require(answer["facets"] as? [String: [Object]])
    #expect(Set(facets.keys) == ["city", "beds", "price"])
    var cities: [String: Int] = [:]
    for record in records { if let city = record.text(.city) { cities[city, default: 0] += 1 } }
    let counted = try #require(facets["city"]).map {
      ($0["value"] as? String ?? "", $0["count"] as? Int ?? 0)
    }
    #expect(Dictionary(uniqueKeysWithValues: counted) == cities)
    #expect(counted.map(\.1) == counted.map(\.1).sorted(by: >))
    #expect(
      try #require(facets["beds"]).allSatisfy { $0["value"] is NSNumber && $0["count"] is NSNumber }
    )
    let bins = try #require(facets["price"])
    let prices = records.compactMap { $0.number(.listPrice) }.sorted()
    #expect(bins.reduce(0) { $0 + ($1["count"] as? Int ?? 0) } == prices.count)
    for (place, bin) in bins.enumerated() {
      #expect(
        place + 1 == bins.count
          ? bin["to"] == nil : (bin["to"] as? Double) == (bins[place + 1]["from"] as? Double))
    }
    let statistics = try #require(answer["statistics"] as? [String: Object])
    #expect(Set(statistics.keys) == ["price", "sqft", "pricePerSqft"])
    let price = try #require(statistics["price"])
    #expect(
      Set(price.keys) == [
        "count", "min", "lowerQuartile", "median", "mean", "upperQuartile", "max",
      ])
    #expect(price["count"] as? Int == prices.count && price["min"] as? Double == prices.first)
    #expect(price["max"] as? Double == prices.last)
    let none = try Self.answer([("city", "atlantis"), ("statistics", "true")], of: Fixtures.many)
    #expect(((none["statistics"] as? [String: Object])?["price"]).map { Set($0.keys) } == ["count"])
  }

  @Test func anExplanationIsWrittenWhereItIsWanted() throws {
    let answer = try Self.answer(
      [("city", "indio"), ("minBeds", "2")], explained: true, of: Fixtures.many)
    let explanation = try #require(answer["explain"] as? Object)
    #expect(Set(explanation.keys) == ["steps", "estimatedRows", "page", "microseconds"])
    let steps = try #require(explanation["steps"] as? [Object])
    #expect(
      Set(steps.compactMap { $0["name"] as? String }).isSuperset(of: ["beds", "standardStatus"]))
    #expect(steps.last?["rows"] as? Int == answer["total"] as? Int)
    #expect(steps.allSatisfy { Set($0.keys) == ["name", "rows", "blocks", "blocksRead", "bytes"] })
  }

  @Test func sameRequestSameBytes() throws {
    let database = try Fixtures.many.get().database
    let request = try SearchParameters.request([
      ("minBeds", "3"), ("facets", "city,price"), ("statistics", "true"),
    ])
    func bytes() throws -> [UInt8] {
      var writer = JSONWriter()
      database.write(try database.search(request), of: request, to: &writer)
      return writer.bytes
    }
    let first = try bytes()
    for _ in 0..<3 { #expect(try bytes() == first) }
  }
}
