import Foundation
import Plat
import PlatCommon
import PlatHTTP
import Synchronization
import Testing

@testable import PlatServer

/// Decks over HTTP: in memory, over a socket, from many clients at once, across builds, and without
/// write access.
@Suite(.timeLimit(.minutes(30))) struct SwipeRouteTests {
  private static func body(_ user: String, _ key: String, _ action: String) -> String {
    #"{"userId":"\#(user)","listingKey":"\#(key)","action":"\#(action)"}"#
  }

  private func keys(_ reply: Reply?) -> [String] {
    reply?.listings.compactMap { $0["listingKey"] as? String } ?? []
  }

  @Test func aDeckIsSwipedThrough() throws {
    let hands = SwipeTime()
    let test = try TestService(
      TestListings.lines(60) + TestListings.lines(10, city: "Indio", from: 60)
    ) {
      $0.swipeClock = hands.clock
    }
    var seen: Set<String> = []
    var left = 60
    while left > 0 {
      let reply = test.ask("GET", "/api/swipes/batch?count=25&city=palm%20springs&userId=ann")
      #expect(reply.total == left && reply.field("Cache-Control") == "private, no-store")
      #expect(reply.listings.allSatisfy { $0.keys.contains("primaryPhoto") })
      let found = keys(reply)
      #expect(found.count == min(25, left) && seen.isDisjoint(with: found))
      #expect(
        test.ask("GET", "/api/swipes/batch?count=25&city=palm%20springs&userId=ann").body
          == reply.body)
      for (number, key) in found.enumerated() {
        let swiped = test.ask(
          "POST", "/api/swipes/user",
          body: Self.body("ann", key, number % 5 == 0 ? "dislike" : "like"))
        #expect(
          swiped.status == 200 && (swiped.object["endsAt"] != nil) == (number % 5 == 0),
          "\(swiped.text)")
      }
      seen.formUnion(found)
      left -= found.count
    }
    let excluded = test.ask("GET", "/api/swipes/exclude-keys?userId=ann")
    #expect(Set(excluded.object["excludeKeys"] as? [String] ?? []) == seen && excluded.total == 60)
    #expect(test.ask("GET", "/api/swipes/batch?userId=ann").total == 10)
    #expect(test.ask("GET", "/api/swipes/batch?userId=bob").total == 70)
    hands.pass(1_800_000)
    #expect(test.ask("GET", "/api/swipes/batch?userId=ann&city=palm").total == 12)
    #expect(test.ask("GET", "/api/swipes/exclude-keys?userId=ann").total == 48)
    // Another state of the index, and a restarted server.
    _ = try TestListings.build(TestListings.lines(90), into: test.index)
    #expect(test.service.reload())
    #expect(test.ask("GET", "/api/swipes/batch?userId=ann").total == 42)
    var options = ServiceOptions()
    (options.logLevel, options.swipeClock) = (.off, hands.clock)
    let again = try QueryService(opening: test.index, options: options)
    let text = Array("GET /api/swipes/batch?userId=ann HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
    let answer = try #require(again.answer(text).answers.first)
    #expect(String(decoding: answer.body, as: UTF8.self).contains("\"total\":42"))
  }

  @Test(arguments: [
    ("GET", "/api/swipes/batch", "", 400, "userId"),
    ("GET", "/api/swipes/batch?userId=", "", 400, "userId"),
    ("GET", "/api/swipes/batch?userId=a&count=0", "", 400, "count"),
    ("GET", "/api/swipes/batch?userId=a&count=501", "", 400, "count"),
    ("GET", "/api/swipes/batch?userId=a&userId=b", "", 400, "userId"),
    ("GET", "/api/swipes/batch?userId=a&sort=price", "", 400, "sort"),
    ("GET", "/api/swipes/batch?userId=a&minBeds=x", "", 400, "minBeds"),
    ("GET", "/api/swipes/exclude-keys", "", 400, "userId"),
    ("POST", "/api/swipes/user", body("a", "K1", "love"), 400, "action"),
    ("POST", "/api/swipes/user", body("a", "nope", "like"), 404, nil),
    (
      "POST", "/api/swipes/user", body(String(repeating: "u", count: 129), "K1", "like"), 400,
      "userId"
    ),
    ("POST", "/api/swipes/user", #"{"userId":"a","action":"like"}"#, 400, "listingKey"),
    ("POST", "/api/swipes/user", #"{"userId":"a","listingKey":"K1","action":null}"#, 400, "action"),
    (
      "POST", "/api/swipes/user", #"{"userId":"a","listingKey":"K1","action":"like","x":1}"#, 400,
      "x"
    ),
    ("POST", "/api/swipes/user", body("a", "H1", "like"), 404, nil),
  ])
  func refusals(
    _ method: String, _ target: String, _ body: String, _ status: Int, _ parameter: String?
  ) throws {
    let reply = try TestService.common.get().ask(method, target, body: body)
    #expect(
      reply.status == status && reply.object["parameter"] as? String == parameter,
      "\(target) \(body): \(reply.text)")
    if parameter == "action", body.contains("love") {
      #expect(reply.text.contains(#"\"like\" or \"dislike\""#), "\(reply.text)")
    }
  }

  @Test func manyConnectionsSwipeAtOnce() throws {
    let test = try TestService(TestListings.lines(200)) { $0.waitingRequests = 1_000 }
    let port = try test.service.start()
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { number in
      guard let client = Client(port: port) else {
        return failures.withLock { $0.append("no connection") }
      }
      let user = "u\(number % 4)"
      for step in 0..<12 {
        let key = "K\(number / 4 * 100 + step)"
        guard
          let swiped = client.ask("POST", "/api/swipes/user", body: Self.body(user, key, "like")),
          let batch = client.ask("GET", "/api/swipes/batch?userId=\(user)&count=500")
        else { return failures.withLock { $0.append("the connection ended") } }
        let found = batch.listings.compactMap { $0["listingKey"] as? String }
        if swiped.status != 200 || batch.status != 200 || found.contains(key)
          || found.count != batch.total
        {
          failures.withLock {
            $0.append("\(user) \(key): \(swiped.status) \(batch.status) \(batch.total ?? -1)")
          }
        }
      }
    }
    #expect(failures.withLock { $0 } == [])
    for user in 0..<4 { #expect(test.ask("GET", "/api/swipes/batch?userId=u\(user)").total == 176) }
    #expect(test.service.stop(drainSeconds: 1) == 0)
  }

  @Test func whereSwipesCannotBeKeptTheRestIsServed() throws {
    let test = try TestService(TestListings.lines(20))
    // A directory with the database's name prevents its creation.
    try FileManager.default.createDirectory(
      atPath: test.index + "/swipes.sqlite", withIntermediateDirectories: true)
    let reply = test.ask("POST", "/api/swipes/user", body: Self.body("a", "K1", "like"))
    #expect(
      reply.status == 503 && reply.field("Retry-After") != nil && !reply.text.contains(test.index),
      "\(reply.text)")
    #expect(reply.object["title"] as? String == "Swipes unavailable")
    #expect(test.ask("GET", "/api/mls-listings").status == 200)
  }
}

/// A clock that the test sets.
private final class SwipeTime: Sendable {
  private let time = Atomic<Int64>(1_700_000_000_000)
  var clock: WallClock { WallClock { self.time.load(ordering: .sequentiallyConsistent) } }
  func pass(_ milliseconds: Int64) { time.add(milliseconds, ordering: .sequentiallyConsistent) }
}
