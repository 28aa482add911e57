import Foundation
import Plat
import PlatCommon
import PlatHTTP
import Synchronization
import Testing

@testable import PlatServer

/// Slow requests over a socket: they do not block others, and they end on time.
@Suite(.timeLimit(.minutes(30))) struct FlowTests {
  /// Routes whose work the test controls.
  private final class Hands: Sendable {
    private let started = Mutex<[String]>([])
    private let ends = Mutex<[WorkEnded]>([])
    private let open = DispatchSemaphore(value: 0)

    var names: [String] { started.withLock { $0 } }
    var endings: [WorkEnded] { ends.withLock { $0 } }
    func release(_ count: Int = 1) { for _ in 0..<count { open.signal() } }

    var routes: [Route] {
      let name = RouteParameter("n", in: .query, "Its name.", example: "1")
      return [
        Route(
          .get, "/test/stuck", "stuck", "Waits for the test, whatever its deadline.",
          parameters: [name],
          answers: [], isRepeatable: false, effort: { _ in .lane(.scans) }
        ) { call throws(Problem) in
          self.started.withLock { $0.append((try? call.text("n")) ?? "") }
          self.open.wait()
          return .json { $0.integer(Int64(1)) }
        },
        Route(
          .get, "/test/endless", "endless", "Works until its limit ends it.", parameters: [name],
          answers: [],
          isRepeatable: false, effort: { _ in .lane(.scans) }
        ) { call throws(Problem) in
          self.started.withLock { $0.append((try? call.text("n")) ?? "") }
          try self.work()
          return .json { $0.integer(Int64(1)) }
        },
        Route(
          .get, "/test/misjudged", "misjudged",
          "Works for long where a loop expected it to be quick.", answers: [],
          isRepeatable: false, effort: { _ in .measured(.scans) }
        ) { call throws(Problem) in
          try self.work()
          return .json { $0.integer(Int64(1)) }
        },
      ]
    }

    private func work() throws(Problem) {
      guard let limit = WorkLimit.current else { throw Problem(500, "no-limit", "No limit", "") }
      do throws(WorkEnded) { while true { try limit.check() } } catch {
        ends.withLock { $0.append(error) }
        throw Problem(400, "ended", "Ended", "")
      }
    }
  }

  private let hands = Hands()

  private func service(_ change: @escaping (inout ServiceOptions) -> Void = { _ in }) throws -> (
    TestService, UInt16
  ) {
    let test = try TestService(TestListings.lines(60)) { options in
      options.ownRoutes = hands.routes
      (options.workers, options.waitSeconds, options.deadlineSeconds) = (1, 30, 30)
      change(&options)
    }
    return (test, try test.service.start())
  }

  private func waitUntil(_ isTrue: () -> Bool) -> Bool {
    let end = ContinuousClock.now + .seconds(20)
    while !isTrue() {
      if ContinuousClock.now > end { return false }
      usleep(1_000)
    }
    return true
  }

  private func metric(_ test: TestService, _ name: String) -> Int? {
    test.ask("GET", "/metrics").text.split(separator: "\n").first { $0.hasPrefix(name + " ") }
      .flatMap { Int($0.dropFirst(name.count + 1)) }
  }

  @Test func whoeverIsBusyTheRefusalComesOnTime() throws {
    let (test, port) = try service { ($0.waitSeconds, $0.deadlineSeconds) = (0.3, 0.4) }
    defer { hands.release(4) }
    let (stuck, waiting) = (try #require(Client(port: port)), try #require(Client(port: port)))
    let began = ContinuousClock.now
    stuck.send("GET", "/test/stuck?n=1")
    #expect(waitUntil { hands.names == ["1"] })
    waiting.send("GET", "/api/mls-listings?facets=propertySubType")
    // Others go on meanwhile, each in its own lane.
    let other = try #require(Client(port: port))
    for (method, target, body) in [
      ("POST", "/api/swipes/user", #"{"userId":"u","listingKey":"K3","action":"like"}"#),
      ("GET", "/api/swipes/exclude-keys?userId=u", ""), ("GET", "/api/swipes/batch?userId=new", ""),
      ("POST", "/api/chat/research-community", #"{"city":"Palm Springs"}"#),
      ("POST", "/api/chat/match-location", #"{"location":"palm sprngs"}"#),
      ("GET", "/api/cities", ""),
      ("GET", "/api/mls-listings/no-such-slug", ""), ("GET", "/tiles/4/2/6.mvt?minBeds=2", ""),
      ("GET", "/api/mls-listings?minBeds=2", ""), ("GET", "/api/health", ""),
    ] {
      let reply = try #require(other.ask(method, target, body: body))
      #expect(
        reply.status == 200 || (reply.status == 404 && target.hasSuffix("slug")),
        "\(target): \(reply.text)")
    }
    let late = try #require(waiting.reply())
    #expect(
      late.status == 503 && late.object["type"] as? String == "/problems/busy", "\(late.text)")
    #expect(late.field("Retry-After") == "1" && late.field("Content-Type") == Problem.mediaType)
    let ended = try #require(stuck.reply())
    #expect(
      ended.status == 503 && ended.object["type"] as? String == "/problems/late", "\(ended.text)")
    #expect(ended.field("Retry-After") == "1")
    #expect(ContinuousClock.now - began < .seconds(10))
    #expect(waitUntil { metric(test, "plat_lane_late_total{lane=\"scans\"}") == 2 })
    // The late result is dropped, and the connection goes on.
    hands.release()
    #expect(waitUntil { metric(test, "plat_lane_running{lane=\"scans\"}") == 0 })
    #expect(stuck.ask("GET", "/api/mls-listings?facets=city")?.status == 200)
    #expect(test.service.stop(drainSeconds: 5) == 0)
  }

  @Test func workLooksAtItsDeadline() throws {
    let (test, port) = try service { $0.deadlineSeconds = 0.1 }
    let client = try #require(Client(port: port))
    let reply = try #require(client.ask("GET", "/test/endless?n=1"))
    #expect(
      reply.status == 503 && reply.object["type"] as? String == "/problems/late", "\(reply.text)")
    #expect(hands.endings == [.deadline])
    #expect(waitUntil { metric(test, "plat_lane_late_total{lane=\"scans\"}") == 1 })
  }

  @Test func whatALoopMisjudgedGoesOnInALane() throws {
    let (test, port) = try service { $0.deadlineSeconds = 0.1 }
    let client = try #require(Client(port: port))
    #expect(client.ask("GET", "/test/misjudged")?.status == 503)
    #expect(hands.endings == [.deadline, .deadline], "on the loop, and in the lane")
    #expect(client.ask("GET", "/test/misjudged")?.status == 503)
    #expect(hands.endings.count == 3, "the next one goes to the lane at once")
    #expect(test.service.stop(drainSeconds: 5) == 0)
  }

  @Test func aClientThatGoesEndsItsWork() throws {
    let (test, port) = try service()
    var running = Client(port: port)
    running?.send("GET", "/test/endless?n=running")
    #expect(waitUntil { hands.names == ["running"] })
    var waiting = Client(port: port)
    waiting?.send("GET", "/test/stuck?n=waiting")
    #expect(waitUntil { metric(test, "plat_lane_waiting{lane=\"scans\"}") == 1 })
    waiting = nil
    #expect(waitUntil { metric(test, "plat_lane_cancelled_total{lane=\"scans\"}") == 1 })
    #expect(hands.endings == [])
    running = nil
    #expect(waitUntil { hands.endings == [.cancelled] })
    #expect(waitUntil { metric(test, "plat_lane_cancelled_total{lane=\"scans\"}") == 2 })
    #expect(waitUntil { metric(test, "plat_lane_running{lane=\"scans\"}") == 0 })
    #expect(metric(test, "plat_lane_waiting{lane=\"scans\"}") == 0)
    #expect(hands.names == ["running"], "who left the queue is not served")
    #expect(metric(test, "plat_requests_total{route=\"GET /test/endless\",status=\"4xx\"}") == 1)
    #expect(Client(port: port)?.ask("GET", "/api/mls-listings?facets=city")?.status == 200)
  }

  @Test(arguments: [false, true])
  func aFullQueueHasRoomForANewcomer(isBehindProxy: Bool) throws {
    let (test, port) = try service {
      $0.waitingRequests = 3
      if isBehindProxy { $0.trustedProxies = ["127.0.0.1", "10.0.0.9"] }
    }
    func client(_ number: UInt8) throws -> Client {
      try #require(Client(port: port, from: isBehindProxy ? 1 : number))
    }
    func send(_ client: Client, _ number: UInt8, _ name: String) {
      // The first address is the client's claim, the last one is the proxy's.
      let fields =
        isBehindProxy ? "X-Forwarded-For: 203.0.113.9, 192.0.2.\(number), 10.0.0.9\r\n" : ""
      client.send("GET", "/test/stuck?n=\(name)", fields: fields)
    }
    let greedy = try (0..<5).map { _ in try client(2) }
    for (number, each) in greedy.enumerated() {
      send(each, 2, "a\(number)")
      if number == 0 { #expect(waitUntil { hands.names == ["a0"] }) }
      let waiting = min(number, 3)
      #expect(waitUntil { metric(test, "plat_lane_waiting{lane=\"scans\"}") == waiting })
    }
    let refused = try #require(greedy[4].reply())
    #expect(
      refused.status == 503 && refused.field("Retry-After") == "1",
      "it holds the whole queue: \(refused.text)")
    let late = try client(3)
    send(late, 3, "b0")
    #expect(greedy[3].reply()?.status == 503, "its newest request makes room")
    hands.release(4)
    #expect(late.reply()?.status == 200)
    for each in greedy[..<3] { #expect(each.reply()?.status == 200) }
    #expect(hands.names == ["a0", "b0", "a1", "a2"], "the newcomer is next")
    #expect(metric(test, "plat_lane_refused_total{lane=\"scans\"}") == 2)
  }

  @Test func aStopDoesNotWaitForStuckWorkLongerThanItsDeadline() throws {
    let (test, port) = try service { $0.deadlineSeconds = 0.2 }
    defer { hands.release() }
    let client = try #require(Client(port: port))
    client.send("GET", "/test/stuck?n=1")
    #expect(waitUntil { hands.names == ["1"] })
    let began = ContinuousClock.now
    #expect(test.service.stop(drainSeconds: 30) == 0)
    #expect(ContinuousClock.now - began < .seconds(10))
    #expect(client.reply()?.status == 503)
  }
}
