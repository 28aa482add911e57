import Foundation
import Plat
import PlatAccess
import PlatHTTP
import Testing

@testable import PlatServer

/// API keys at the server: who is let in, and what the others are told.
@Suite(.timeLimit(.minutes(30))) struct KeyTests {
  private static let body = WritingScene.listing("N1")

  private func kind(_ reply: Reply) -> String? { reply.object["type"] as? String }

  @Test func withoutAnyKeyTheAnswerTellsHowToMakeOne() throws {
    let test = try TestService(TestListings.lines(3))
    let reply = test.ask("POST", "/api/listings", body: Self.body)
    #expect(reply.status == 401 && kind(reply) == "/problems/key-missing", "\(reply.text)")
    #expect(reply.field("WWW-Authenticate") == "Bearer realm=\"plat\"")
    #expect(reply.text.contains("plat keys INDEX create") && !reply.text.contains(test.index))
    #expect(test.service.writing.hasPrefix("no: no key may write"))
  }

  @Test func everyWriteNeedsAGoodKeyOfAWriter() throws {
    let scene = try WritingScene()
    #expect(scene.test.service.writing.hasPrefix("yes, with 2 keys"))
    let other = try WritingScene()
    let cases: [(line: String, status: Int, kind: String)] = [
      ("", 401, "key-missing"), ("Authorization: Basic YTpi\r\n", 401, "key-missing"),
      ("Authorization: Bearer\r\n", 401, "key-missing"),
      (scene.line() + scene.line(), 401, "key-missing"),
      (WritingScene.line("plat_short"), 401, "key-malformed"),
      (WritingScene.line(String(repeating: "x", count: 5_000)), 401, "key-malformed"),
      (other.line(), 401, "key-unknown"), (scene.line(.reader), 403, "key-role"),
    ]
    for route in Route.writing {
      let target = route.path.replacingOccurrences(of: "{listingKey}", with: "K1")
      for (line, status, kind) in cases {
        let reply = scene.test.ask(route.method.rawValue, target, fields: line, body: "{}")
        #expect(
          reply.status == status && self.kind(reply) == "/problems/" + kind,
          "\(route.name) \(line.prefix(40)): \(reply.status) \(reply.text)")
        #expect(reply.field("WWW-Authenticate")?.hasPrefix("Bearer realm=") == true)
        #expect(reply.field("Cache-Control") == "no-store")
      }
    }
    for (line, status) in [
      (scene.line(.writer), 201), (scene.line(.admin), 409),
      (scene.line(.admin).replacingOccurrences(of: "Bearer", with: "bearer"), 409),
    ] {
      let reply = scene.test.ask("POST", "/api/listings", fields: line, body: Self.body)
      #expect(reply.status == status, "\(reply.text)")
    }
    // Reading stays open, whatever else the client sends.
    #expect(scene.test.ask("GET", "/api/mls-listings", fields: other.line()).status == 200)
    let metrics = scene.test.ask("GET", "/metrics").text
    let refused = Route.writing.count * (cases.count - 1)
    #expect(metrics.contains("plat_keys_refused_total \(refused)\n"))
    #expect(metrics.contains("plat_key_roles_refused_total \(Route.writing.count)\n"))
  }

  @Test func aKeyEndsWithoutARestart() throws {
    let scene = try WritingScene()
    let client = try #require(Client(port: try scene.test.service.start()))
    func status(_ line: String) -> Int? {
      client.ask("DELETE", "/api/listings/none", fields: line)?.status
    }
    let short = try scene.keys.create(
      name: "short", role: .writer, expires: 1_800_000_060_000
    ).text
    #expect(status(scene.line()) == 404 && status(WritingScene.line(short)) == 404)
    scene.pass(seconds: 60)
    #expect(status(WritingScene.line(short)) == 401)
    let next = try scene.keys.rotate(name: "writer", grace: 60).text
    #expect(status(scene.line()) == 404 && status(WritingScene.line(next)) == 404)
    scene.pass(seconds: 60)
    #expect(status(scene.line()) == 401 && status(WritingScene.line(next)) == 404)
    try scene.keys.revoke(name: "writer")
    #expect(status(WritingScene.line(next)) == 401)
    #expect(status(scene.line(.admin)) == 404)
  }

  @Test func aKeyHasItsRate() throws {
    let scene = try WritingScene()
    let rate = try #require(RateLimit("3/h"))
    let line = WritingScene.line(
      try scene.keys.create(name: "slow", role: .writer, rate: rate).text)
    for left in [2, 1, 0] {
      let reply = scene.test.ask("GET", "/api/listings/K1", fields: line)
      #expect(reply.status == 200 && reply.field("RateLimit-Policy") == "\"key\";q=3;w=3600")
      #expect(reply.field("RateLimit")?.hasPrefix("\"key\";r=\(left);t=") == true)
    }
    let reply = scene.test.ask("GET", "/api/listings/K1", fields: line)
    #expect(reply.status == 429 && kind(reply) == "/problems/key-rate", "\(reply.text)")
    let wait = reply.field("Retry-After").flatMap { Int($0) } ?? 0
    #expect((1_190...1_200).contains(wait))
    #expect(reply.field("RateLimit")?.hasPrefix("\"key\";r=0;t=") == true)
    // Other keys are not affected, and have no limit.
    let free = scene.ask("GET", "/api/listings/K1")
    #expect(free.status == 200 && free.field("RateLimit") == nil)
  }

  @Test func aBurstIsRefilledEvenly() {
    let rates = KeyRates()
    let rate = RateLimit(requests: 4, seconds: 8)
    let second: UInt64 = 1_000_000_000
    var now = 100 * second
    for left in [3, 2, 1, 0] { #expect(rates.take("a", rate, now: now).left == left) }
    #expect(rates.take("a", rate, now: now).waitSeconds == 2)
    #expect(rates.take("b", rate, now: now).left == 3)
    now += 2 * second
    #expect(
      rates.take("a", rate, now: now)
        == KeyRates.Standing(
          left: 0, resetSeconds: 8, waitSeconds: nil))
    #expect(rates.take("a", rate, now: now).waitSeconds == 2)
    now += 100 * second
    #expect(rates.take("a", rate, now: now).left == 3)
    // A lowered rate holds at once, and does not lock its key out.
    let lower = RateLimit(requests: 1, seconds: 1)
    #expect((rates.take("a", lower, now: now).waitSeconds ?? 9) <= 1)
  }

  @Test func whereReadsNeedKeysNothingIsReadWithout() throws {
    let scene = try WritingScene { ($0.readsNeedKeys, $0.keepSeconds) = (true, 60) }
    let targets = try RouteTests.requests(TestService.common.get()).filter {
      !["/api/health", "/metrics", "/openapi.json", "/", "/assets/app.js"].contains($0.target)
    }
    // What one client was given from a cache must not be another's.
    for _ in 0..<2 {
      for (method, target, body) in targets {
        let reply = scene.test.ask(method, target, body: body)
        #expect(reply.status == 401, "\(method) \(target): \(reply.status)")
        let known = scene.test.ask(
          method, target, fields: "If-None-Match: *\r\n", body: body)
        #expect(known.status == 401, "\(method) \(target)")
      }
      let read = scene.test.ask("GET", "/api/mls-listings", fields: scene.line(.reader))
      #expect(read.status == 200 && read.field("Cache-Control") == "private, max-age=60")
    }
    for target in ["/api/health", "/openapi.json", "/"] {
      #expect(scene.test.ask("GET", target).status == 200, "\(target)")
    }
    #expect(scene.test.ask("OPTIONS", "/api/mls-listings").status == 204)
    #expect(scene.test.ask("GET", "/nowhere").status == 404)
  }

  /// Browsers ask before they send a key from a page of another origin.
  @Test func aPageWithAKeyMayWrite() throws {
    let scene = try WritingScene()
    let origin = "Origin: https://a.example\r\n"
    let asked =
      origin + "Access-Control-Request-Method: PATCH\r\n"
      + "Access-Control-Request-Headers: authorization, content-type, if-match\r\n"
    let reply = scene.test.ask("OPTIONS", "/api/listings/K1", fields: asked)
    #expect(reply.status == 204, "\(reply.text)")
    #expect(reply.field("Access-Control-Allow-Methods")?.contains("PATCH") == true)
    let headers = reply.field("Access-Control-Allow-Headers")?.lowercased() ?? ""
    #expect(headers.contains("authorization") && headers.contains("if-match"))
    let exposed = reply.field("Access-Control-Expose-Headers") ?? ""
    for name in ["ETag", "Location", "RateLimit", "WWW-Authenticate"] {
      #expect(exposed.split(separator: ", ").contains(Substring(name)), "\(name)")
    }
    let written = scene.ask(
      "PATCH", "/api/listings/K1", fields: origin + WritingScene.patch, body: #"{"beds":9}"#)
    #expect(written.status == 200, "\(written.text)")
    #expect(
      scene.test.ask("PATCH", "/api/listings/K1", fields: origin, body: "{}").status == 401)
  }

  /// Where the keys cannot be read, nobody is let in.
  @Test func unreadableKeysLetNobodyIn() throws {
    let test = try TestService(TestListings.lines(3))
    try Data("no database at all, whatever its name says".utf8).write(
      to: URL(fileURLWithPath: test.index + "/access.sqlite"))
    let key = try WritingScene().line()
    for line in ["", key] {
      let reply = test.ask("DELETE", "/api/listings/K1", fields: line)
      #expect(reply.status == 503 && kind(reply) == "/problems/keys-unreadable", "\(reply.text)")
    }
    #expect(test.ask("GET", "/api/mls-listings").status == 200)
    #expect(test.service.writing.hasPrefix("no: the keys cannot be read"))
  }
}
