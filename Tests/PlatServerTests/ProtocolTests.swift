import Foundation
import Plat
import PlatHTTP
import Testing

@testable import PlatServer

/// HTTP rules for every route: tags, negotiation, methods, errors.
@Suite(.timeLimit(.minutes(30))) struct ProtocolTests {
  private let test: TestService

  init() throws { test = try TestService.common.get() }

  @Test func tagsAreKnownAgain() throws {
    for target in [
      "/api/mls-listings?minBeds=2", "/tiles/4/2/6.mvt", "/api/mls-listings/S1", "/assets/app.js",
      "/",
    ] {
      let first = test.ask("GET", target)
      let tag = try #require(first.field("ETag"), "\(target)")
      #expect(tag.hasPrefix("\"") && first.field("Cache-Control") == "no-cache")
      for match in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
        let reply = test.ask("GET", target, fields: "If-None-Match: \(match)\r\n")
        #expect(
          reply.status == 304 && reply.body.isEmpty && reply.field("ETag") == tag,
          "\(target) \(match)")
        #expect(reply.field("Content-Type") == nil && reply.field("Vary") == "Accept-Encoding")
      }
      #expect(test.ask("GET", target, fields: "If-None-Match: \"other\"\r\n") == first)
    }
    let listings = try ListingsDatabase(opening: test.index)
    let again = QueryService(listings, options: ServiceOptions())
    let text = "GET /api/mls-listings?minBeds=2 HTTP/1.1\r\nHost: localhost\r\n\r\n"
    let lines = try #require(again.answer(Array(text.utf8)).answers.first).lines
    let tag = try #require(test.ask("GET", "/api/mls-listings?minBeds=2").field("ETag"))
    #expect(String(decoding: lines, as: UTF8.self).contains(tag))
    // The tag depends on the contents: another index with the same answer has the same tag.
    let other = try TestService(TestListings.lines(7))
    #expect(other.ask("GET", "/api/mls-listings?minBeds=2").field("ETag") != tag)
  }

  @Test func othersMayKeepAnswersForAsLongAsTheOperatorSays() throws {
    let kept = try TestService(TestListings.lines(30)) { $0.keepSeconds = 90 }
    for target in ["/api/mls-listings", "/tiles/4/2/6.mvt", "/tiles.json"] {
      #expect(kept.ask("GET", target).field("Cache-Control") == "public, max-age=90", "\(target)")
    }
  }

  /// A tag identifies the answer's bytes, not the request or the state of the listings.
  @Test func aTagIsOfTheBytesAlone() throws {
    let one = try TestService(TestListings.lines(40))
    let two = try TestService(TestListings.lines(40) + [Self.farAway])
    let (tile, empty) = ("/tiles/9/90/204.mvt", "/tiles/9/3/3.mvt")
    for target in [
      tile, "/tiles/9/90/204.json", "/api/clusters?bbox=-118,33,-116,35&zoom=7", empty,
      "/api/mls-listings?bbox=-118,33,-116,35&limit=5", "/api/mls-listings/K3",
    ] {
      for fields in ["", "Accept-Encoding: gzip\r\n"] {
        let (a, b) = (
          one.ask("GET", target, fields: fields), two.ask("GET", target, fields: fields)
        )
        #expect(a.status == (target == empty ? 204 : 200), "\(target)")
        #expect(a.body == b.body && a.field("ETag") == b.field("ETag"), "\(target) \(fields)")
        let tag = try #require(a.field("ETag"))
        #expect(two.ask("GET", target, fields: fields + "If-None-Match: \(tag)\r\n").status == 304)
      }
    }
    let world = "/tiles/0/0/0.mvt"
    #expect(one.ask("GET", world).field("ETag") != two.ask("GET", world).field("ETag"))
    // The same answer at another address has the same tag; each encoding has its own.
    let tag = one.ask("GET", tile).field("ETag")
    #expect(one.ask("GET", tile + "?v=7").field("ETag") == tag)
    #expect(one.ask("GET", tile + "?minBeds=0").field("ETag") == tag)
    #expect(
      one.ask("GET", "/tiles/9/90/204.json", fields: "Accept-Encoding: gzip\r\n").field("ETag")
        != one.ask("GET", "/tiles/9/90/204.json").field("ETag"))
  }

  private static let farAway =
    "{\"listingKey\":\"FAR\",\"latitude\":35.37,\"longitude\":-119.02,\"beds\":2,"
    + "\"standardStatus\":\"Active\",\"city\":\"Bakersfield\",\"listPrice\":300000}"

  @Test func aVersionInATileAddressChangesNothing() {
    for target in ["/tiles/4/2/6.mvt", "/tiles/4/2/6.json"] {
      #expect(
        test.ask("GET", target + "?v=20260301").body == test.ask("GET", target).body, "\(target)")
    }
    let tiles = String(decoding: test.ask("GET", "/tiles.json?v=2&minBeds=3").body, as: UTF8.self)
    #expect(tiles.contains("/tiles/{z}/{x}/{y}.mvt?v=2&minBeds=3"))
    #expect(test.ask("GET", "/api/mls-listings?v=2").status == 400)
  }

  @Test func aDocumentThatChangesAloneHasAnotherTag() throws {
    let one = try TestService([TestListings.line("A", "\"publicRemarks\":\"one\"")])
    let two = try TestService([TestListings.line("A", "\"publicRemarks\":\"two\"")])
    let tags = [one, two].map { $0.ask("GET", "/api/mls-listings/A").field("ETag") }
    #expect(tags[0] != nil && tags[0] != tags[1])
  }

  @Test func gzip() throws {
    for target in ["/api/mls-listings", "/assets/app.js", "/metrics", "/openapi.json"] {
      let plain = test.ask("GET", target)
      for field in ["gzip", "deflate, gzip;q=0.5", "*"] {
        let packed = test.ask("GET", target, fields: "Accept-Encoding: \(field)\r\n")
        #expect(
          packed.field("Content-Encoding") == "gzip" && packed.body.prefix(2) == [0x1F, 0x8B],
          "\(target)")
        if let tag = plain.field("ETag") { #expect(packed.field("ETag") != tag, "\(target)") }
      }
      for field in ["gzip;q=0", "identity", "*;q=0"] {
        #expect(
          test.ask("GET", target, fields: "Accept-Encoding: \(field)\r\n").field("Content-Encoding")
            == nil)
      }
    }
  }

  @Test func mediaTypes() {
    let tile = "/tiles/4/2/6.mvt"
    let own = "application/vnd.mapbox-vector-tile"
    for field in [own, "application/*", "*/*", "text/html, \(own);q=0.1", "text/*;q=0, */*"] {
      #expect(test.ask("GET", tile, fields: "Accept: \(field)\r\n").status == 200, "\(field)")
    }
    // The usual type may be refused: the same bytes have other types.
    let others = test.ask("GET", tile, fields: "Accept: \(own);q=0, */*\r\n")
    #expect(others.status == 200 && others.field("Content-Type") == "application/octet-stream")
    for _ in 0..<2 {
      for field in [
        "text/html", "application/json", "application/*;q=0.0, */*;q=1",
      ] {
        let reply = test.ask("GET", tile, fields: "Accept: \(field)\r\n")
        #expect(
          reply.status == 406 && reply.field("Content-Type") == "application/problem+json",
          "\(field)")
      }
    }
    let text = test.ask(
      "POST", "/api/mls-listings", fields: "Content-Type: text/plain\r\n", body: "{}")
    #expect(text.status == 415)
    for field in ["Content-Type: application/json; charset=utf-8\r\n", ""] {
      #expect(test.ask("POST", "/api/mls-listings", fields: field, body: "{}").status == 200)
    }
  }

  /// GeoJSON is JSON, and many clients name no more than that.
  @Test func geoJSONIsTakenAsJSON() {
    let clusters = "/api/clusters?bbox=-118,33,-115,35&zoom=3"
    for target in [clusters, "/tiles/4/2/6.json"] {
      let usual = test.ask("GET", target)
      for field in ["application/json", "application/json, text/plain", "application/geo+json"] {
        let reply = test.ask("GET", target, fields: "Accept: \(field)\r\n")
        #expect(reply.status == 200 && reply.body == usual.body, "\(target) \(field)")
        #expect(reply.field("Content-Type") == "application/geo+json")
      }
      for field in ["text/html", "application/geo+json;q=0, application/json", "application/xml"] {
        #expect(test.ask("GET", target, fields: "Accept: \(field)\r\n").status == 406, "\(field)")
      }
    }
    #expect(
      test.ask("GET", "/api/cities", fields: "Accept: application/geo+json\r\n").status == 406)
    let script = test.ask("GET", "/assets/app.js", fields: "Accept: application/javascript\r\n")
    #expect(
      script.status == 200 && script.field("Content-Type")?.hasPrefix("text/javascript") == true)
  }

  @Test func aConditionThatFailsIsSaid() throws {
    for target in ["/api/mls-listings?minBeds=3", "/tiles/4/2/6.mvt", "/assets/app.js"] {
      let first = test.ask("GET", target)
      let tag = try #require(first.field("ETag"), "\(target)")
      for match in [tag, "*", "\"other\", \(tag)"] {
        let reply = test.ask("GET", target, fields: "If-Match: \(match)\r\n")
        #expect(reply.status == 200 && reply.body == first.body, "\(target) \(match)")
      }
      for match in ["\"other\"", "W/\(tag)"] {
        for method in ["GET", "HEAD"] {
          let reply = test.ask(method, target, fields: "If-Match: \(match)\r\n")
          #expect(reply.status == 412, "\(method) \(target) \(match)")
          #expect(reply.field("Cache-Control") == "no-store")
        }
      }
      // What was kept for others is as it was.
      #expect(test.ask("GET", target).body == first.body)
    }
  }

  @Test func optionsOfTheWholeServer() {
    let reply = test.ask("OPTIONS", "*")
    let all = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"
    #expect(reply.status == 204 && reply.field("Allow") == all)
    #expect(test.ask("GET", "*").status == 400)
  }

  @Test func fieldsThatStandSeveralTimesAreOneList() throws {
    let target = "/api/mls-listings?limit=7&sort=sqft"
    let tag = try #require(test.ask("GET", target).field("ETag"))
    for _ in 0..<2 {
      let known = test.ask(
        "GET", target, fields: "If-None-Match: \"other\"\r\nIf-None-Match: \(tag)\r\n")
      #expect(known.status == 304)
      let taken = test.ask(
        "GET", target, fields: "Accept: text/html\r\nAccept: application/json\r\n")
      #expect(taken.status == 200)
      let packed = test.ask(
        "GET", target, fields: "Accept-Encoding: br\r\nAccept-Encoding: gzip\r\n")
      #expect(packed.field("Content-Encoding") == "gzip")
    }
  }

  @Test func explanationsAreNotKept() {
    #expect(test.ask("GET", "/api/mls-listings?explain=true").field("Cache-Control") == "no-store")
    #expect(test.ask("GET", "/api/mls-listings?explain=false").field("Cache-Control") != "no-store")
  }

  @Test func methods() {
    let options = test.ask("OPTIONS", "/api/mls-listings")
    #expect(
      options.status == 204
        && options.field("Access-Control-Allow-Methods") == "GET, HEAD, POST, OPTIONS")
    #expect(options.field("Access-Control-Allow-Origin") == "*")
    for method in ["PUT", "DELETE", "PATCH", "BREW"] {
      let reply = test.ask(method, "/tiles/0/0/0.mvt")
      #expect(reply.status == 405 && reply.field("Allow") == "GET, HEAD, OPTIONS", "\(method)")
    }
    #expect(test.ask("POST", "/nowhere").status == 404)
  }

  @Test(arguments: [
    ("/nowhere", 404, nil), ("/api/mls-listings/none", 404, nil), ("/api/mls-listings/", 404, nil),
    ("/tiles/31/0/0.mvt", 404, nil), ("/tiles/1/2/0.mvt", 404, nil), ("/tiles/a/0/0.mvt", 404, nil),
    ("/tiles/1/0/99999999999999999999.json", 404, nil),
    ("/api/clusters/1/children", 410, "cluster_id"),
    ("/api/clusters/x/leaves", 404, nil), ("/assets/none.js", 404, nil),
    ("/assets/..%2f..%2fetc%2fpasswd", 404, nil),
    ("/api/mls-listings/%ff", 400, "slugAddress"), ("/api/mls-listings/%4", 400, "slugAddress"),
    ("/api/mls-listings?city=%ff", 400, nil), ("/api/mls-listings?minbeds=1", 400, "minbeds"),
    ("/api/mls-listings?minBeds=many", 400, "minBeds"),
    ("/api/mls-listings?minBeds=1&minBeds=2", 400, "minBeds"),
    ("/api/mls-listings?radius=1mi", 400, "radius"),
    ("/api/mls-listings?sort=distance", 400, "sort"),
    ("/api/mls-listings?limit=501", 400, "limit"), ("/api/mls-listings?page=0", 400, "page"),
    ("/api/mls-listings?page=2147483648&limit=500", 400, "page"),
    ("/api/mls-listings?cursor=zzz", 400, "cursor"),
    ("/api/mls-listings?facets=listPrice", 400, "facets"),
    ("/api/mls-listings?within=POLYGON((0+0))", 400, "within"),
    ("/api/mls-listings?bbox=1,2,3", 400, "bbox"), ("/tiles/0/0/0.mvt?page=2", 400, "page"),
    ("/tiles/0/0/0.mvt?near=33,-116", 400, "near"), ("/api/clusters", 400, "bbox"),
    ("/api/clusters?bbox=1,2,3,4", 400, "zoom"),
    ("/api/clusters?bbox=1,2,3,4&zoom=deep", 400, "zoom"),
    ("/api/clusters?bbox=1,2,3,4&bbox=1,2,3,4&zoom=9", 400, "bbox"), ("/api/health?x=1", 400, "x"),
    ("/metrics?a", 400, "a"),
  ])
  func problems(target: String, status: Int, parameter: String?) {
    let reply = test.ask("GET", target)
    #expect(reply.status == status, "\(target): \(reply.text)")
    #expect(
      reply.field("Content-Type") == "application/problem+json"
        && reply.field("Cache-Control") == "no-store")
    #expect(
      Set(["type", "title", "status", "detail"]).isSubset(of: reply.object.keys)
        && reply.object["status"] as? Int == status)
    #expect(reply.object["parameter"] as? String == parameter, "\(target): \(reply.text)")
  }

  @Test func theNearestNameIsTold() {
    #expect(test.ask("GET", "/api/mls-listings?minbed=1").text.contains("did you mean minBeds?"))
    #expect(test.ask("GET", "/tiles/0/0/0.json?citty=a").text.contains("did you mean city?"))
    #expect(!test.ask("GET", "/tiles/0/0/0.json?_=1").text.contains("did you mean"))
  }

  /// Names that no parameter can have are told apart from those that are mistyped.
  @Test func unusableNamesSayWhy() {
    func detail(_ query: String, _ path: String = "/api/mls-listings") -> String {
      test.ask("GET", "\(path)?\(query)").object["detail"] as? String ?? ""
    }
    #expect(
      detail("minBeds=1&amp;maxBeds=3")
        == "there is no parameter amp;maxBeds; did you mean maxBeds? Write & for &amp;")
    #expect(detail("=3") == "a parameter has no name; write name=value")
    let city = "/api/cities/palm-springs/listings"
    #expect(
      detail("cityId=indio-ca", city)
        == "cityId is a part of this address; it cannot be given again")
    #expect(!detail("nothing=1", city).contains("cityId"), "it is not offered either")
    #expect(detail("x=1", "/api/health") != "")
  }

  /// A name is a text in JSON; a word or a key may be a number as well.
  @Test func valuesOfTheWrongKindAreRefused() {
    func post(_ body: String, _ path: String = "/api/mls-listings") -> Reply {
      test.ask("POST", path, body: body)
    }
    for body in [
      #"{"city":true}"#, #"{"city":42}"#, #"{"city":["Indio",true]}"#, #"{"subdivision":1.5}"#,
      #"{"cityId":false}"#, #"{"propertySubType":true}"#, #"{"listingKey":[true]}"#,
      #"{"postalCode":false}"#,
    ] {
      let reply = post(body)
      #expect(reply.status == 400 && reply.text.contains("expected a"), "\(body): \(reply.text)")
    }
    for body in [#"{"postalCode":92262}"#, #"{"listingKey":[7,"S1"]}"#, #"{"city":null}"#] {
      #expect(post(body).status == 200, "\(body)")
    }
    #expect(post(#"{"location":true}"#, "/api/chat/match-location").status == 400)
    #expect(post(#"{"location":92262}"#, "/api/chat/match-location").status == 200)
    #expect(post(#"{"city":false}"#, "/api/chat/search-listings").status == 400)
  }

  @Test func aBodyMayBeginWithAByteOrderMark() {
    let plain = test.ask("POST", "/api/mls-listings", body: #"{"minBeds":3}"#)
    let marked = test.ask("POST", "/api/mls-listings", body: "\u{FEFF}" + #"{"minBeds":3}"#)
    #expect(marked.status == 200 && marked.body == plain.body)
    let square = "\u{FEFF}POLYGON((-117 33,-116 33,-116 34,-117 33))"
    let area = test.ask("POST", "/api/areas", fields: "Content-Type: text/plain\r\n", body: square)
    #expect(area.status == 200, "\(area.text)")
  }

  @Test(arguments: [
    ("", "the body is empty"), (" \n", "the body is empty"),
    ("[]", "the body is not an object"), ("null", "the body is not an object"),
    ("{\"limit\":0,}", "the body is not valid JSON: byte 11: expected a member's key in quotes"),
    ("{}{}", "the body is not valid JSON: byte 2: expected the end: one document at a time"),
  ]) func aBodyThatCannotBeReadSaysWhy(_ body: String, _ why: String) {
    let detail = test.ask("POST", "/api/mls-listings", body: body).object["detail"] as? String
    #expect(
      detail == why + "; expected a JSON object of parameters, such as {\"minBeds\": 3}")
  }

  @Test func bodies() {
    func post(_ body: String) -> Reply { test.ask("POST", "/api/mls-listings", body: body) }
    func get(_ query: String) -> Reply { test.ask("GET", "/api/mls-listings?\(query)") }
    let square =
      #"{"type":"Polygon","coordinates":[[[-117,33],[-116,33],[-116,34],[-117,34],[-117,33]]]}"#
    #expect(
      post(#"{"minBeds":3,"sort":"-price","limit":5,"city":null}"#).body
        == get("minBeds=3&sort=-price&limit=5").body)
    #expect(
      post(#"{"propertySubType":["Condo","Townhouse"],"facets":["beds","city"],"hasPool":false}"#)
        .body
        == get("propertySubType=Condo,Townhouse&facets=beds,city&hasPool=false").body)
    #expect(
      post(#"{"bbox":[-116.6,33.7,-116.4,33.9],"near":[33.8,-116.5]}"#).body
        == get("bbox=-116.6,33.7,-116.4,33.9&near=33.8,-116.5").body)
    let within = post(#"{"within":"# + square + "}")
    #expect(within.status == 200 && within.total == 303)
    for (body, parameter) in [
      (#"{"minbeds":3}"#, "minbeds"), (#"{"minBeds":[3]}"#, "minBeds"),
      (#"{"minBeds":{"a":1}}"#, "minBeds"),
      (#"{"city":{"a":1}}"#, "city"), (#"{"minBeds":true}"#, "minBeds"),
      (#"{"within":{"type":"Point"}}"#, "within"),
      (#"{"bbox":[[1,2],[3,4]]}"#, "bbox"), (#"{"x":[1]}"#, "x"), (#"{"x":{}}"#, "x"),
      (#"{"minBeds":1,"minBeds":2}"#, "minBeds"),
    ] {
      let reply = post(body)
      #expect(
        reply.status == 400 && reply.object["parameter"] as? String == parameter,
        "\(body): \(reply.text)")
    }
    for body in ["", "[]", "3", "{", "\"a\"", "{\"a\":1}}", String(repeating: "[", count: 5000)] {
      #expect(post(body).status == 400, "\(body.prefix(20))")
    }
    #expect(test.ask("POST", "/api/mls-listings?minBeds=3", body: "{}").status == 400)
  }

  @Test func requestsBeyondALimitAreRefused() throws {
    #expect(test.ask("GET", "/" + String(repeating: "a", count: 9000)).status == 414)
    #expect(
      test.ask("POST", "/api/mls-listings", body: String(repeating: " ", count: 1 << 20) + "{}")
        .status == 413)
    #expect(
      test.ask("GET", "/api/mls-listings?" + String(repeating: "city=a&", count: 101)).status == 400
    )
    let small = try TestService(TestListings.lines(3)) { $0.polygonVertices = 10 }
    let ring = (0..<11).map {
      "[\(-116.5 + 0.1 * cos(Double($0))),\(33.8 + 0.1 * sin(Double($0)))]"
    }
    let polygon =
      #"{"within":{"type":"Polygon","coordinates":[["# + (ring + [ring[0]]).joined(separator: ",")
      + "]]}}"
    let reply = small.ask("POST", "/api/mls-listings", body: polygon)
    #expect(
      reply.status == 400 && reply.object["parameter"] as? String == "within", "\(reply.text)")
  }
}
