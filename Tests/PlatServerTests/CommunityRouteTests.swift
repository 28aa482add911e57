import Foundation
import Plat
import PlatPlaces
import Testing

@testable import PlatServer

/// Cities and subdivisions over HTTP.
@Suite(.timeLimit(.minutes(30))) struct CommunityRouteTests {
  private static let test: Result<TestService, any Error> = Result {
    let palms = (0..<60).map { number in
      """
      {"listingKey":"P\(number)","city":"\(number % 2 == 0 ? "Palm Springs" : "PALM SPRINGS")",\
      "stateOrProvince":"CA","subdivision":"\(number % 3 == 0 ? "Deepwell" : "Twin Palms")",\
      "standardStatus":"\(number % 4 == 0 ? "Closed" : "Active")",\
      "listPrice":\(400_000 + number * 1_000),"propertyType":"A","sqft":\(1_000 + number * 10),\
      "yearBuilt":\(1960 + number),"hoaFee":\(number)}
      """
    }
    let others = [
      """
      {"listingKey":"I1","city":"Indio","stateOrProvince":"CA","standardStatus":"Active",\
      "listPrice":300000}
      """,
      """
      {"listingKey":"L1","city":"Indio","stateOrProvince":"CA","standardStatus":"Active",\
      "listPrice":2000,"propertyType":"B"}
      """,
      #"{"listingKey":"R1","city":"Reno","stateOrProvince":"NV","standardStatus":"Closed"}"#,
    ]
    return try TestService(palms + others)
  }
  private let test: TestService

  init() throws { test = try Self.test.get() }

  private func names(_ target: String, _ key: String) -> [String] {
    (test.ask("GET", target).object[key] as? [[String: Any]] ?? []).compactMap {
      $0["name"] as? String
    }
  }

  @Test func citiesAreListed() {
    #expect(names("/api/cities", "cities") == ["Indio", "Palm Springs", "Reno"])
    #expect(names("/api/cities?sort=-listings", "cities") == ["Palm Springs", "Indio", "Reno"])
    #expect(names("/api/cities?sort=listings", "cities") == ["Reno", "Indio", "Palm Springs"])
    #expect(names("/api/cities?sort=-name&limit=1&page=2", "cities") == ["Palm Springs"])
    for state in ["NV", "nevada"] {
      #expect(names("/api/cities?state=\(state)", "cities") == ["Reno"])
    }
    #expect(names("/api/cities?name=PALM", "cities") == ["Palm Springs"])
    #expect(names("/api/cities?page=4000000&limit=500", "cities") == [])
    let page = test.ask("GET", "/api/cities?limit=2")
    #expect(page.total == 3 && page.object["totalPages"] as? Int == 2)
    let none = test.ask("GET", "/api/cities?limit=0")
    #expect(none.total == 3 && none.object["totalPages"] as? Int == 0)
    for name in ["p%C3%A1lm", "palm%20%20springs", "palm%C2%A0springs"] {
      #expect(names("/api/cities?name=\(name)", "cities") == ["Palm Springs"], "\(name)")
    }
    #expect(names("/api/subdivisions", "subdivisions") == ["Deepwell", "Twin Palms"])
    #expect(
      names("/api/subdivisions?city=palm-springs-ca&name=twin", "subdivisions") == ["Twin Palms"])
    #expect(names("/api/subdivisions?city=indio", "subdivisions") == [])
    #expect(
      names("/api/cities/palm-springs-ca/subdivisions?sort=-listings", "subdivisions") == [
        "Twin Palms", "Deepwell",
      ])
  }

  @Test func citiesHaveTheMeanPositionOfTheirListings() throws {
    func line(_ key: String, _ city: String, _ position: String) -> String {
      #"{"listingKey":"\#(key)","city":"\#(city)","subdivision":"Old \#(city)","#
        + #""standardStatus":"\#(key.hasSuffix("1") ? "Closed" : "Active")"\#(position)}"#
    }
    let test = try TestService([
      line("I1", "Indio", #","latitude":33.5,"longitude":-116.5"#),
      line("I2", "Indio", #","latitude":33.75,"longitude":-116.25"#),
      line("I3", "Indio", #","latitude":34.0000001,"longitude":-115.9999999"#),
      line("I4", "Indio", ""), line("R2", "Reno", ""),
    ])
    for kind in ["cities", "subdivisions"] {
      let page = test.ask("GET", "/api/\(kind)").object[kind] as? [[String: Any]]
      let places = try #require(page)
      #expect(places.map { $0["latitude"] as? Double } == [33.75, nil])
      #expect(places.map { $0["longitude"] as? Double } == [-116.25, nil])
    }
    for target in [
      "/api/cities/indio", "/api/cities/indio/stats", "/api/subdivisions/old-indio-indio",
    ] {
      let place = test.ask("GET", target).object
      #expect(place["latitude"] as? Double == 33.75, "\(target)")
      #expect(place["longitude"] as? Double == -116.25, "\(target)")
    }
    #expect(test.ask("GET", "/api/cities/reno").object["latitude"] == nil)
  }

  @Test func statisticsAreThoseOfTheListings() {
    let city = test.ask("GET", "/api/cities/palm-springs-ca")
    #expect(
      city.object["totalListings"] as? Int == 60 && city.object["activeListings"] as? Int == 45)
    #expect(
      city.object["cityId"] as? String == "palm-springs-ca"
        && city.object["state"] as? String == "CA")
    let active = (0..<60).filter { $0 % 4 != 0 }.map { 400_000 + $0 * 1_000 }
    #expect(city.object["medianHomePrice"] as? Int == active[22])
    #expect(
      city.object["avgSqft"] as? Double == 1_295
        && city.object["avgYearBuilt"] as? Double == 1_989.5)
    #expect(city.object["avgHoaFee"] as? Double == 29.5 && city.object["population"] == nil)
    #expect(
      test.ask("GET", "/api/cities/palm-springs-ca/stats").object["lowestPrice"] as? Int == 401_000)
    let subdivision = test.ask("GET", "/api/subdivisions/deepwell-palm-springs-ca/stats").object
    #expect(
      subdivision["totalListings"] as? Int == 20
        && subdivision["cityId"] as? String == "palm-springs-ca")
    #expect(subdivision["medianPrice"] is Int && subdivision["medianHomePrice"] == nil)
    // A rent is not a home price; a value that no listing has is null.
    let indio = test.ask("GET", "/api/cities/indio-ca/stats").object
    #expect(indio["medianHomePrice"] as? Int == 300_000 && indio["activeListings"] as? Int == 2)
    #expect(indio["avgSqft"] is NSNull && indio["avgHoaFee"] is NSNull)
    #expect(test.ask("GET", "/api/cities/reno-nv").object["medianHomePrice"] is NSNull)
  }

  @Test func listingsAreThoseOfTheSearch() {
    let filters = "minPrice=420000&sort=-price&limit=7&page=2&facets=beds"
    let city = test.ask("GET", "/api/cities/palm-springs-ca/listings?\(filters)")
    #expect(
      city.status == 200
        && city.body == test.ask("GET", "/api/mls-listings?city=palm%20springs&\(filters)").body)
    let place = test.ask(
      "GET", "/api/subdivisions/deepwell-palm-springs-ca/listings?standardStatus=any&limit=100")
    #expect(
      place.total == 20 && place.listings.allSatisfy { $0["subdivision"] as? String == "Deepwell" })
    #expect(test.ask("GET", "/api/cities/indio-ca/listings?city=palm").total == 0)
    for name in ["palm%20%20springs", "palm%C2%A0springs", "%E2%80%8Bpalm%20springs"] {
      #expect(test.ask("GET", "/api/mls-listings?city=\(name)").total == 45, "\(name)")
    }
    #expect(
      test.ask("GET", "/api/cities/indio-ca/listings?minbeds=1").object["parameter"] as? String
        == "minbeds")
  }

  @Test func whatIsNotThere() {
    for target in [
      "cities/palm-sprngs-ca", "cities/x/stats", "cities/x/listings", "cities/x/schools",
      "subdivisions/x",
    ] {
      let reply = test.ask("GET", "/api/\(target)")
      #expect(
        reply.status == 404 && reply.field("Content-Type") == "application/problem+json",
        "\(target)")
    }
    #expect(
      test.ask("GET", "/api/cities/palm-sprngs-ca").object["nearest"] as? String
        == "palm-springs-ca")
    for part in ["schools", "hoa", "photos"] {
      #expect(test.ask("GET", "/api/cities/palm-springs-ca/\(part)").text == "[]")
    }
    #expect(test.ask("GET", "/api/subdivisions/deepwell-palm-springs-ca/photos").text == "[]")
    for (query, parameter) in [
      ("page=0", "page"), ("limit=501", "limit"), ("sort=size", "sort"), ("nme=a", "nme"),
    ] {
      let reply = test.ask("GET", "/api/cities?\(query)")
      #expect(reply.status == 400 && reply.object["parameter"] as? String == parameter, "\(query)")
    }
    #expect(test.ask("GET", "/api/cities/palm-springs-ca").field("ETag") != nil)
  }

  @Test func whatPlacesDataBrings() throws {
    let test = try TestService(
      TestListings.lines(5) + TestListings.lines(3, city: "Indio", from: 5))
    func row(_ kind: String, _ id: String, _ document: String, _ boundary: String? = nil)
      -> PlaceStore.Row
    {
      PlaceStore.Row(
        kind: kind, id: id, document: Array(document.utf8),
        boundary: boundary.map { Array($0.utf8) })
    }
    let square = #"{"type":"Polygon","coordinates":[[[-117,33],[-116,33],[-116,34],[-117,33]]]}"#
    let store = try PlaceStore.create(path: test.index + "/" + PlaceStore.name)
    try store.change { (_) throws(StoreError) in
      let rows = [
        row(
          "city", "palm-springs-ca",
          #"{"name":"Palm Springs","population":44575,"medianIncome":67451.5,"#
            + #""latitude":33.8303,"longitude":-116.5453}"#, square),
        row(
          "school", "a",
          #"{"name":"Cahuilla Elementary","city":"Palm Springs","level":"Elementary"}"#),
        row("school", "b", #"{"name":"Indio High","city":"Indio"}"#),
        row(
          "hoa", "c",
          #"{"name":"Deepwell HOA","city":"Palm Springs","subdivision":"Deepwell","fee":120}"#),
        row("photo", "d", #"{"city":"Palm Springs","url":"https://x/city.jpg"}"#),
        row(
          "photo", "e",
          #"{"city":"Palm Springs","subdivision":"Deepwell","url":"https://x/deepwell.jpg"}"#),
      ]
      return rows
    }
    let city = test.ask("GET", "/api/cities/palm-springs").object
    #expect(city["population"] as? Int == 44_575 && city["medianIncome"] as? Double == 67_451.5)
    #expect((city["boundary"] as? [String: Any])?["type"] as? String == "Polygon")
    #expect(test.ask("GET", "/api/cities/indio").object["population"] == nil)
    // Its position replaces the mean of the listings, in every answer.
    let page = test.ask("GET", "/api/cities?name=palm").object["cities"] as? [[String: Any]]
    let listed = try #require(page?.first)
    let counted = test.ask("GET", "/api/cities/palm-springs/stats").object
    for place: [String: Any] in [city, counted, listed] {
      #expect(place["latitude"] as? Double == 33.8303)
      #expect(place["longitude"] as? Double == -116.5453)
    }
    func names(_ target: String, _ key: String) throws -> [String] {
      let array =
        try JSONSerialization.jsonObject(with: Data(test.ask("GET", target).body))
        as? [[String: Any]]
      return (array ?? []).compactMap { $0[key] as? String }
    }
    #expect(try names("/api/cities/palm-springs/schools", "name") == ["Cahuilla Elementary"])
    #expect(try names("/api/cities/palm-springs/hoa", "name") == ["Deepwell HOA"])
    #expect(try names("/api/cities/palm-springs/photos", "url").count == 2)
    #expect(
      try names("/api/subdivisions/deepwell-palm-springs/photos", "url") == [
        "https://x/deepwell.jpg"
      ])
    #expect(try names("/api/subdivisions/deepwell-indio/photos", "url") == [])
    let research = test.ask(
      "POST", "/api/chat/research-community", body: #"{"city":"Palm Springs"}"#
    ).object
    let community = try #require(research["community"] as? [String: Any])
    #expect(community["population"] as? Int == 44_575 && community["boundary"] == nil)
    #expect(community["latitude"] as? Double == 33.8303)
    #expect((research["schools"] as? [[String: Any]])?.count == 1)
  }
}
