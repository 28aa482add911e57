import Foundation
import Plat
import Testing

@testable import PlatServer

/// Every route of the table, without a socket.
@Suite(.timeLimit(.minutes(30))) struct RouteTests {
  private let test: TestService

  init() throws { test = try TestService.common.get() }

  /// A request to each route that answers 200 or 204, with its status.
  static func requests(_ test: TestService) throws -> [(
    method: String, target: String, body: String
  )] {
    let clusters = test.ask("GET", "/api/clusters?bbox=-118,33,-115,35&zoom=3").features
    let ids = clusters.compactMap { ($0["properties"] as? [String: Any])?["cluster_id"] as? Int }
    let id = try #require(ids.first)
    return [
      ("GET", "/api/mls-listings", ""), ("POST", "/api/mls-listings", "{}"),
      ("GET", "/api/mls-listings/S1", ""), ("GET", "/api/mls-listings/S1/documents", ""),
      ("GET", "/api/mls-listings/S1/openhouses", ""), ("GET", "/api/mls-listings/S1/videos", ""),
      ("GET", "/api/mls-listings/S1/virtualtours", ""), ("GET", "/tiles/4/2/6.mvt", ""),
      ("GET", "/tiles/4/2/6.json", ""), ("GET", "/tiles.json?minBeds=2", ""),
      ("GET", "/api/clusters?bbox=-118,33,-115,35&zoom=3", ""),
      ("GET", "/api/clusters/\(id)/children", ""),
      ("GET", "/api/clusters/\(id)/leaves?limit=500", ""),
      ("GET", "/api/clusters/\(id)/expansion-zoom", ""),
      ("POST", "/api/areas", #"{"within":"POLYGON((-117 33,-116 33,-116 34,-117 33))"}"#),
      ("GET", "/api/changes?since=0", ""),
      ("GET", "/api/health", ""), ("GET", "/metrics", ""), ("GET", "/openapi.json", ""),
      ("GET", "/", ""),
      ("GET", "/assets/app.js", ""),
      ("GET", "/api/cities?name=palm", ""), ("GET", "/api/cities/palm-springs", ""),
      ("GET", "/api/cities/palm-springs/listings?minBeds=2", ""),
      ("GET", "/api/cities/palm-springs/subdivisions", ""),
      ("GET", "/api/cities/palm-springs/stats", ""),
      ("GET", "/api/cities/palm-springs/schools", ""),
      ("GET", "/api/cities/palm-springs/hoa", ""), ("GET", "/api/cities/palm-springs/photos", ""),
      ("GET", "/api/subdivisions?city=palm", ""),
      ("GET", "/api/subdivisions/deepwell-palm-springs", ""),
      ("GET", "/api/subdivisions/deepwell-palm-springs/listings", ""),
      ("GET", "/api/subdivisions/deepwell-palm-springs/stats", ""),
      ("GET", "/api/subdivisions/deepwell-palm-springs/photos", ""),
      ("POST", "/api/chat/search-listings", #"{"city":"Palm Springs","minBeds":2}"#),
      ("POST", "/api/chat/match-location", #"{"location":"palm sprngs"}"#),
      ("POST", "/api/chat/research-community", #"{"city":"Palm Springs","subdivision":null}"#),
      ("GET", "/api/chat/functions", ""), ("GET", "/api/swipes/batch?userId=u", ""),
      ("POST", "/api/swipes/user", #"{"userId":"u","listingKey":"K3","action":"like"}"#),
      ("GET", "/api/swipes/exclude-keys?userId=u", ""),
    ]
  }

  @Test func everyRouteAnswers() throws {
    let requests = try Self.requests(test)
    // Market analyses have their own tests: this index has no sales. So have routes with a key.
    let open = Route.all.filter { $0.role == nil }
    #expect(requests.count == open.count - Route.analyses.count)
    for request in requests {
      let reply = test.ask(request.method, request.target, body: request.body)
      #expect(reply.status == 200, "\(request.target): \(reply.status) \(reply.text.prefix(200))")
      #expect(reply.field("Access-Control-Allow-Origin") == "*", "\(request.target)")
      if request.method == "GET" {
        let head = test.ask("HEAD", request.target)
        #expect(
          head.status == 200 && head.field("Content-Type") == reply.field("Content-Type"),
          "\(request.target)")
        #expect(head.field("ETag") == reply.field("ETag"), "\(request.target)")
      }
    }
  }

  @Test func nothingPrivateLeaves() throws {
    for request in try Self.requests(test) {
      let reply = test.ask(request.method, request.target, body: request.body)
      #expect(!reply.text.contains("SECRET"), "\(request.target)")
      for (key, _) in TestListings.secretMembers where request.target != "/openapi.json" {
        #expect(
          !reply.text.lowercased().contains("\"\(key.lowercased())\""), "\(request.target): \(key)")
      }
      for key in ["H1", "H2", "H3", "H4"] {
        #expect(
          !reply.text.contains("\"\(key)\"") && !reply.text.contains("-\(key.lowercased())\""),
          "\(request.target)")
      }
    }
    for name in ["privateRemarks", "listAgentEmail", "ownerName", "lockBoxLocation"] {
      for text in [
        "/api/mls-listings?\(name)=SECRET", "/api/mls-listings?sort=\(name)",
        "/api/mls-listings?facets=\(name)",
      ] {
        let reply = test.ask("GET", text)
        #expect(reply.status == 400 && !reply.text.contains("SECRET-"), "\(text)")
      }
    }
  }

  @Test func whatTheSellerHidesIsNotThere() throws {
    let all = test.ask("GET", "/api/mls-listings?limit=500&facets=city")
    #expect(all.total == 300 + 3)
    for key in ["H1", "H2", "H3", "H4", "100-vista-oculta-palm-springs-h1"] {
      for part in ["", "/documents"] {
        #expect(test.ask("GET", "/api/mls-listings/\(key)\(part)").status == 404)
      }
    }
    #expect(
      test.ask("GET", "/api/mls-listings/V1").object["streetName"] as? String == "Vista Oculta")
    let hidden = try #require(all.listings.first { $0["listingKey"] as? String == "A1" })
    #expect(hidden["slug"] as? String == "palm-springs-a1" && hidden["streetName"] == nil)
    #expect(hidden["latitude"] as? Double == 33.81 && hidden["longitude"] as? Double == -116.5)
    for name in ["A1", "palm-springs-a1"] {
      let one = test.ask("GET", "/api/mls-listings/\(name)")
      #expect(
        one.status == 200 && !one.text.contains("Vista") && !one.text.contains("33.81234"),
        "\(one.text)")
      #expect(one.object["latitude"] as? Double == 33.81 && one.object["remarks2"] == nil)
      #expect(one.object["unitNumber"] == nil && one.object["slug"] as? String == "palm-springs-a1")
    }
    #expect(test.ask("GET", "/api/mls-listings/100-vista-oculta-palm-springs-a1").status == 404)
  }

  @Test func pagesAndCursorsMeetEachListingOnce() throws {
    var seen: [String] = []
    for page in 1...4 {
      let reply = test.ask("GET", "/api/mls-listings?sort=price&limit=100&page=\(page)")
      #expect(reply.object["totalPages"] as? Int == 4 && reply.object["page"] as? Int == page)
      seen += reply.listings.compactMap { $0["listingKey"] as? String }
    }
    var walked: [String] = []
    var cursor: String? = ""
    while let place = cursor {
      let reply = test.ask(
        "GET", "/api/mls-listings?sort=price&limit=77" + (place.isEmpty ? "" : "&cursor=\(place)"))
      walked += reply.listings.compactMap { $0["listingKey"] as? String }
      cursor = reply.object["cursor"] as? String
    }
    #expect(seen == walked && Set(seen).count == 303 && seen.count == 303)
  }

  @Test func facetsAndStatistics() throws {
    let reply = test.ask("GET", "/api/mls-listings?facets=city,beds,price&statistics=true&limit=0")
    let facets = try #require(reply.object["facets"] as? [String: [[String: Any]]])
    #expect(Set(facets.keys) == ["city", "beds", "price"])
    #expect(facets["beds"]?.reduce(0) { $0 + ($1["count"] as? Int ?? 0) } == 303)
    let price = (reply.object["statistics"] as? [String: [String: Any]])?["price"]
    #expect(price?["count"] as? Int == 303 && price?["max"] as? Double == 699_000)
  }

  @Test func slugsThatKeysDoNotTell() throws {
    let test = try TestService([
      TestListings.line("Ab_1", "\"x\":1"),
      TestListings.line("B2", "\"slug\":\"the-house-on-the-hill\""),
      TestListings.line("a-b-c-d-e-9", "\"x\":1"),
    ])
    for slug in [
      "100-vista-oculta-palm-springs-ab-1", "the-house-on-the-hill",
      "100-vista-oculta-palm-springs-a-b-c-d-e-9",
    ] {
      let reply = test.ask("GET", "/api/mls-listings/\(slug)")
      #expect(
        reply.status == 200 && reply.object["slug"] as? String == slug, "\(slug): \(reply.text)")
    }
    #expect(test.ask("GET", "/api/mls-listings/the-house").status == 404)
  }

  @Test func tileJSONNamesTheServerThatWasAsked() throws {
    func tiles(_ fields: String, _ test: TestService) -> String? {
      (test.ask("GET", "/tiles.json?city=palm%20springs", fields: fields).object["tiles"]
        as? [String])?.first
    }
    let forwarded = "X-Forwarded-Proto: https\r\nX-Forwarded-Host: homes.example\r\n"
    let plain = "http://example.org:8080/tiles/{z}/{x}/{y}.mvt?city=palm%20springs"
    #expect(tiles("", test) == plain)
    #expect(tiles(forwarded, test) == plain)
    // In memory the peer is 0.0.0.0.
    let proxied = try TestService(TestListings.lines(3)) { $0.trustedProxies = ["0.0.0.0"] }
    #expect(
      tiles(forwarded, proxied) == "https://homes.example/tiles/{z}/{x}/{y}.mvt?city=palm%20springs"
    )
    #expect(
      tiles("X-Forwarded-Host: a\"b\r\n", proxied)?.hasPrefix("http://example.org:8080/") == true)
    #expect(test.ask("GET", "/tiles.json").field("ETag") != nil)
  }

  @Test func healthTellsReadyFromLive() throws {
    let test = try TestService(TestListings.lines(70))
    func ask(_ probe: String) -> Reply { test.ask("GET", "/api/health?probe=\(probe)") }
    #expect(ask("ready").status == 200 && ask("live").status == 200)
    test.service.announceStop()
    #expect(ask("ready").status == 503 && ask("live").status == 200)
    #expect(
      ask("ready").object["ready"] as? Bool == false && ask("ready").object["live"] as? Bool == true
    )
    #expect(test.ask("GET", "/api/mls-listings").total == 70)
    #expect(ask("red").status == 400)
  }

  @Test func metricsCountBlocks() throws {
    let test = try TestService(TestListings.lines(300))
    func blocks() -> Int? {
      let lines = test.ask("GET", "/metrics").text.split(separator: "\n")
      return lines.first { $0.hasPrefix("plat_blocks_read_total ") }.flatMap {
        Int($0.split(separator: " ")[1])
      }
    }
    let before = try #require(blocks())
    #expect(test.ask("GET", "/api/mls-listings?minPrice=500001").status == 200)
    let after = try #require(blocks())
    #expect(after > before && after <= before + 30)
    // A cached answer reads nothing.
    #expect(test.ask("GET", "/api/mls-listings?minPrice=500001").status == 200)
    #expect(blocks() == after)
  }

  @Test func metricsAreGrouped() throws {
    _ = test.ask("GET", "/api/health")
    _ = test.ask("GET", "/nowhere")
    var seen: [String] = []
    for line in test.ask("GET", "/metrics").text.split(separator: "\n") where !line.hasPrefix("#") {
      var name = String(line.prefix { $0 != "{" && $0 != " " })
      for suffix in ["_bucket", "_sum", "_count"] where name.hasSuffix(suffix) {
        name.removeLast(suffix.count)
      }
      if seen.last != name { seen.append(name) }
    }
    #expect(Set(seen).count == seen.count, "\(seen)")
    #expect(seen.contains("plat_request_seconds") && seen.contains("plat_generation"))
  }
}
