import Foundation
import Plat
import PlatHTTP
import Testing

@testable import PlatServer

/// Header fields that limit what browsers do with an answer, and the origins that may read and
/// write.
@Suite(.timeLimit(.minutes(30))) struct SecurityHeaderTests {
  private let test: TestService

  init() throws { test = try TestService.common.get() }

  @Test func everyAnswerHasThem() throws {
    let requests = [
      ("GET", "/"), ("GET", "/assets/app.js"), ("GET", "/api/mls-listings"),
      ("GET", "/api/mls-listings?facets=city"),
      ("GET", "/tiles/4/2/6.mvt"), ("GET", "/nowhere"), ("DELETE", "/tiles.json"),
      ("OPTIONS", "/tiles.json"),
      ("GET", "/api/mls-listings?minBeds=many"), ("HEAD", "/api/mls-listings"), ("GET", "/metrics"),
      ("GET", "/api/swipes/exclude-keys?userId=a"), ("POST", "/api/swipes/user"), ("GET", "/%"),
    ]
    for (method, target) in requests {
      for _ in 0..<2 {
        let reply = test.ask(method, target)
        #expect(reply.field("X-Content-Type-Options") == "nosniff", "\(method) \(target)")
        #expect(
          reply.field("Referrer-Policy") == "same-origin"
            && reply.field("X-Frame-Options") == "SAMEORIGIN")
        #expect(reply.field("Access-Control-Allow-Origin") == "*", "\(method) \(target)")
        let exposed = try #require(reply.field("Access-Control-Expose-Headers"))
        for name in ["ETag", "Retry-After", "Content-Length"] { #expect(exposed.contains(name)) }
        #expect(
          reply.lines.components(separatedBy: "Access-Control-Allow-Origin").count == 2, "once")
      }
    }
    let tag = try #require(test.ask("GET", "/").field("ETag"))
    let known = test.ask("GET", "/", fields: "If-None-Match: \(tag)\r\n")
    #expect(known.status == 304 && known.field("X-Content-Type-Options") == "nosniff")
  }

  @Test func thePageHasAPolicy() throws {
    let policy = try #require(test.ask("GET", "/").field("Content-Security-Policy"))
    for part in [
      "default-src 'self'", "worker-src 'self' blob:", "object-src 'none'",
      "frame-ancestors 'self'",
    ] {
      #expect(policy.contains(part), "\(policy)")
    }
    #expect(!policy.contains("unsafe") && !policy.contains("*"))
    #expect(test.ask("GET", "/assets/index.html").field("Content-Security-Policy") == policy)
    for target in ["/assets/app.js", "/api/mls-listings", "/nowhere"] {
      #expect(test.ask("GET", target).field("Content-Security-Policy") == nil)
    }
    let page = try Scratch()
    try Data("<html>".utf8).write(to: URL(fileURLWithPath: page.file("index.html")))
    func sent(_ change: (inout ServiceOptions) -> Void) throws -> String? {
      let service = try TestService(TestListings.lines(3)) {
        $0.pageFolders = [page.path]
        change(&$0)
      }
      return service.ask("GET", "/").field("Content-Security-Policy")
    }
    #expect(try sent { $0.pagePolicy = "" } == nil)
    #expect(try sent { $0.pagePolicy = "img-src *" } == "img-src *; frame-ancestors 'self'")
    #expect(try sent { $0.pagePolicy = "Frame-Ancestors *" } == "Frame-Ancestors *")
    let framed = try sent { $0.allowedOrigins = ["*", "https://homes.example"] }
    #expect(framed?.hasSuffix("; frame-ancestors 'self' https://homes.example") == true)
  }

  @Test func aPreflightAllowsWhatClientsAndTracersSend() throws {
    let asked =
      "Origin: https://a.example\r\nAccess-Control-Request-Method: POST\r\n"
      + "Access-Control-Request-Headers: authorization\r\n"
    let reply = test.ask("OPTIONS", "/api/mls-listings", fields: asked)
    #expect(
      reply.status == 204
        && reply.field("Access-Control-Allow-Methods") == "GET, HEAD, POST, OPTIONS")
    let allowed = Set(
      try #require(reply.field("Access-Control-Allow-Headers")).lowercased().split(separator: ", ")
        .map(String.init))
    for name in [
      "authorization", "content-type", "if-none-match", "if-match", "idempotency-key",
      "traceparent", "tracestate",
      "baggage", "sentry-trace", "b3", "x-b3-traceid", "x-b3-spanid", "x-b3-sampled",
      "x-request-id",
    ] { #expect(allowed.contains(name), "\(name)") }
    #expect(!allowed.contains { $0.hasPrefix("x-forwarded") })
    #expect(allowed.isSuperset(of: ["cache-control", "x-requested-with", "pragma"]))
  }

  /// The fields that a preflight requests, and the unusual ones that are granted.
  private static let preflights: [(asked: String, more: [String])] = [
    ("traceparent, sentry-trace, baggage, x-requested-with, cache-control", []),
    ("X-Test", ["X-Test"]), ("x-test,x-other , x-test", ["x-test", "x-other"]),
    ("x-test\r\nAccess-Control-Request-Headers: x-more", ["x-test", "x-more"]),
    ("x-csrf-token, x-api-key", ["x-csrf-token", "x-api-key"]), ("", []), (",,", []),
    // A page may not send the fields of proxies.
    ("x-forwarded-host, forwarded, x-real-ip, x-ok", ["x-ok"]),
    ("Cookie, Host, Sec-Fetch-Site", []),
    // Invalid lists of names.
    ("x-a b", []), ("x-a; y", []), ("x-\u{e9}", []), ("x(y)", []),
    (String(repeating: "n", count: 101), []),
    (String(repeating: "x", count: 100), [String(repeating: "x", count: 100)]),
    ((0..<65).map { "x-\($0)" }.joined(separator: ","), []),
  ]

  @Test(arguments: preflights.indices) func aPreflightIsGrantedWhatItAsksFor(_ number: Int) throws {
    let (asked, more) = Self.preflights[number]
    let usual = try #require(
      test.ask("OPTIONS", "/tiles.json").field("Access-Control-Allow-Headers"))
    let fields = "Origin: https://a.example\r\nAccess-Control-Request-Method: GET\r\n"
    let reply = test.ask(
      "OPTIONS", "/tiles.json", fields: fields + "Access-Control-Request-Headers: \(asked)\r\n")
    #expect(reply.status == 204, "\(asked): \(reply.text)")
    let expected = ([usual] + more).joined(separator: ", ")
    #expect(reply.field("Access-Control-Allow-Headers") == expected, "\(asked)")
    #expect(reply.lines.contains("Vary: Access-Control-Request-Headers\r\n"))
  }

  @Test func scriptsOfOtherOriginsReadTheFieldsThatMatter() throws {
    let exposed = try #require(
      test.ask("GET", "/api/mls-listings").field("Access-Control-Expose-Headers"))
    let names = Set(exposed.split(separator: ", ").map(String.init))
    #expect(
      names.isSuperset(of: ["ETag", "Server-Timing", "Retry-After", "Location", "Link", "Allow"]))
  }

  @Test func listedOriginsAloneRead() throws {
    let service = try TestService(TestListings.lines(5)) {
      $0.allowedOrigins = ["https://Homes.example:443/", "http://localhost:3000"]
    }
    let targets = ["/api/mls-listings", "/api/mls-listings?facets=city", "/nowhere", "/metrics"]
    for target in targets + targets {
      for (origin, allowed) in [
        ("https://homes.example", "https://homes.example"),
        ("HTTPS://homes.example:443", "https://homes.example"),
        ("http://localhost:3000", "http://localhost:3000"), ("http://homes.example", nil),
        ("null", nil),
        ("https://homes.example.evil.example", nil), ("https://evil.example", nil), ("*", nil),
        ("", nil),
      ] as [(String, String?)] {
        let reply = service.ask("GET", target, fields: "Origin: \(origin)\r\n")
        #expect(reply.field("Access-Control-Allow-Origin") == allowed, "\(target) \(origin)")
        #expect((reply.field("Access-Control-Expose-Headers") != nil) == (allowed != nil))
        #expect(reply.lines.contains("Vary: Origin\r\n"), "\(target) \(origin)")
        #expect(reply.field("X-Frame-Options") == nil)
      }
      #expect(service.ask("GET", target).field("Access-Control-Allow-Origin") == nil)
    }
    // A deferred answer from another thread has them too.
    let client = try #require(Client(port: try service.service.start()))
    let reply = client.ask(
      "GET", "/api/mls-listings?facets=beds", fields: "Origin: https://homes.example\r\n")
    #expect(
      reply?.status == 200 && reply?.field("Access-Control-Allow-Origin") == "https://homes.example"
    )
  }

  private static let swipe = #"{"userId":"u","listingKey":"K1","action":"like"}"#

  /// Fields of a write request, and whether they belong to another origin.
  private static let writers: [(fields: String, isForeign: Bool)] = [
    ("", false), ("Origin: http://example.org:8080\r\n", false),
    ("Origin: https://EXAMPLE.org:8080\r\n", false),
    ("Origin: http://example.org\r\n", false), ("Origin: https://homes.example\r\n", false),
    ("Sec-Fetch-Site: same-origin\r\n", false), ("Sec-Fetch-Site: none\r\n", false),
    ("Origin: https://evil.example\r\n", true), ("Origin: null\r\n", true), ("Origin: \r\n", true),
    ("Origin: *\r\n", true), ("Origin: http://example.org.evil.example:8080\r\n", true),
    ("Origin: http://evil.example/example.org\r\n", true), ("Origin: file://\r\n", true),
    ("Origin: http://homes.example\r\n", true), ("Origin: https://homes.example:444\r\n", true),
    ("Origin: http://example.org:8080\r\nOrigin: https://evil.example\r\n", true),
    ("Sec-Fetch-Site: cross-site\r\n", true), ("Sec-Fetch-Site: same-site\r\n", true),
    ("Origin: https://evil.example\r\nX-Forwarded-Host: evil.example\r\n", true),
    ("Origin: https://evil.example\r\nContent-Type: text/plain\r\n", true),
  ]

  @Test func swipesOfOtherOriginsAreNotWritten() throws {
    let service = try TestService(TestListings.lines(5)) {
      $0.allowedOrigins = ["*", "https://homes.example"]
    }
    var written = 0
    for (fields, isForeign) in Self.writers {
      let reply = service.ask("POST", "/api/swipes/user", fields: fields, body: Self.swipe)
      #expect(reply.status == (isForeign ? 403 : 200), "\(fields): \(reply.text)")
      if isForeign { #expect(reply.object["type"] as? String == "/problems/foreign-origin") }
      let kept = service.ask("GET", "/api/swipes/exclude-keys?userId=u").total
      if !isForeign { written = 1 }
      #expect(kept == written, "\(fields)")
      let asked = "Access-Control-Request-Method: POST\r\n"
      let preflight = service.ask("OPTIONS", "/api/swipes/user", fields: fields + asked)
      #expect(preflight.status == (isForeign ? 403 : 204), "\(fields)")
      // Routes that only read are open to all.
      if !fields.contains("text/plain") {
        #expect(service.ask("POST", "/api/mls-listings", fields: fields, body: "{}").status == 200)
      }
    }
    let refused = Self.writers.count { $0.isForeign }
    #expect(
      service.ask("GET", "/metrics").text.contains("plat_origins_refused_total \(refused * 2)\n"))
  }

  @Test func nothingIsWrittenForAStrangersFirstRequest() throws {
    let service = try TestService(TestListings.lines(5))
    let reply = service.ask(
      "POST", "/api/swipes/user", fields: "Origin: https://evil.example\r\n", body: Self.swipe)
    #expect(
      reply.status == 403 && service.ask("GET", "/api/swipes/exclude-keys?userId=u").total == 0)
  }

  @Test func originsHaveOneForm() {
    for (text, form) in [
      ("https://a.example", "https://a.example"), ("HTTP://A.example:80/", "http://a.example"),
      ("http://a.example:443", "http://a.example:443"),
      ("https://[::1]:8443", "https://[::1]:8443"),
      ("https://a.example/x", nil), ("a.example", nil), ("https://", nil), ("https://:443", nil),
      ("null", nil),
      ("ftp://a.example", nil), ("https://a b", nil), ("https://a\r\nX: y", nil),
      ("https://u@a.example", nil),
      ("https://\u{0435}vil.example", nil),
    ] as [(String, String?)] { #expect(CrossOrigin.canonical(text) == form, "\(text)") }
  }
}
