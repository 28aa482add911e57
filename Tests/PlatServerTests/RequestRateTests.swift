import Foundation
import PlatHTTP
import Testing

@testable import PlatServer

/// The rate limit of one client address.
@Suite(.timeLimit(.minutes(30))) struct RequestRateTests {
  private func address(_ number: Int) throws -> HTTPAddress {
    try #require(HTTPAddress("10.\(number >> 16 & 255).\(number >> 8 & 255).\(number & 255)"))
  }

  @Test func ratesAreRead() {
    #expect(RequestRate("50/s").map { [$0.count, $0.seconds] } == [50, 1])
    #expect(RequestRate("600/min").map { [$0.count, $0.seconds] } == [600, 60])
    #expect(RequestRate("9/h").map { [$0.count, $0.seconds] } == [9, 3600])
    for text in ["", "5", "/s", "0/s", "-1/s", "5/d", "5/s/s", "x/s", "5 /s", "9999999/s"] {
      #expect(RequestRate(text) == nil, "\(text)")
    }
  }

  @Test func aBucketFillsEvenly() throws {
    let rates = RequestRates(try #require(RequestRate("10/s")))
    let (one, other) = (try address(1), try address(2))
    let second: UInt64 = 1_000_000_000
    let now = 5 * second
    for _ in 0..<10 { #expect(rates.take(one, now: now) == nil) }
    #expect(rates.take(one, now: now) == second / 10)
    #expect(rates.take(other, now: now) == nil)
    // Refused requests cost nothing: a tenth of a second later there is exactly one token.
    #expect(rates.take(one, now: now + second / 10) == nil)
    #expect(rates.take(one, now: now + second / 10) != nil)
    for _ in 0..<10 { #expect(rates.take(one, now: now + 10 * second) == nil) }
    #expect(rates.take(one, now: now + 10 * second) != nil)
  }

  @Test func manyAddressesDoNotStarveOneAnother() throws {
    let rates = RequestRates(try #require(RequestRate("1/h")))
    for number in 0..<200_000 { #expect(rates.take(try address(number), now: 1) == nil) }
  }

  @Test func requestsBeyondItAreTold() throws {
    let service = try TestService(TestListings.lines(3)) {
      ($0.addressRequests, $0.trustedProxies) = (RequestRate("3/h"), ["127.0.0.9"])
    }
    let port = try service.service.start()
    let (one, other) = (
      try #require(Client(port: port, from: 2)), try #require(Client(port: port, from: 3))
    )
    for _ in 0..<3 { #expect(one.ask("GET", "/api/mls-listings")?.status == 200) }
    for target in ["/api/mls-listings", "/nowhere", "/metrics"] {
      let reply = try #require(one.ask("GET", target))
      #expect(reply.status == 429 && reply.field("Access-Control-Allow-Origin") == "*", "\(target)")
      let seconds = try #require(reply.field("Retry-After").flatMap { Int($0) })
      #expect((1...1201).contains(seconds) && reply.object["status"] as? Int == 429)
    }
    // A new connection from the same address does not help; others are served.
    #expect(Client(port: port, from: 2)?.ask("GET", "/api/mls-listings")?.status == 429)
    #expect(other.ask("GET", "/api/mls-listings")?.status == 200)
    #expect(other.ask("GET", "/metrics")?.text.contains("plat_requests_limited_total 4\n") == true)
    // Behind a trusted proxy, requests count for the forwarded address; other clients are not
    // trusted.
    let proxy = try #require(Client(port: port, from: 9))
    func status(_ list: String) -> Int? {
      proxy.ask("GET", "/api/mls-listings", fields: "X-Forwarded-For: \(list)\r\n")?.status
    }
    for _ in 0..<3 { #expect(status("198.51.100.1, 203.0.113.5, 127.0.0.9") == 200) }
    #expect(status("198.51.100.2, 203.0.113.5:1234") == 429)
    #expect(status("203.0.113.5, 203.0.113.6") == 200)
    for _ in 0..<3 { #expect(status("[2001:db8::1]:80") == 200) }
    #expect(status("2001:db8::2") == 429)
    for _ in 0..<9 { #expect(proxy.ask("GET", "/api/mls-listings")?.status == 200) }
    let forged = try #require(Client(port: port, from: 2))
    #expect(forged.ask("GET", "/", fields: "X-Forwarded-For: 203.0.113.77\r\n")?.status == 429)
  }
}
