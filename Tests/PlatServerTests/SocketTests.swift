import Foundation
import Plat
import PlatHTTP
import PlatTestSupport
import Synchronization
import Testing

@testable import PlatServer

/// Routes over a socket, and behavior that only a running server shows.
@Suite(.timeLimit(.minutes(30))) struct SocketTests {
  @Test func answersAreThoseOfMemory() throws {
    let test = try TestService.common.get()
    let running = try TestService(TestListings.lines(300))
    let port = try running.service.start()
    let client = try #require(Client(port: port))
    var requests = try RouteTests.requests(test).map { ($0.method, $0.target, $0.body) }
    requests += [
      ("GET", "/api/mls-listings?facets=city,beds,price&statistics=true", ""),
      ("GET", "/tiles/4/2/6.mvt?within=POLYGON((-117+33,-116+33,-116+34,-117+33))", ""),
      ("GET", "/api/mls-listings/no-such-thing", ""), ("GET", "/api/mls-listings?minbeds=1", ""),
      ("GET", "/nowhere", ""), ("DELETE", "/tiles.json", ""), ("OPTIONS", "/tiles.json", ""),
      ("GET", "/api/mls-listings?statistics=maybe", ""),
      ("GET", "/api/mls-listings?page=5000&limit=500", ""),
      ("POST", "/api/mls-listings", #"{"within":3}"#),
      ("HEAD", "/api/mls-listings?facets=city", ""),
    ]
    for (method, target, body) in requests where target != "/metrics" {
      let memory = running.ask(method, target, body: body)
      let reply = try #require(client.ask(method, target, body: body), "\(method) \(target)")
      #expect(reply.status == memory.status, "\(method) \(target): \(reply.text.prefix(200))")
      if method != "HEAD" { #expect(reply.body == memory.body, "\(method) \(target)") }
      for name in [
        "ETag", "Content-Type", "Cache-Control", "Vary", "Access-Control-Allow-Origin", "Allow",
      ] {
        #expect(reply.field(name) == memory.field(name), "\(method) \(target) \(name)")
      }
    }
    let tag = try #require(running.ask("GET", "/api/mls-listings?facets=city").field("ETag"))
    let known = client.ask(
      "GET", "/api/mls-listings?facets=city", fields: "If-None-Match: \(tag)\r\n")
    #expect(known?.status == 304 && known?.body == [])
    #expect(running.service.stop(drainSeconds: 1) == 0)
  }

  @Test func whatTakesLongIsRefusedWhereTooMuchWaits() throws {
    let running = try TestService(TestListings.lines(2_000)) {
      ($0.waitingRequests, $0.answerBytes) = (1, 0)
    }
    let port = try running.service.start()
    let clients = (0..<40).compactMap { _ in Client(port: port) }
    for (number, client) in clients.enumerated() {
      client.send(
        "GET",
        "/api/mls-listings?facets=city,subdivision,beds,price&statistics=true&minPrice=\(number)")
    }
    var (fine, refused) = (0, 0)
    for client in clients {
      let reply = try #require(client.reply())
      switch reply.status {
      case 200: fine += 1
      case 503:
        refused += 1
        #expect(reply.field("Retry-After") == "1" && reply.object["status"] as? Int == 503)
      default: Issue.record("\(reply.status) \(reply.text)")
      }
    }
    #expect(fine > 0 && fine + refused == 40 && refused > 0)
    // Cheap requests are answered meanwhile and afterwards.
    #expect(clients[0].ask("GET", "/tiles/4/2/6.mvt")?.status == 200)
  }

  @Test func whatWaitedTooLongIsRefused() throws {
    let running = try TestService(TestListings.lines(10)) { $0.waitSeconds = 0 }
    let client = try #require(Client(port: try running.service.start()))
    #expect(client.ask("GET", "/api/mls-listings?facets=city")?.status == 503)
    #expect(client.ask("GET", "/api/mls-listings")?.status == 200)
    // A page that ends after the 5,000th listing is slow.
    for (query, status) in [
      ("page=50&limit=100", 200), ("page=51&limit=100", 503), ("page=5001&limit=1", 503),
      ("page=1&limit=101", 503), ("sort=price&page=250", 200), ("sort=price&page=251", 503),
    ] { #expect(client.ask("GET", "/api/mls-listings?\(query)")?.status == status, "\(query)") }
    #expect(client.ask("GET", "/api/clusters?bbox=-118,33,-115,35&zoom=14")?.status == 503)
    #expect(client.ask("GET", "/api/clusters?bbox=-116.6,33.7,-116.4,33.9&zoom=10")?.status == 200)
  }

  @Test func aDamagedSnapshotIsPassedOver() throws {
    let running = try TestService(TestListings.lines(50))
    let port = try running.service.start()
    let client = try #require(Client(port: port))
    let before = try #require(client.ask("GET", "/api/mls-listings"))
    let whole = try Data(contentsOf: URL(fileURLWithPath: running.service.snapshotPath))
    #expect(!running.service.reloadIfChanged())
    // Garbage, a half, and one with a changed price, which opening alone does not detect.
    var changed = whole
    let prices = try #require(
      try ListingsDatabase(opening: running.index).index.snapshot.sections.first {
        $0.name == "listPrice"
      })
    changed[Int(prices.offset)] ^= 1
    for (number, bytes) in [
      Data(repeating: 0x41, count: 5_000), whole.prefix(whole.count / 2), changed, Data(),
    ]
    .enumerated() {
      try bytes.write(to: URL(fileURLWithPath: running.index + "/00009\(number).plat"))
      #expect(!running.service.reloadIfChanged(), "\(number)")
      let again = try #require(client.ask("GET", "/api/mls-listings"))
      #expect(
        again.total == before.total && again.field("ETag") == before.field("ETag"), "\(number)")
    }
    for number in 0..<4 {
      try FileManager.default.removeItem(atPath: running.index + "/00009\(number).plat")
    }
    _ = try TestListings.build(TestListings.lines(51), into: running.index)
    #expect(running.service.reloadIfChanged())
    let after = try #require(client.ask("GET", "/api/mls-listings"))
    #expect(after.total == 51 && after.field("ETag") != before.field("ETag"))
  }

  @Test func noAnswerIsMixedOfTwoStates() throws {
    // Each state has its own city, count and price, so that a mixed answer is detected.
    let counts = [60, 75, 90]
    let cities = ["Indio", "Mecca", "Thermal"]
    let running = try TestService(TestListings.lines(counts[0], city: cities[0]))
    let port = try running.service.start()
    let isOver = Atomic(false)
    let asked = Atomic(0)
    let failures = Mutex<[String]>([])
    let tags = Mutex<[String: Set<Int>]>([:])
    let group = DispatchGroup()
    for number in 0..<4 {
      group.enter()
      // A thread of its own: the pool has only as many threads as there are processors.
      Thread.detachNewThread {
        defer { group.leave() }
        guard let client = Client(port: port) else {
          return failures.withLock { $0.append("no connection") }
        }
        var round = 0
        while !isOver.load(ordering: .relaxed) {
          round += 1
          let target = ["&facets=city", "&sort=price", "&limit=\(round % 100)", ""][
            (round + number) % 4]
          guard let reply = client.ask("GET", "/api/mls-listings?minBeds=0" + target) else {
            return failures.withLock { $0.append("the connection ended") }
          }
          let state = counts.firstIndex(of: reply.total ?? -1)
          let found = Set(reply.listings.compactMap { $0["city"] as? String })
          if reply.status != 200 || state == nil || !found.isSubset(of: [cities[state ?? 0]]) {
            failures.withLock { $0.append("\(reply.status) \(reply.total ?? -1) \(found)") }
          }
          if let tag = reply.field("ETag"), let state {
            tags.withLock { _ = $0[tag, default: []].insert(state) }
          }
          asked.add(1, ordering: .relaxed)
        }
      }
    }
    var round = 0
    while round < 9 || (asked.load(ordering: .relaxed) <= 20 && failures.withLock { $0.isEmpty }) {
      round += 1
      let state = round % 3
      _ = try TestListings.build(
        TestListings.lines(counts[state], city: cities[state]), into: running.index)
      #expect(running.service.reload())
    }
    // Enough requests are sent on a slow machine, too; a client that ends has reported why.
    #expect(
      holdsSoon(within: 120) {
        asked.load(ordering: .relaxed) > 20 || failures.withLock { !$0.isEmpty }
      })
    isOver.store(true, ordering: .relaxed)
    group.wait()
    #expect(failures.withLock { $0 } == [])
    // A tag stands for one state; the same state built again may have it again.
    #expect(tags.withLock { $0.values.allSatisfy { $0.count == 1 } })
    #expect(running.service.stop(drainSeconds: 2) == 0)
  }
}
