import Foundation
import Plat
import Testing

@testable import PlatServer

/// Questions in plain language, over HTTP.
@Suite(.timeLimit(.minutes(30))) struct QuestionRouteTests {
  private let test: TestService

  init() throws { test = try TestService.common.get() }

  private static let sales = Result {
    try TestService(
      TestListings.lines(20) + [
        TestListings.line(
          "C1", #""standardStatus":"Closed","closePrice":650000.5,"closeDate":"2026-02-03""#),
        TestListings.line("C2", #""standardStatus":"Closed""#),
        TestListings.line("X", #""propertySubType":"Single Family, Detached""#),
      ])
  }

  @Test(arguments: [
    "hasPool", "propertySubType", "standardStatus", "propertyType", "postalCode", "minPrice",
    "sort",
    "page", "city", "facets", "near", "within", "cityId", "listingKey", "bounds", "cursor",
  ]) func aParameterWithoutAValueIsNotGiven(_ name: String) {
    let plain = test.ask("GET", "/api/mls-listings?limit=1")
    let reply = test.ask("GET", "/api/mls-listings?limit=1&\(name)=")
    #expect(reply.status == 200 && reply.total == plain.total, "\(reply.text)")
    #expect(
      test.ask("POST", "/api/mls-listings", fields: Self.json, body: "{\"\(name)\":\"\"}").status
        == 200)
    for body in ["{\"\(name)\":[]}", "\u{FEFF}{\"\(name)\":null}"] {
      let found = test.ask("POST", "/api/mls-listings", fields: Self.json, body: body)
      #expect(found.status == 200 && found.total == plain.total, "\(body): \(found.text)")
    }
  }

  private static let json = "Content-Type: application/json\r\n"

  @Test func aRequiredParameterWithoutAValueIsMissing() {
    for target in [
      "/api/clusters?bbox=&zoom=3", "/api/swipes/batch?userId=", "/api/clusters?bbox=0,0,1,1&zoom=",
    ] {
      let reply = test.ask("GET", target)
      #expect(reply.status == 400 && reply.text.contains("is missing"), "\(target): \(reply.text)")
    }
  }

  @Test func aWordThatCannotBeIsRefusedWithTheNearest() {
    let reply = test.ask("GET", "/tiles/4/2/6.json?standardStatus=Settled")
    #expect(reply.status == 400 && reply.object["nearest"] as? String == "Closed")
    #expect(reply.object["parameter"] as? String == "standardStatus")
    let sold = test.ask("GET", "/tiles/4/2/6.json?standardStatus=Sold")
    #expect(sold.status == 200, "feeds have that word too: \(sold.text.prefix(200))")
    #expect(sold.body == test.ask("GET", "/tiles/4/2/6.json?standardStatus=Closed").body)
    let none = test.ask("GET", "/api/mls-listings?propertySubType=Condoo")
    let warnings = none.object["warnings"] as? [[String: String]]
    #expect(none.status == 200 && none.total == 0)
    #expect(warnings == [["parameter": "propertySubType", "value": "Condoo", "nearest": "Condo"]])
  }

  @Test(arguments: ["8.73", "8.0", "8", "-1", "-0.5", "99", "1e3"])
  func zoomsAreFlooredAndClamped(_ zoom: String) throws {
    let number = min(max(Int(try #require(Double(zoom)).rounded(.down)), 0), 25)
    let box = "/api/clusters?bbox=-118,33,-115,35&zoom="
    let reply = test.ask("GET", box + zoom)
    #expect(reply.status == 200 && reply.body == test.ask("GET", box + "\(number)").body)
  }

  @Test(arguments: ["nan", "inf", "x", "1e999"]) func aZoomThatIsNoneIsRefused(_ zoom: String) {
    #expect(test.ask("GET", "/api/clusters?bbox=0,0,1,1&zoom=\(zoom)").status == 400)
  }

  @Test func aMapsOwnBoxIsTaken() {
    let whole = test.ask("GET", "/api/clusters?bbox=-180,-90,180,90&zoom=3")
    for box in ["-540,-90,540,90", "-250,-100,110,90", "0,-90,360,90"] {
      let reply = test.ask("GET", "/api/clusters?bbox=\(box)&zoom=3")
      #expect(reply.status == 200 && reply.body == whole.body, "\(box)")
    }
  }

  @Test func elementsOfAnArrayAreTakenWhole() throws {
    let sales = try Self.sales.get()
    func total(_ body: String) -> Int? {
      sales.ask("POST", "/api/mls-listings", fields: Self.json, body: body).total
    }
    #expect(total(#"{"propertySubType":["Single Family, Detached"]}"#) == 1)
    #expect(total(#"{"propertySubType":["Single Family, Detached","Condo"]}"#) == 21)
    #expect(total(#"{"city":["Nowhere","Palm Springs"]}"#) == 21)
    #expect(total(#"{"listingKey":["K1","C1","none"]}"#) == 2)
    #expect(sales.ask("GET", "/api/mls-listings?city=Nowhere&city=Palm%20Springs").total == 21)
  }

  @Test func manyKeysAtOnce() throws {
    let keys = (0..<500).map { "K\($0)-\(String(repeating: "x", count: 8))" }
    let list = (["K1", "K2"] + keys.dropFirst(2)).joined(separator: ",")
    #expect(test.ask("GET", "/api/mls-listings?listingKey=\(list)").total == 2)
    #expect(test.ask("GET", "/api/mls-listings?listingKey=\(list),one").status == 400)
    let tile = test.ask("GET", "/tiles/0/0/0.json?listingKey=K1,K2,K3")
    let counts = tile.features.map { feature in
      (feature["properties"] as? [String: Any])?["point_count"] as? Int ?? 1
    }
    #expect(counts.reduce(0, +) == 3)
  }

  @Test func aSaleCarriesWhatWasPaid() throws {
    let sales = try Self.sales.get()
    let reply = sales.ask(
      "GET", "/api/clusters?bbox=-118,33,-115,35&zoom=25&listingKey=C1&standardStatus=Closed")
    let properties = try #require(reply.features.first?["properties"] as? [String: Any])
    #expect(properties["closePrice"] as? Double == 650_000.5)
    #expect((properties["closeDate"] as? String)?.hasPrefix("2026-02-03") == true)
    let active = sales.ask(
      "GET", "/api/clusters?bbox=-118,33,-115,35&zoom=25&listingKey=K1")
    #expect(active.features.count == 1 && !active.text.contains("closePrice"))
    #expect(
      sales.ask("GET", "/api/mls-listings?standardStatus=Closed&minClosePrice=600000").total == 1)
  }

  @Test func leavesCanBeSorted() throws {
    let sales = try Self.sales.get()
    let cluster = try #require(
      sales.ask("GET", "/api/clusters?bbox=-118,33,-115,35&zoom=2").features.first)
    let id = try #require((cluster["properties"] as? [String: Any])?["cluster_id"] as? Int)
    func keys(_ query: String) -> [String] {
      sales.ask("GET", "/api/clusters/\(id)/leaves?\(query)").features.compactMap {
        ($0["properties"] as? [String: Any])?["listingKey"] as? String
      }
    }
    #expect(keys("sort=-price&limit=3") == ["K19", "K18", "K17"])
    #expect(keys("sort=price&limit=2&offset=1&minPrice=405000") == ["K6", "K7"])
    #expect(keys("sort=distance&near=33.8,-116.5&limit=50").count == 21)
    #expect(
      sales.ask("GET", "/api/clusters/\(id)/leaves?sort=beauty").status == 400)
    #expect(sales.ask("GET", "/api/clusters/\(id)/leaves?sort=").status == 200)
  }

  @Test func boundsOfTheMatches() throws {
    let search = test.ask("GET", "/api/mls-listings?bounds=true&limit=0&listingKey=K1,K2")
    let bounds = try #require(search.object["bounds"] as? [Double])
    #expect(bounds.count == 4 && bounds[0] < bounds[2] && bounds[1] < bounds[3])
    let tiles = test.ask("GET", "/tiles.json?bounds=true&listingKey=K1,K2")
    #expect(tiles.object["bounds"] as? [Double] == bounds)
    #expect((tiles.object["tiles"] as? [String])?.first?.hasSuffix(".mvt?listingKey=K1,K2") == true)
    #expect(test.ask("GET", "/tiles.json?bounds=true&city=Nowhere").object["bounds"] == nil)
    let all = test.ask("GET", "/tiles.json?listingKey=K1").object["bounds"] as? [Double]
    #expect(all != bounds && all != nil)
    let city = test.ask("GET", "/api/cities/palm-springs?bounds=true").object["bounds"] as? [Double]
    #expect(city?.count == 4)
    #expect(test.ask("GET", "/api/cities/palm-springs").object["bounds"] == nil)
  }

  @Test func aPlaceByItsIdIsTheSameEverywhere() throws {
    let facet = test.ask("GET", "/api/mls-listings?facets=city,subdivision&limit=0")
    let facets = try #require(facet.object["facets"] as? [String: [[String: Any]]])
    for (field, name) in [("city", "cityId"), ("subdivision", "subdivisionId")] {
      for value in try #require(facets[field]) {
        let (id, count) = (value["id"] as? String ?? "", value["count"] as? Int ?? -1)
        #expect(test.ask("GET", "/api/mls-listings?\(name)=\(id)&limit=0").total == count)
        let deck = test.ask("GET", "/api/swipes/batch?userId=someone&\(name)=\(id)")
        #expect(deck.total == count)
        #expect(test.ask("GET", "/tiles/3/1/3.mvt?\(name)=\(id)").status == 200)
      }
    }
    let wrong = test.ask("GET", "/api/mls-listings?cityId=palm-sprngs").object["warnings"]
    #expect((wrong as? [[String: String]])?.first?["nearest"] == "palm-springs")
  }

  @Test func aClusterThatNothingPartsHasNoExpansionZoom() throws {
    let features = test.ask("GET", "/api/clusters?bbox=-118,33,-115,35&zoom=22").features
    let stack = try #require(
      features.compactMap { $0["properties"] as? [String: Any] }.first {
        $0["coincident"] as? Bool == true
      })
    #expect(stack["expansion_zoom"] == nil)
    let id = try #require(stack["cluster_id"] as? Int)
    let reply = test.ask("GET", "/api/clusters/\(id)/expansion-zoom")
    #expect(reply.object["expansionZoom"] is NSNull && reply.object["coincident"] as? Bool == true)
  }
}
