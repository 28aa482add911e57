import PlatHTTP
import Testing

@testable import PlatServer

/// The host names that a server accepts, so that no web page reaches it under the page's own name.
@Suite(.timeLimit(.minutes(30))) struct HostTests {
  /// A server's names, a value of Host, and whether it is accepted.
  private static let cases: [(address: String, names: [String], host: String, isTaken: Bool)] = [
    ("127.0.0.1", [], "localhost", true), ("127.0.0.1", [], "LOCALHOST:8080", true),
    ("127.0.0.1", [], "localhost.", true), ("127.0.0.1", [], "127.0.0.1:80", true),
    ("127.0.0.1", [], "127.8.9.1", true), ("127.0.0.1", [], "[::1]:8080", true),
    ("::1", [], "[::1]", true),
    ("::1", [], "127.0.0.1", true), ("127.0.0.5", [], "127.0.0.5", true),
    ("127.0.0.1", [], "", true),
    ("127.0.0.1", [], "evil.example", false), ("127.0.0.1", [], "evil.example:8080", false),
    ("127.0.0.1", [], "localhost.evil.example", false),
    ("127.0.0.1", [], "127.0.0.1.evil.example", false),
    ("127.0.0.1", [], "127.0.0.1@evil.example", false),
    ("127.0.0.1", [], "evil.example#localhost", false),
    ("127.0.0.1", [], "0.0.0.0", false), ("127.0.0.1", [], "192.168.1.5", false),
    ("127.0.0.1", [], "127.1", false),
    ("127.0.0.1", [], "[::2]", false), ("127.0.0.1", [], "x", false),
    ("::1", [], "evil.example", false),
    ("127.0.0.1", ["homes.example"], "HOMES.example:443", true),
    ("127.0.0.1", ["homes.example"], "localhost", true),
    ("127.0.0.1", ["homes.example"], "a.homes.example", false),
    ("127.0.0.1", ["*"], "evil.example", true),
    ("0.0.0.0", [], "anything.example", true), ("10.0.0.7", [], "anything.example", true),
    ("0.0.0.0", ["homes.example"], "homes.example", true),
    ("0.0.0.0", ["homes.example"], "10.0.0.7:8080", true),
    ("0.0.0.0", ["homes.example"], "evil.example", false),
    ("10.0.0.7", ["homes.example"], "10.0.0.7", true),
    ("10.0.0.7", ["homes.example"], "10.0.0.8", false),
    ("::", ["homes.example"], "[2001:db8::1]", true),
    ("::", ["homes.example"], "evil.example", false),
  ]

  @Test(arguments: cases.indices) func names(number: Int) {
    let (address, names, host, isTaken) = Self.cases[number]
    let bytes = Array(host.utf8)
    #expect(
      HostCheck(address: address, names: names).takes(bytes.span) == isTaken,
      "\(address) \(names) \(host)")
  }

  @Test func anotherNameIsMisdirected() throws {
    let service = try TestService(TestListings.lines(3)) { $0.hostNames = [] }
    let port = try service.service.start()
    let client = try #require(Client(port: port))
    for target in ["/api/mls-listings", "/", "/metrics", "/nowhere"] {
      let reply = try #require(client.ask("GET", target), "Client asks example.org")
      #expect(
        reply.status == 421 && reply.object["type"] as? String == "/problems/unknown-host",
        "\(target)")
      #expect(reply.field("X-Content-Type-Options") == "nosniff")
    }
    let swipe = #"{"userId":"u","listingKey":"K1","action":"like"}"#
    let fields = "Origin: http://example.org:8080\r\n"
    #expect(client.ask("POST", "/api/swipes/user", fields: fields, body: swipe)?.status == 421)
    client.host = "localhost:\(port)"
    #expect(client.ask("GET", "/api/swipes/exclude-keys?userId=u")?.total == 0)
    #expect(client.ask("GET", "/metrics")?.text.contains("plat_hosts_refused_total 5\n") == true)
  }

  @Test func aTrustedProxyAnswersForItsNames() throws {
    let service = try TestService(TestListings.lines(3)) {
      ($0.hostNames, $0.trustedProxies) = ([], ["127.0.0.1"])
    }
    let client = try #require(Client(port: try service.service.start()))
    let reply = client.ask("GET", "/tiles.json", fields: "X-Forwarded-Host: homes.example\r\n")
    #expect(reply?.status == 200 && reply?.text.contains("http://homes.example/tiles") == true)
    let swipe = #"{"userId":"u","listingKey":"K1","action":"like"}"#
    for (origin, status) in [("https://homes.example", 200), ("http://example.org:8080", 403)] {
      let fields = "X-Forwarded-Host: homes.example\r\nOrigin: \(origin)\r\n"
      #expect(
        client.ask("POST", "/api/swipes/user", fields: fields, body: swipe)?.status == status,
        "\(origin)")
    }
  }
}
