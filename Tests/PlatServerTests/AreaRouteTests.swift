import Foundation
import Plat
import PlatHTTP
import Testing

@testable import PlatServer

/// Drawn areas over HTTP: stored once, accepted by all routes, unknown after removal.
@Suite(.timeLimit(.minutes(30))) struct AreaRouteTests {
  private static let wkt =
    "POLYGON((-116.56 33.79,-116.49 33.79,-116.49 33.86,-116.56 33.86,-116.56 33.79))"
  private static let json =
    #"{"type":"Polygon","coordinates":[[[-116.56,33.79],[-116.49,33.79],[-116.49,33.86],"#
    + "[-116.56,33.86],[-116.56,33.79]]]}"

  private func keep(_ test: TestService, _ body: String, _ fields: String = "") -> Reply {
    test.ask("POST", "/api/areas", fields: fields, body: body)
  }

  private func name(_ reply: Reply) -> String { reply.object["area"] as? String ?? reply.text }

  /// An area around Palm Springs with a number of corners.
  private static func drawn(_ corners: Int) -> String {
    // The requested corners, with the first one repeated.
    let ring = (0...corners).map { corner -> String in
      let corner = corner % corners
      let angle = Double(corner) / Double(corners) * 2 * .pi
      let radius = 0.05 + (corner % 2 == 0 ? 0.001 : 0)
      return "\(-116.55 + radius * cos(angle)) \(33.83 + radius * sin(angle))"
    }
    return "POLYGON((\(ring.joined(separator: ","))))"
  }

  @Test func aPolygonInAnyFormHasOneName() throws {
    let test = try TestService(TestListings.lines(40))
    let quoted = "\"\(Self.wkt)\""
    let bodies = [
      Self.json, quoted, "{\"within\":\(quoted)}", "{\"within\":\(Self.json)}",
      "{\"type\":\"Feature\",\"properties\":{},\"geometry\":\(Self.json)}",
    ]
    let names = bodies.map { name(keep(test, $0)) }
    #expect(Set(names).count == 1 && AreaStore.isName(names[0]), "\(names)")
    #expect(name(keep(test, Self.wkt, "Content-Type: text/plain\r\n")) == names[0])
    #expect(name(keep(test, Self.json, "Content-Type: application/geo+json\r\n")) == names[0])
    let other = try TestService(TestListings.lines(3))
    #expect(name(keep(other, Self.json)) == names[0])
    #expect(keep(test, Self.json).text == "{\"area\":\"\(names[0])\"}")
  }

  @Test func anAreaStandsWhereAPolygonDid() throws {
    let test = try TestService(TestListings.lines(240))
    let area = name(keep(test, Self.json))
    let drawn = Self.wkt.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    for target in [
      "/api/mls-listings?facets=city,beds&limit=7&", "/tiles/9/90/204.mvt?",
      "/tiles/12/722/1638.json?minBeds=2&", "/api/clusters?bbox=-117,33,-116,34&zoom=10&",
      "/api/swipes/batch?userId=a&count=5&",
    ] {
      let plain = test.ask("GET", target + "within=" + drawn)
      #expect(plain.status == 200, "\(target) \(plain.text)")
      for form in [area, "area:" + area, "area%3A" + area] {
        let reply = test.ask("GET", target + "within=" + form)
        #expect(reply.status == 200 && reply.body == plain.body, "\(target) \(form)")
      }
    }
    #expect(test.ask("GET", "/api/mls-listings?within=" + area).total ?? 240 < 240)
    let posted = test.ask("POST", "/api/mls-listings", body: "{\"within\":\"\(area)\",\"limit\":1}")
    #expect(posted.total == test.ask("GET", "/api/mls-listings?within=" + area).total)
    let tiles = test.ask("GET", "/tiles.json?within=" + area).text
    #expect(tiles.contains(".mvt?within=" + area))
    let clusters = test.ask("GET", "/api/clusters?bbox=-117,33,-116,34&zoom=6&within=" + area)
    let id = try #require(clusters.features.first?["id"] as? Int)
    for part in ["children", "leaves", "expansion-zoom"] {
      let target = "/api/clusters/\(id)/\(part)?within="
      #expect(
        test.ask("GET", target + area).body == test.ask("GET", target + drawn).body, "\(part)")
    }
  }

  @Test func tenThousandCornersFitAnAddress() throws {
    let test = try TestService(TestListings.lines(200))
    let text = Self.drawn(9_999)
    let kept = keep(test, "{\"within\":\"\(text)\"}")
    #expect(kept.status == 200, "\(kept.text)")
    let area = name(kept)
    let searched = test.ask("POST", "/api/mls-listings", body: "{\"within\":\"\(text)\"}")
    #expect(test.ask("GET", "/api/mls-listings?within=" + area).total == searched.total)
    #expect((searched.total ?? 0) > 10)
    #expect(test.ask("GET", "/tiles/9/90/204.mvt?within=" + area).status == 200)
    let more = keep(test, "{\"within\":\"\(Self.drawn(10_000))\"}")
    #expect(more.status == 400 && more.object["parameter"] as? String == "within")
  }

  @Test func addressesOutlastARestartAndABuild() throws {
    let test = try TestService(TestListings.lines(100))
    let area = name(keep(test, Self.json))
    let target = "/tiles/9/90/204.mvt?within=" + area
    let before = test.ask("GET", target)
    #expect(before.status == 200)
    _ = try TestListings.build(TestListings.lines(100), into: test.index)
    #expect(test.service.reload())
    #expect(test.ask("GET", target).body == before.body)
    let again = QueryService(try ListingsDatabase(opening: test.index), options: ServiceOptions())
    let text = "GET \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n"
    let answer = try #require(again.answer(Array(text.utf8)).answers.first)
    #expect(answer.body == before.body)
  }

  @Test func whatIsNotThereSaysWhatToDo() throws {
    let test = try TestService(TestListings.lines(30))
    for target in [
      "/api/mls-listings?within=0123456789abcdef",
      "/tiles/9/90/204.mvt?within=area:0123456789abcdef",
      "/api/clusters?bbox=-117,33,-116,34&zoom=6&within=0123456789abcdef",
      "/tiles.json?within=0123456789abcdef",
    ] {
      let reply = test.ask("GET", target)
      #expect(reply.status == 410 && reply.text.contains("POST /api/areas"), "\(reply.text)")
      #expect(reply.object["parameter"] as? String == "within")
      #expect(reply.object["type"] as? String == "/problems/area-gone")
    }
    let place = test.ask("GET", "/api/mls-listings?within=place:nowhere-ca")
    #expect(place.status == 404 && place.text.contains("nowhere-ca"), "\(place.text)")
    #expect(test.ask("GET", "/api/mls-listings?within=area:x").status == 400)
    let point = #"{"type":"Point","coordinates":[0,0]}"#
    for body in ["", "{}", "[]", "7", point, "nonsense", "{\"within\":7}"] {
      let reply = keep(test, body)
      #expect(reply.status == 400, "\(body) \(reply.text)")
      #expect(reply.object["parameter"] as? String == "within", "\(body) \(reply.text)")
    }
    for body in ["{", "{\"area\":\"x\"}", "{\"within\":\"\(Self.wkt)\",\"x\":1}"] {
      #expect(keep(test, body).status == 400, "\(body)")
    }
    #expect(keep(test, "<a/>", "Content-Type: text/xml\r\n").status == 415)
    #expect(test.ask("GET", "/api/areas").status == 405)
  }

  @Test func aKnownPlaceIsAnArea() throws {
    let test = try TestService(TestListings.lines(120))
    let shape = """
      {"type":"FeatureCollection","features":[{"type":"Feature",\
      "properties":{"NAME":"Palm Springs",\
      "STATEFP":"06","LSAD":"25"},"geometry":\(Self.json)}]}
      """
    _ = try PlaceImport.run([.bytes(Array(shape.utf8), name: "cities")], into: test.index)
    let again = QueryService(try ListingsDatabase(opening: test.index), options: ServiceOptions())
    func total(_ within: String) -> String {
      let text =
        "GET /api/mls-listings?limit=0&within=\(within) HTTP/1.1\r\nHost: localhost\r\n\r\n"
      return String(
        decoding: again.answer(Array(text.utf8)).answers.first?.body ?? [], as: UTF8.self)
    }
    let area = name(keep(test, Self.json))
    #expect(total("place:palm-springs-ca") == total(area) && total(area).contains("\"total\":"))
  }
}
