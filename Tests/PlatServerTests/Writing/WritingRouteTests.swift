import Foundation
import Plat
import PlatHTTP
import Testing

@testable import PlatServer

/// The routes that write listings, over a socket and without one.
@Suite(.timeLimit(.minutes(30))) struct WritingRouteTests {
  private func kind(_ reply: Reply) -> String? {
    (reply.object["type"] as? String).map { String($0.dropFirst("/problems/".count)) }
  }

  @Test func aListingIsMadeReadReplacedChangedAndDeleted() throws {
    let scene = try WritingScene()
    let client = try #require(Client(port: try scene.test.service.start()))
    func ask(_ method: String, _ target: String, _ fields: String = "", _ body: String = "")
      throws -> Reply
    {
      let reply = client.ask(method, target, fields: scene.line() + fields, body: body)
      return try #require(reply, "\(method) \(target)")
    }
    let made = try ask("POST", "/api/listings", "", WritingScene.listing("N 1", "\"x\":null"))
    #expect(made.status == 201, "\(made.text)")
    #expect(made.field("Location") == "http://example.org:8080/api/listings/N%201")
    #expect(made.object["outcome"] as? String == "added")
    #expect(made.field("Cache-Control") == "private, no-store")
    let first = try #require(made.field("ETag"))
    #expect(first == "\"\(made.object["changeNumber"] as? Int ?? 0)\"")
    // Read it back: the tag is the same, and strong.
    let held = try ask("GET", "/api/listings/N%201", "Accept-Encoding: gzip\r\n")
    #expect(held.status == 200 && held.field("ETag") == first, "\(held.lines)")
    #expect(held.field("Content-Encoding") == nil)
    #expect(held.object["listPrice"] as? Int == 500_000)
    let head = try ask("HEAD", "/api/listings/N%201")
    #expect(head.status == 200 && head.field("ETag") == first)
    let same = try ask("GET", "/api/listings/N%201", "If-None-Match: \(first)\r\n")
    #expect(same.status == 304 && same.body.isEmpty)
    #expect(try ask("GET", "/api/listings/N%201", "If-Match: \"1\"\r\n").status == 412)
    // Made again, and replaced.
    let again = try ask("POST", "/api/listings", "", WritingScene.listing("N 1"))
    #expect(again.status == 409 && kind(again) == "listing-exists", "\(again.text)")
    #expect(again.object["etag"] as? String == first)
    let body = WritingScene.listing("N 1", "\"privateRemarks\":\"gate 7\"")
    let put = try ask("PUT", "/api/listings/N%201", "If-Match: \(first)\r\n", body)
    #expect(put.status == 200 && put.object["outcome"] as? String == "replaced", "\(put.text)")
    let second = try #require(put.field("ETag"))
    #expect(second != first)
    let unchanged = try ask("PUT", "/api/listings/N%201", "", body)
    #expect(unchanged.status == 200 && unchanged.object["outcome"] as? String == "unchanged")
    #expect(unchanged.field("ETag") == second)
    // Changed by a patch.
    let patched = try ask(
      "PATCH", "/api/listings/N%201", WritingScene.patch + "If-Match: \(second)\r\n",
      #"{"listPrice":450000,"beds":null}"#)
    #expect(patched.status == 200, "\(patched.text)")
    let document = try ask("GET", "/api/listings/N%201").object
    #expect(document["listPrice"] as? Int == 450_000 && document["beds"] == nil)
    #expect(document["privateRemarks"] as? String == "gate 7")
    let shown = try ask("GET", "/api/mls-listings/N%201")
    #expect(shown.object["listPrice"] as? Int == 450_000 && !shown.text.contains("gate"))
    // Deleted, but not under a weak tag, whichever it is.
    let tag = try #require(patched.field("ETag"))
    #expect(try ask("DELETE", "/api/listings/N%201", "If-Match: W/\(tag)\r\n").status == 412)
    #expect(try ask("DELETE", "/api/listings/N%201", "If-Match: \(second)\r\n").status == 412)
    let gone = try ask("DELETE", "/api/listings/N%201")
    #expect(gone.status == 204 && gone.body.isEmpty)
    for method in ["GET", "DELETE"] {
      #expect(try ask(method, "/api/listings/N%201").status == 404)
    }
    #expect(
      try ask("PATCH", "/api/listings/N%201", WritingScene.patch, "{}").status == 404)
    #expect(scene.test.service.stop(drainSeconds: 1) == 0)
  }

  /// A method, a target, fields, a body, and the status and kind of the refusal.
  private static let refusals:
    [(method: String, target: String, fields: String, body: String, status: Int, kind: String)] = [
      ("POST", "/api/listings", "", "", 400, "bad-body"),
      ("POST", "/api/listings", "", "{", 400, "bad-body"),
      ("POST", "/api/listings", "", "[]", 400, "bad-body"),
      ("POST", "/api/listings", "", "{} {}", 400, "bad-body"),
      ("POST", "/api/listings", "", "{}", 422, "invalid-listing"),
      (
        "POST", "/api/listings", "", WritingScene.listing("N", "\"yearBuilt\":\"old\""), 422,
        "invalid-listing"
      ),
      (
        "POST", "/api/listings", "Content-Type: text/csv\r\n", "a,b", 415,
        "unsupported-media-type"
      ),
      (
        "POST", "/api/listings", "If-None-Match: *\r\n", WritingScene.listing("K1"), 412,
        "precondition-failed"
      ),
      (
        "POST", "/api/listings", "If-None-Match: \"1\"\r\n", WritingScene.listing("N"), 400,
        "bad-condition"
      ),
      ("POST", "/api/listings?x=1", "", WritingScene.listing("N"), 400, "unknown-parameter"),
      ("PUT", "/api/listings/K1", "", WritingScene.listing("K2"), 422, "invalid-listing"),
      ("PUT", "/api/listings/N?older=no", "", WritingScene.listing("N"), 400, "bad-value"),
      (
        "PUT", "/api/listings/N", "If-Match: *\r\n", WritingScene.listing("N"), 412,
        "precondition-failed"
      ),
      (
        "PUT", "/api/listings/K1", "If-None-Match: *\r\n", WritingScene.listing("K1"), 412,
        "precondition-failed"
      ),
      (
        "PUT", "/api/listings/K1", "If-Match: \"x\"\r\n", WritingScene.listing("K1"), 412,
        "precondition-failed"
      ),
      ("PATCH", "/api/listings/K1", "", "{}", 415, "unsupported-media-type"),
      (
        "PATCH", "/api/listings/K1", "Content-Type: application/json\r\n", "{}", 415,
        "unsupported-media-type"
      ),
      ("PATCH", "/api/listings/K1", WritingScene.patch, "3", 400, "bad-body"),
      (
        "PATCH", "/api/listings/K1", WritingScene.patch, #"{"beds":"many"}"#, 422,
        "invalid-listing"
      ),
      (
        "PATCH", "/api/listings/K1", WritingScene.patch, #"{"listingKey":"K2"}"#, 422,
        "invalid-listing"
      ),
      ("PUT", "/api/listings/K1/featured", "", "{}", 400, "missing-parameter"),
      ("PUT", "/api/listings/K1/featured", "", #"{"isFeatured":1}"#, 400, "bad-value"),
      ("PUT", "/api/listings/N/featured", "", #"{"isFeatured":true}"#, 404, "not-found"),
      ("PUT", "/api/listings/featured-order", "", "[]", 400, "bad-body"),
      ("PUT", "/api/listings/featured-order", "", #"[{"listingKey":"K1"}]"#, 400, "bad-body"),
      (
        "PUT", "/api/listings/featured-order", "",
        #"[{"listingKey":"K1","order":1},{"listingKey":"K1","order":2}]"#, 400, "bad-body"
      ),
      (
        "PUT", "/api/listings/featured-order", "",
        #"[{"listingKey":"K1","order":1},{"listingKey":"N","order":2}]"#, 404, "not-found"
      ),
      ("POST", "/api/listings/batch", "", "", 400, "bad-body"),
      ("POST", "/api/listings/batch", "", " \n \n", 400, "bad-body"),
      ("POST", "/api/listings/batch", "", "[]", 400, "bad-body"),
      ("POST", "/api/listings/batch", "", "[3]", 400, "bad-body"),
      ("POST", "/api/listings/batch", "", "listingKey\nK1", 400, "bad-body"),
      ("POST", "/api/listings/K1", "", "{}", 405, "method-not-allowed"),
      ("GET", "/api/listings", "", "", 405, "method-not-allowed"),
      ("GET", "/api/listings/N", "", "", 404, "not-found"),
    ]

  @Test func refusalsChangeNothing() throws {
    let scene = try WritingScene()
    let before = scene.test.ask("GET", "/api/health").object["changeNumber"] as? Int
    for (method, target, fields, body, status, kind) in Self.refusals {
      let reply = scene.ask(method, target, fields: fields, body: body)
      #expect(
        reply.status == status && self.kind(reply) == kind,
        "\(method) \(target) \(fields)\(body): \(reply.status) \(reply.text)")
      #expect(!reply.text.contains(scene.test.index), "\(reply.text)")
    }
    #expect(scene.test.ask("GET", "/api/health").object["changeNumber"] as? Int == before)
    let allowed = scene.ask("POST", "/api/listings/K1").field("Allow")
    #expect(
      allowed?.split(separator: ", ").sorted()
        == ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "PUT"])
    let patch = scene.ask("PATCH", "/api/listings/K1", body: "{}")
    #expect(patch.field("Accept-Patch") == "application/merge-patch+json")
  }

  @Test func aRefusalNamesFieldValueAndReason() throws {
    let scene = try WritingScene()
    let lines = [
      WritingScene.listing("N1"), "", WritingScene.listing("N2", "\"yearBuilt\":\"old\""),
    ]
    let reply = scene.ask("POST", "/api/listings/batch", body: lines.joined(separator: "\r\n"))
    #expect(reply.status == 422 && reply.object["line"] as? Int == 3, "\(reply.text)")
    #expect(reply.object["field"] as? String == "yearBuilt")
    #expect(reply.object["value"] as? String == "old")
    #expect((reply.object["reason"] as? String)?.isEmpty == false)
    #expect((reply.object["expected"] as? String)?.isEmpty == false)
    #expect(scene.ask("GET", "/api/listings/N1").status == 404, "all or nothing")
    let broken = scene.ask("POST", "/api/listings/batch", body: lines[0] + "\n{\"a\":")
    #expect(broken.status == 400 && broken.object["line"] as? Int == 2, "\(broken.text)")
  }

  @Test(arguments: ["application/x-ndjson", "application/json", "application/jsonl"])
  func aBatchIsLinesOrAnArray(_ type: String) throws {
    let scene = try WritingScene()
    let listings = [WritingScene.listing("K1"), WritingScene.listing("N1")]
    for (body, outcomes) in [
      (listings.joined(separator: "\n") + "\n", ["replaced", "added"]),
      ("[" + listings.joined(separator: ",") + "]", ["unchanged", "unchanged"]),
    ] {
      let reply = scene.ask(
        "POST", "/api/listings/batch", fields: "Content-Type: \(type)\r\n", body: body)
      let written = reply.object["listings"] as? [[String: Any]] ?? []
      #expect(reply.status == 200, "\(reply.text)")
      #expect(written.map { $0["outcome"] as? String } == outcomes)
      #expect(written.map { $0["listingKey"] as? String } == ["K1", "N1"])
      let counts = reply.object["counts"] as? [String: Int]
      #expect(counts?[outcomes[0]] == outcomes.filter { $0 == outcomes[0] }.count)
    }
    #expect(scene.test.ask("GET", "/api/mls-listings?city=indio").total == 2)
  }

  @Test func anOlderListingIsRefusedSkippedOrWritten() throws {
    let scene = try WritingScene()
    func listing(_ day: Int) -> String {
      WritingScene.listing("N", "\"modificationTimestamp\":\"2026-06-\(day)T00:00:00Z\"")
    }
    #expect(scene.ask("PUT", "/api/listings/N", body: listing(20)).status == 201)
    let refused = scene.ask("PUT", "/api/listings/N", body: listing(10))
    #expect(refused.status == 409 && kind(refused) == "older-listing", "\(refused.text)")
    let batch = scene.ask("POST", "/api/listings/batch", body: listing(10))
    #expect(batch.status == 409 && batch.object["line"] as? Int == 1)
    let skipped = scene.ask("POST", "/api/listings/batch?older=skip", body: listing(10))
    #expect((skipped.object["counts"] as? [String: Int])?["outdated"] == 1, "\(skipped.text)")
    let written = scene.ask("PUT", "/api/listings/N?older=replace", body: listing(10))
    #expect(written.object["outcome"] as? String == "replaced")
  }

  @Test func featuredListingsHaveTheirPlaces() throws {
    let scene = try WritingScene()
    func places() -> [String: Int] {
      let reply = scene.test.ask("GET", "/api/mls-listings?isFeatured=true&limit=100")
      let keys = reply.listings.compactMap { $0["listingKey"] as? String }
      return Dictionary(
        uniqueKeysWithValues: keys.map {
          ($0, scene.ask("GET", "/api/listings/\($0)").object["featuredOrder"] as? Int ?? -1)
        })
    }
    func feature(_ key: String, _ body: String) -> Int {
      scene.ask("PUT", "/api/listings/\(key)/featured", body: body).status
    }
    #expect(feature("K1", #"{"isFeatured":true,"featuredOrder":3}"#) == 200)
    #expect(feature("K2", #"{"isFeatured":true}"#) == 200)
    #expect(places() == ["K1": 3, "K2": -1])
    let order = #"[{"listingKey":"K2","order":1},{"listingKey":"K5","order":2}]"#
    #expect(scene.ask("PUT", "/api/listings/featured-order", body: order).status == 200)
    #expect(places() == ["K1": 3, "K2": 1, "K5": 2])
    #expect(feature("K1", #"{"isFeatured":false}"#) == 200)
    #expect(places() == ["K2": 1, "K5": 2])
    #expect(scene.ask("GET", "/api/listings/K1").object["featuredOrder"] == nil)
  }

  @Test func bodiesAreBounded() throws {
    let scene = try WritingScene()
    let port = try scene.test.service.start()
    let client = try #require(Client(port: port))
    let big = String(repeating: "v", count: 1 << 20)
    func status(_ target: String, _ body: String, _ fields: String = "") -> Int? {
      client.ask("POST", target, fields: scene.line() + fields, body: body)?.status
    }
    #expect(status("/api/listings", WritingScene.listing("N", "\"x\":\"\(big)\"")) == 413)
    #expect(status("/api/mls-listings", "{\"x\":\"\(big)\"}") == 413)
    // A batch may be longer than other bodies, up to a limit of its own.
    let line = WritingScene.listing("N1", "\"x\":\"\(String(repeating: "v", count: 9_000))\"")
    let lines = (0..<150).map { line.replacingOccurrences(of: "\"N1\"", with: "\"N\($0)\"") }
    let batch = client.ask(
      "POST", "/api/listings/batch", fields: scene.line(), body: lines.joined(separator: "\n"))
    #expect(batch?.status == 200, "\(batch?.text.prefix(300) ?? "")")
    let many = String(repeating: "{}\n", count: RequestBounds.batchListings + 1)
    #expect(status("/api/listings/batch", many) == 413)
    let other = try #require(Client(port: port))
    let beyond = String(repeating: " ", count: RequestBounds.batchBytes + 1)
    // The server answers before it has read such a body, and may close while it is sent.
    let cut = other.ask("POST", "/api/listings/batch", fields: scene.line(), body: beyond)?.status
    #expect(cut == nil || cut == 413)
  }

  @Test func theDocumentDescribesTheKeysAndTheBodies() throws {
    let scene = try WritingScene()
    let document = scene.test.ask("GET", "/openapi.json").object
    let paths = document["paths"] as? [String: [String: [String: Any]]] ?? [:]
    let components = document["components"] as? [String: [String: Any]] ?? [:]
    #expect(components["securitySchemes"]?["apiKey"] != nil)
    for route in Route.writing {
      let operation = paths[route.path]?[route.method.rawValue.lowercased()]
      #expect(operation?["security"] != nil, "\(route.name)")
      #expect((operation?["requestBody"] != nil) == route.takesBody, "\(route.name)")
    }
    #expect(paths["/api/mls-listings"]?["get"]?["security"] == nil)
  }
}
