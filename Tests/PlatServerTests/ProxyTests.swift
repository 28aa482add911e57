import Foundation
import PlatHTTP
import Testing

@testable import PlatServer

/// The server's own address: behind proxies, below a path, and as its operator sets it.
@Suite(.timeLimit(.minutes(30))) struct ProxyTests {
  /// Fields from a trusted proxy, and the base of the tile addresses.
  private static let forwarded: [(fields: String, base: String)] = [
    ("", "http://example.org:8080"),
    ("X-Forwarded-Proto: https", "https://example.org:8080"),
    // Each proxy in a chain adds a word; the first one describes the client's request.
    ("X-Forwarded-Proto: https, http", "https://example.org:8080"),
    ("X-Forwarded-Proto: https,http,http", "https://example.org:8080"),
    ("X-Forwarded-Proto: http, https", "http://example.org:8080"),
    ("X-Forwarded-Proto: https\r\nX-Forwarded-Proto: http", "https://example.org:8080"),
    ("X-Forwarded-Proto: , https", "https://example.org:8080"),
    ("X-Forwarded-Proto: HTTPS", "https://example.org:8080"),
    ("x-forwarded-proto: Https , http", "https://example.org:8080"),
    ("X-Forwarded-Proto: gopher", "http://example.org:8080"),
    ("X-Forwarded-Proto: https://", "http://example.org:8080"),
    ("X-Forwarded-Scheme: https", "https://example.org:8080"),
    ("X-Forwarded-Ssl: ON", "https://example.org:8080"),
    ("X-Forwarded-Proto: wss", "https://example.org:8080"),
    ("X-Forwarded-Host: homes.example, inner.example", "http://homes.example"),
    ("X-Forwarded-Host: Homes.Example:8443", "http://Homes.Example:8443"),
    ("X-Forwarded-Host: [2001:db8::1]", "http://[2001:db8::1]"),
    ("X-Forwarded-Host: a\"b", "http://example.org:8080"),
    ("X-Forwarded-Host: evil.example/x", "http://example.org:8080"),
    (
      "X-Forwarded-Host: homes.example\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Port: 443",
      "https://homes.example"
    ),
    (
      "X-Forwarded-Host: homes.example\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Port: 8443, 80",
      "https://homes.example:8443"
    ),
    // The port of an inner hop, which speaks another scheme.
    (
      "X-Forwarded-Host: homes.example\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Port: 80",
      "https://homes.example"
    ),
    ("X-Forwarded-Host: homes.example\r\nX-Forwarded-Port: 443", "http://homes.example"),
    ("X-Forwarded-Host: homes.example\r\nX-Forwarded-Port: 0x1", "http://homes.example"),
    ("X-Forwarded-Host: homes.example:81\r\nX-Forwarded-Port: 82", "http://homes.example:81"),
    ("X-Forwarded-Prefix: /homes", "http://example.org:8080/homes"),
    ("X-Forwarded-Prefix: /homes/", "http://example.org:8080/homes"),
    ("X-Forwarded-Prefix: homes", "http://example.org:8080/homes"),
    ("X-Forwarded-Prefix: /a/b, /c", "http://example.org:8080/a/b"),
    ("X-Forwarded-Path: /homes", "http://example.org:8080/homes"),
    ("X-Forwarded-Prefix: /", "http://example.org:8080"),
    ("X-Forwarded-Prefix: //evil.example", "http://example.org:8080"),
    ("X-Forwarded-Prefix: /../x", "http://example.org:8080"),
    ("X-Forwarded-Prefix: /<b>", "http://example.org:8080"),
    ("X-Forwarded-Prefix: /a?b", "http://example.org:8080"),
    ("Forwarded: proto=https;host=homes.example", "https://homes.example"),
    (
      "Forwarded: for=192.0.2.1;Proto=HTTPS; Host=\"homes.example:8443\"",
      "https://homes.example:8443"
    ),
    ("Forwarded: host=homes.example;proto=https, host=inner;proto=http", "https://homes.example"),
    ("Forwarded: for=\"a,b;proto=http\";proto=https", "https://example.org:8080"),
    ("Forwarded: host=\"h\\omes.example\"", "http://homes.example"),
    ("Forwarded: ;;,=,\"", "http://example.org:8080"),
    ("Forwarded: proto=https\r\nX-Forwarded-Prefix: /p", "https://example.org:8080/p"),
    // A proxy that knows only X-Forwarded passes on the client's own Forwarded field.
    ("X-Forwarded-For: 192.0.2.1\r\nForwarded: host=evil.example", "http://example.org:8080"),
  ]

  private static let trusting = Result {
    // In memory the peer is 0.0.0.0.
    try TestService(TestListings.lines(3)) { $0.trustedProxies = ["0.0.0.0"] }
  }

  private func base(_ fields: String, _ test: TestService) -> String? {
    let reply = test.ask(
      "GET", "/tiles.json?minBeds=2", fields: fields.isEmpty ? "" : fields + "\r\n")
    let tiles = (reply.object["tiles"] as? [String])?.first
    let end = "/tiles/{z}/{x}/{y}.mvt?minBeds=2"
    return tiles.flatMap { $0.hasSuffix(end) ? String($0.dropLast(end.count)) : nil }
  }

  @Test(arguments: forwarded.indices) func aTrustedProxyTells(_ number: Int) throws {
    let (fields, expected) = Self.forwarded[number]
    #expect(base(fields, try Self.trusting.get()) == expected, "\(fields)")
    // Other clients are not trusted.
    #expect(base(fields, try TestService.common.get()) == "http://example.org:8080", "\(fields)")
  }

  @Test func theOperatorsAddressCountsBeforeAll() throws {
    let test = try TestService(TestListings.lines(3)) {
      $0.trustedProxies = ["0.0.0.0"]
      $0.publicURL = PublicURL("HTTPS://Homes.Example:443/a/b/")
    }
    for (fields, _) in Self.forwarded {
      #expect(base(fields, test) == "https://homes.example/a/b", "\(fields)")
    }
    // The answers are the same whether the proxy removes the path or not.
    for target in ["/tiles/4/2/6.mvt", "/api/mls-listings/K1", "/api/cities?name=palm", "/"] {
      let (plain, below) = (test.ask("GET", target), test.ask("GET", "/a/b" + target))
      #expect(plain.status == 200 && below.body == plain.body, "\(target)")
      #expect(test.ask("GET", "/a/bc" + target).status == 404, "\(target)")
    }
    let bare = test.ask("GET", "/a/b")
    #expect(bare.status == 308 && bare.field("Location") == "/a/b/")
    // A preflight is refused below the path as well.
    let asked = "Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n"
    #expect(test.ask("OPTIONS", "/a/b/api/swipes/user", fields: asked).status == 403)
    let own = "Origin: https://homes.example\r\nAccess-Control-Request-Method: POST\r\n"
    #expect(test.ask("OPTIONS", "/a/b/api/swipes/user", fields: own).status == 204)
  }

  @Test func theHostOfTheOperatorsAddressIsAName() throws {
    let test = try TestService(TestListings.lines(3)) {
      ($0.hostNames, $0.publicURL) = ([], PublicURL("https://homes.example/x"))
    }
    func status(_ host: String) -> Int {
      let request = "GET /api/health HTTP/1.1\r\nHost: \(host)\r\n\r\n"
      return test.service.answer(Array(request.utf8)).answers.first?.status ?? 0
    }
    #expect(status("homes.example") == 200 && status("localhost") == 200)
    #expect(status("evil.example") == 421)
    // The public host alone does not turn the check on.
    let other = HostCheck(address: "0.0.0.0", names: [], publicHost: "a")
    #expect(other.takes(Array("b".utf8).span) == true)
  }

  @Test func addressesThatAreNone() {
    for (text, expected) in [
      ("https://homes.example", "https://homes.example"),
      ("http://localhost:80/", "http://localhost"),
      ("https://example.org/homes/", "https://example.org/homes"),
      ("https://[::1]:8443/a", "https://[::1]:8443/a"),
      ("homes.example", nil), ("ftp://a", nil), ("https://", nil), ("https://a//b", nil),
      ("https://a/../b", nil), ("https://a/b?c", nil), ("https://a/b#c", nil),
      ("https://u@a", nil), ("https://a b", nil), ("https://a/\u{e9}", nil), ("", nil),
      ("https:///x", nil), ("javascript://a", nil),
    ] as [(String, String?)] { #expect(PublicURL(text)?.text == expected, "\(text)") }
  }

  @Test func clientsAreToldApartByForwardedToo() throws {
    let test = try TestService(TestListings.lines(3)) {
      $0.trustedProxies = ["0.0.0.0", "10.0.0.0/8"]
      $0.addressRequests = RequestRate("2/h")
    }
    func status(_ fields: String) -> Int {
      test.ask("GET", "/api/health", fields: fields + "\r\n").status
    }
    for field in [
      "Forwarded: for=192.0.2.1, for=10.1.1.1", "Forwarded: For=\"[2001:db8::7]:4711\";proto=https",
    ] {
      let spoofed = field.replacing("Forwarded: ", with: "Forwarded: for=203.0.113.9, ")
      #expect(status(field) == 200 && status(spoofed) == 200, "\(field)")
      #expect(status(field) == 429 && status(spoofed) == 429, "\(field)")
    }
    // No client is named: a probe of the proxy itself.
    for _ in 0..<4 { #expect(status("Forwarded: for=unknown") == 200) }
    // Next to X-Forwarded-For, Forwarded is the client's own claim.
    let both = "X-Forwarded-For: 192.0.2.44\r\nForwarded: for=192.0.2.45"
    #expect(status(both) == 200 && status("X-Forwarded-For: 192.0.2.44") == 200)
    #expect(status(both) == 429)
  }

  @Test func theInterfaceNamesTheServerThatWasAsked() throws {
    let test = try Self.trusting.get()
    func servers(_ fields: String) -> (urls: [String?], tag: String?) {
      let reply = test.ask("GET", "/openapi.json", fields: fields)
      let list = reply.object["servers"] as? [[String: Any]] ?? []
      return (list.map { $0["url"] as? String }, reply.field("ETag"))
    }
    let forwarded = "X-Forwarded-Proto: https\r\nX-Forwarded-Prefix: /homes\r\n"
    #expect(servers("").urls == ["http://example.org:8080"])
    #expect(servers(forwarded).urls == ["https://example.org:8080/homes"])
    #expect(servers("").tag == servers("").tag && servers("").tag != servers(forwarded).tag)
    for number in 0..<40 {
      #expect(servers("X-Forwarded-Host: h\(number)\r\n").urls == ["http://h\(number)"])
    }
  }
}
