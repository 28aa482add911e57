import Foundation
import Plat
import PlatHTTP
import Testing

@testable import PlatServer

/// The length limits of names, values, lists and bodies, for every route of the table.
@Suite(.timeLimit(.minutes(30))) struct BoundsTests {
  private let test: TestService

  init() throws { test = try TestService.common.get() }

  /// One letter of `bytes` bytes.
  private static func cluster(_ bytes: Int) -> String {
    "a" + String(repeating: "\u{301}", count: bytes / 2)
  }

  private static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      (0x61...0x7A).contains(byte) || byte == 0x2C
        ? String(UnicodeScalar(byte)) : String(format: "%%%02X", byte)
    }.joined()
  }

  /// The address of a route, with a value for each path parameter.
  private static func path(_ route: Route, _ value: String = "1") -> String {
    route.pattern.names.reduce(route.path) { path, name in
      path.replacingOccurrences(of: "{\(name)}", with: value)
    }
  }

  private func expect(
    _ reply: Reply, _ status: Int, _ kind: String, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(
      reply.status == status, "\(what): \(reply.text.prefix(300))", sourceLocation: sourceLocation)
    #expect(
      reply.object["type"] as? String == "/problems/" + kind, "\(what)",
      sourceLocation: sourceLocation)
    #expect(
      reply.body.count < 4_000, "\(what): \(reply.body.count) bytes", sourceLocation: sourceLocation
    )
    let parameter = reply.object["parameter"] as? String ?? ""
    #expect(parameter.utf8.count < 90, "\(what)", sourceLocation: sourceLocation)
  }

  @Test func namesAreBounded() {
    // A page address accepts any parameter name (PageAddressTests).
    for route in Route.all where !route.ignoresQuery && route.role == nil {
      for name in [String(repeating: "n", count: 501), Self.cluster(1_000)] {
        if route.method == .get {
          let reply = test.ask("GET", Self.path(route) + "?\(Self.encoded(name))=1")
          expect(reply, 400, "name-too-long", "\(route.path)")
        } else {
          expect(
            test.ask("POST", route.path, body: "{\"\(name)\":1}"), 400, "name-too-long", route.path)
        }
      }
    }
    let most = String(repeating: "n", count: 500)
    expect(test.ask("GET", "/api/mls-listings?\(most)=1"), 400, "unknown-parameter", "500 bytes")
  }

  @Test func valuesAreBounded() {
    for route in Route.all where route.role == nil {
      for name in route.queryNames where !["within", "where"].contains(name) {
        for value in [String(repeating: "v", count: 2_001), Self.cluster(2_002)] {
          if route.method == .get {
            let target = Self.path(route) + "?\(name)=\(Self.encoded(value))"
            guard target.utf8.count < 8_192 else { continue }
            expect(test.ask("GET", target), 400, "value-too-long", "\(route.path) \(name)")
          } else {
            for body in ["{\"\(name)\":\"\(value)\"}", "{\"\(name)\":[\"\(value)\"]}"] {
              expect(
                test.ask("POST", route.path, body: body), 400, "value-too-long",
                "\(route.path) \(name)")
            }
          }
        }
      }
    }
    for name in ["city", "listingKey"] {
      let most = String(repeating: "v", count: 2_000)
      #expect(test.ask("GET", "/api/mls-listings?\(name)=\(most)").status == 200)
    }
    // A list of keys may be longer than one value, but none of its keys; a route's own key
    // parameter is one value.
    let keys = (0..<300).map { "K\($0)-long-key" }.joined(separator: ",")
    let long = "K1," + String(repeating: "v", count: 2_001) + ",K2"
    for comma in [",", "%2C"] {
      func ask(_ list: String) -> Reply {
        let value = list.replacingOccurrences(of: ",", with: comma)
        return test.ask("GET", "/api/mls-listings?listingKey=\(value)")
      }
      #expect(ask(keys).status == 200)
      expect(ask(long), 400, "value-too-long", "one long key, \(comma)")
    }
    let list = test.ask("POST", "/api/mls-listings", body: "{\"listingKey\":\"\(keys)\"}")
    #expect(list.status == 200, "\(list.text.prefix(200))")
    for (path, body) in [
      ("/api/mls-listings", "{\"listingKey\":\"\(long)\"}"),
      ("/api/mls-listings", "{\"listingKey\":[\"K1\",\"\(keys)\"]}"),
      ("/api/swipes/user", "{\"listingKey\":\"\(keys)\"}"),
    ] {
      let reply = test.ask("POST", path, body: body)
      expect(reply, 400, "value-too-long", "\(path) \(body.prefix(30))")
    }
  }

  @Test func listsAreBounded() {
    let (many, most) = (Array(repeating: "x", count: 501), Array(repeating: "Condo", count: 500))
    for route in Route.all where route.role == nil {
      for name in route.queryNames where !["within", "where"].contains(name) {
        let list = many.joined(separator: ",")
        if route.method == .get {
          for comma in [list, list.replacingOccurrences(of: ",", with: "%2C")] {
            expect(
              test.ask("GET", Self.path(route) + "?\(name)=\(comma)"), 400, "too-many-values", name)
          }
        } else {
          let half = many[..<251].map { "\"\($0)\"" }.joined(separator: ",")
          for body in [
            "{\"\(name)\":[\(many.map { "\"\($0)\"" }.joined(separator: ","))]}",
            "{\"\(name)\":\"\(list)\"}",
            "{\"\(name)\":[\(half)],\"\(name)\":[\(half)]}",
          ] where !(body.contains("],") && ["limit", "city", "page"].contains(name)) {
            let reply = test.ask("POST", route.path, body: body)
            #expect(
              reply.status == 400 && reply.body.count < 4_000,
              "\(route.path) \(name): \(reply.text.prefix(200))")
          }
        }
      }
    }
    let fine = "{\"propertySubType\":[\(most.map { "\"\($0)\"" }.joined(separator: ","))]}"
    #expect(test.ask("POST", "/api/mls-listings", body: fine).total == 301 + 2)
    let twice =
      """
      {"propertySubType":[\(most.map { "\"\($0)\"" }.joined(separator: ","))],\
      "propertySubType":"a"}
      """
    expect(
      test.ask("POST", "/api/mls-listings", body: twice), 400, "too-many-values", "501 in two lists"
    )
  }

  @Test func bodiesAreBounded() {
    let long = String(repeating: " ", count: 64 << 10)
    let own = Route.all.filter {
      $0.method == .post && $0.filters == .none && $0.role == nil
    }
    for route in own where route.body == .parameters {
      expect(test.ask("POST", route.path, body: "{\(long)}"), 413, "body-too-large", route.path)
    }
    // A search may have a long polygon, but its other parameters keep their limits.
    let ring = (0..<20_000).map { "[\(-116.6 + Double($0 % 2) / 10),33.7]" }.joined(separator: ",")
    let polygon = "{\"within\":{\"type\":\"Polygon\",\"coordinates\":[[\(ring)]]}}"
    #expect(polygon.utf8.count > 200_000)
    expect(test.ask("POST", "/api/mls-listings", body: polygon), 400, "bad-value", "20,000 corners")
    let rest = (0..<40).map { "\"a\($0)\":\"\(String(repeating: "v", count: 1_900))\"" }.joined(
      separator: ",")
    let names = (0..<101).map { "\"a\($0)\":null" }.joined(separator: ",")
    let given = (0..<101).map { "\"a\($0)\":1" }.joined(separator: ",")
    for path in ["/api/mls-listings", "/api/areas"] {
      expect(
        test.ask("POST", path, body: "{\(rest)}"), 413, "body-too-large",
        "76,000 bytes to \(path)")
      for body in [names, given] {
        expect(
          test.ask("POST", path, body: "{\(body)}"), 400, "too-many-parameters",
          "101 names to \(path)")
      }
    }
  }

  @Test func pathsAreBounded() {
    for route in Route.all where !route.pattern.names.isEmpty && route.role == nil {
      for value in [String(repeating: "p", count: 1_600), Self.encoded(Self.cluster(600)), "%FF"] {
        let reply = test.ask("GET", Self.path(route, value))
        #expect(
          [400, 404].contains(reply.status) && reply.body.count < 4_000,
          "\(route.path): \(reply.text.prefix(200))")
      }
    }
  }

  @Test func longBodiesAreReadBesideTheLoops() throws {
    let running = try TestService(TestListings.lines(60))
    let client = try #require(Client(port: try running.service.start()))
    let blanks = String(repeating: " ", count: 20_000)
    for (body, status) in [
      ("{\"minBeds\":3\(blanks)}", 200), ("{\"minbeds\":3\(blanks)}", 400),
      ("{\"minBeds\":3\(blanks)", 400),
      ("{\"city\":\"\(blanks)\"}", 400),
    ] {
      let memory = running.ask("POST", "/api/mls-listings", body: body)
      let reply = try #require(client.ask("POST", "/api/mls-listings", body: body))
      #expect(
        reply.status == status && reply.status == memory.status && reply.body == memory.body,
        "\(reply.text)")
    }
    #expect(
      running.ask("GET", "/metrics").text.contains("plat_lane_refused_total{lane=\"scans\"} 0"))
  }
}
