import Foundation
import Plat
import Testing

@testable import PlatServer

/// Page addresses with foreign parameters, and misspelled addresses.
@Suite(.timeLimit(.minutes(30))) struct PageAddressTests {
  private let test: TestService

  init() throws { test = try TestService.common.get() }

  @Test(arguments: [
    "fbclid=IwAR0x", "gclid=1&gbraid=2", "utm_source=news&utm_medium=mail", "utm_source=", "x", "=",
    "&&", "city=Indio&city=Indio", "a=%", "a=%ff", "%zz=1", "minBeds=many",
    String(repeating: "a=1&", count: 300), String(repeating: "n", count: 3_000) + "=1",
    "v=" + String(repeating: ",", count: 3_000),
  ])
  func aPageIgnoresWhatStandsBehindItsAddress(_ query: String) {
    for target in ["/", "/assets/app.js"] {
      for method in ["GET", "HEAD"] {
        let reply = test.ask(method, target + "?" + query)
        #expect(reply.status == 200, "\(target)?\(query.prefix(80)): \(reply.text.prefix(200))")
        #expect(reply.body == test.ask(method, target).body)
        #expect(reply.field("ETag") == test.ask(method, target).field("ETag"))
      }
    }
    #expect(test.ask("GET", "/assets/none.js?" + query).status == 404)
  }

  @Test(arguments: [
    "/api/mls-listings", "/api/cities", "/api/cities/palm-springs", "/api/health", "/metrics",
    "/openapi.json", "/tiles.json", "/tiles/4/2/6.mvt", "/tiles/4/2/6.json",
    "/api/clusters?bbox=-118,33,-115,35&zoom=3",
  ])
  func anInterfaceRefusesNamesThatItDoesNotKnow(_ target: String) {
    for name in ["fbclid", "utm_source", "_"] {
      let reply = test.ask("GET", target + (target.contains("?") ? "&" : "?") + name + "=1")
      #expect(reply.status == 400, "\(target) \(name)")
      #expect(reply.object["parameter"] as? String == name)
    }
  }

  @Test func aVersionChangesNothingInTiles() throws {
    for target in ["/tiles/4/2/6.mvt", "/tiles/4/2/6.json", "/tiles/4/2/6.mvt?minBeds=2"] {
      let plain = test.ask("GET", target)
      for query in ["v=2", "v=", "v", "v=a%20b", "v=1&v=2"] {
        let reply = test.ask("GET", target + (target.contains("?") ? "&" : "?") + query)
        #expect(reply.status == 200 && reply.body == plain.body, "\(target) \(query)")
      }
    }
    // The document's tile addresses keep the version.
    let tiles = test.ask("GET", "/tiles.json?v=7&minBeds=2").object["tiles"] as? [String]
    let address = "http://example.org:8080/tiles/{z}/{x}/{y}.mvt?v=7&minBeds=2"
    #expect(tiles == [address])
    for target in ["/api/mls-listings?v=1", "/api/clusters?bbox=-118,33,-115,35&zoom=3&v=1"] {
      #expect(test.ask("GET", target).status == 400, "\(target)")
    }
  }

  @Test func tilesHaveOtherTypesForClientsThatAskForThem() {
    let plain = test.ask("GET", "/tiles/4/2/6.mvt")
    for (accept, type) in [
      ("*/*", VectorTile.mediaType), ("application/*", VectorTile.mediaType),
      ("application/x-protobuf", "application/x-protobuf"),
      ("application/octet-stream", "application/octet-stream"),
      ("application/octet-stream, \(VectorTile.mediaType)", VectorTile.mediaType),
    ] {
      for _ in 0..<2 {
        let reply = test.ask("GET", "/tiles/4/2/6.mvt", fields: "Accept: \(accept)\r\n")
        #expect(reply.status == 200 && reply.body == plain.body, "\(accept)")
        #expect(reply.field("Content-Type") == type, "\(accept)")
      }
    }
    #expect(test.ask("GET", "/tiles/4/2/6.mvt", fields: "Accept: text/html\r\n").status == 406)
  }

  @Test func aServerWithoutThePageSaysHowToHaveIt() throws {
    let test = try TestService(TestListings.lines(3))
    let reply = test.ask("GET", "/?utm_source=mail")
    #expect(reply.status == 200 && reply.field("Content-Type") == "text/html; charset=utf-8")
    #expect(reply.text.contains("plat serve INDEX --page page --page .build/page"))
    let policy = try #require(reply.field("Content-Security-Policy"))
    #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'self'"))
    // Its links work below any path, and their targets exist.
    for link in reply.text.matches(of: /href="([^"]*)"/).map(\.1) {
      #expect(!link.hasPrefix("/") && test.ask("GET", "/" + link).status == 200, "\(link)")
    }
    #expect(test.ask("GET", "/assets/index.html").status == 404)
  }

  /// Addresses without a route, and the suggested one.
  private static let near: [(String, String?)] = [
    ("/tiles/10/180/409.pbf", "/tiles/10/180/409.mvt"),
    ("/tiles/10/180/409.PBF", "/tiles/10/180/409.mvt"),
    ("/tiles/10/180/409", "/tiles/10/180/409.mvt"),
    ("/tiles/10/180/409.mvt/", "/tiles/10/180/409.mvt"),
    ("/tiles/10/180/409.mvt.gz", "/tiles/10/180/409.mvt"),
    ("/tiles/10/180/409.geojson", "/tiles/10/180/409.json"),
    ("/tile/10/180/409.mvt", "/tiles/10/180/409.mvt"),
    ("/api/tiles/10/180/409.mvt", "/tiles/10/180/409.mvt"),
    ("//tiles//10/180/409.mvt", "/tiles/10/180/409.mvt"),
    ("/Tiles.json", "/tiles.json"), ("/tilejson", "/tiles.json"),
    ("/api/mls-listngs", "/api/mls-listings"), ("/api/mls-listing", "/api/mls-listings"),
    ("/api/mls-listings/", "/api/mls-listings"), ("/mls-listings", "/api/mls-listings"),
    ("/api/v1/mls-listings", "/api/mls-listings"), ("/v2/api/cities", "/api/cities"),
    ("/api/mls_listings/A%20B", "/api/mls-listings/A%20B"),
    ("/api/mls-listings/A/openHouses", "/api/mls-listings/A/openhouses"),
    ("/api/mls-listings/A/virtual-tours", "/api/mls-listings/A/virtualtours"),
    ("/api/city/indio-ca", "/api/cities/indio-ca"), ("/API/Cities", "/api/cities"),
    ("/api/cluster", "/api/clusters"), ("/api/clusters/7/leafs", "/api/clusters/7/leaves"),
    ("/health", "/api/health"), ("/healthz", "/api/health"), ("/metric", "/metrics"),
    ("/openapi.yaml", "/openapi.json"), ("/api/openapi.json", "/openapi.json"),
    ("/index.html", "/"), ("/asset/app.js", "/assets/app.js"),
    ("/api/cities/indio-ca/foo", nil), ("/x", nil), ("/ab", nil), ("/nowhere", nil),
    ("/favicon.ico", nil), ("/robots.txt", nil),
    ("/wp-login.php", nil),
    ("/tiles/a/b/c.pbf", nil), ("/tiles/10/180", nil), ("/.git/config", nil), ("/%00", nil),
    ("/" + String(repeating: "a/", count: 60), nil),
    ("/" + String(repeating: "a", count: 400), nil),
  ]

  @Test(arguments: near.indices) func theNearestAddressIsTold(_ number: Int) {
    let (path, expected) = Self.near[number]
    let reply = test.ask("GET", path)
    #expect(reply.status == 404, "\(path)")
    #expect(reply.object["nearest"] as? String == expected, "\(path): \(reply.text)")
    let detail = reply.object["detail"] as? String ?? ""
    #expect(detail.contains("/openapi.json lists"), "\(detail)")
    if let expected { #expect(detail.contains("did you mean \(expected)?"), "\(detail)") }
  }

  @Test func titlesAreTheUsualOnes() {
    for (method, target, fields, status, title) in [
      ("GET", "/nowhere", "", 404, "Not Found"),
      ("GET", "/api/mls-listings/x", "", 404, "Not Found"),
      ("DELETE", "/tiles.json", "", 405, "Method Not Allowed"),
      ("GET", "/metrics", "Accept: image/png\r\n", 406, "Not Acceptable"),
      ("POST", "/api/mls-listings", "Content-Type: text/plain\r\n", 415, "Unsupported Media Type"),
    ] {
      let reply = test.ask(method, target, fields: fields)
      #expect(reply.status == status && reply.object["title"] as? String == title, "\(reply.text)")
    }
  }
}
