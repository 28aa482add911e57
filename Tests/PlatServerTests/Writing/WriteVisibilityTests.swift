import Dispatch
import Foundation
import Plat
import PlatHTTP
import PlatTestSupport
import Synchronization
import Testing

@testable import PlatServer

/// A write that was answered is in the next answer of every kind, on every connection.
@Suite(.timeLimit(.minutes(30))) struct WriteVisibilityTests {
  private static let area = "bbox=-118,33,-115,35&zoom=3"

  /// How many listings the map shows.
  private func mapped(_ client: Client) -> Int? {
    client.ask("GET", "/api/clusters?\(Self.area)")?.features.reduce(0) { sum, feature in
      sum + ((feature["properties"] as? [String: Any])?["point_count"] as? Int ?? 1)
    }
  }

  /// Asks every kind of question on each connection in turn, with kept answers from before.
  @Test func everyKindOfAnswerShowsIt() throws {
    let scene = try WritingScene()
    let port = try scene.test.service.start()
    let clients = try (0..<3).map { _ in try #require(Client(port: port)) }
    func total(_ client: Client, _ query: String = "") -> Int? {
      client.ask("GET", "/api/mls-listings?limit=0\(query)")?.total
    }
    var (count, tags) = (30, Set<String>())
    for step in 0..<6 {
      let key = "N\(step)"
      let writer = clients[step % 3]
      let made = writer.ask(
        "PUT", "/api/listings/\(key)", fields: scene.line(), body: WritingScene.listing(key))
      #expect(made?.status == 201)
      count += 1
      for (number, client) in clients.enumerated() {
        let note: Comment = "step \(step), client \(number)"
        #expect(total(client) == count, note)
        #expect(total(client, "&city=indio") == step + 1, note)
        #expect(total(client, "&listingKey=\(key)") == 1, note)
        #expect(client.ask("GET", "/api/mls-listings/\(key)")?.status == 200, note)
        #expect(
          client.ask("GET", "/api/mls-listings/1-elm-indio-\(key.lowercased())")?.status == 200,
          note)
        #expect(mapped(client) == count, note)
        let cities = client.ask("GET", "/api/cities")?.text
        #expect(cities?.contains("\"indio\"") == true, note)
        let tile = client.ask("GET", "/tiles/9/90/204.mvt")
        #expect(tile?.status == 200, note)
        let isNew = tags.insert(tile?.field("ETag") ?? "").inserted
        #expect(isNew == (number == 0), note)
        let deck = client.ask("GET", "/api/swipes/batch?userId=u\(step)&city=indio")
        #expect(deck?.total == step + 1, note)
      }
      // A closed one leaves the active ones, those of the map too.
      let closed = clients[(step + 1) % 3].ask(
        "PATCH", "/api/listings/K\(step)", fields: scene.line() + WritingScene.patch,
        body: #"{"standardStatus":"Closed"}"#)
      #expect(closed?.status == 200)
      count -= 1
      for client in clients {
        #expect(total(client) == count)
        #expect(total(client, "&standardStatus=Closed") == step + 1)
        #expect(mapped(client) == count)
      }
    }
    let health = clients[0].ask("GET", "/api/health")?.object
    #expect((health?["written"] as? [String: Int])?["listings"] ?? 0 > 0)
    #expect(
      health?["changeNumber"] as? Int == (health?["records"] as? [String: Int])?["changeNumber"])
    let metrics = try #require(clients[0].ask("GET", "/metrics")?.text)
    #expect(metrics.contains("plat_written_listings_total{outcome=\"added\"} 6\n"))
    #expect(metrics.contains("plat_written_listings_total{outcome=\"replaced\"} 6\n"))
    #expect(metrics.contains("plat_write_seconds_count 12\n"))
    #expect(scene.test.service.stop(drainSeconds: 1) == 0)
  }

  /// A sale that is written is in the next estimate.
  @Test func estimatesUseWrittenSales() throws {
    func sale(_ number: Int) -> String {
      """
      {"listingKey":"C\(number)","standardStatus":"Closed","propertyType":"A",\
      "closePrice":600000,"closeDate":"2026-05-1\(number % 10)","beds":3,"baths":2,\
      "sqft":1800,"city":"Indio","streetNumber":"\(number + 1)","streetName":"Elm",\
      "latitude":\(33.8 + Double(number) / 2_000),"longitude":-116.5}
      """
    }
    let scene = try WritingScene((0..<8).map(sale))
    let home =
      #"{"latitude":33.8,"longitude":-116.5,"sqft":1800,"beds":3,"baths":2,"asOf":"2026-06-01"}"#
    func compared() -> Set<String> {
      let reply = scene.test.ask("POST", "/api/ai/cma", body: home)
      let sales = reply.object["comparables"] as? [[String: Any]] ?? []
      return Set(sales.compactMap { $0["listingKey"] as? String })
    }
    let before = compared()
    #expect(!before.isEmpty && !before.contains("C9"))
    let new = sale(9).replacingOccurrences(of: "33.8045", with: "33.8001")
    #expect(scene.ask("PUT", "/api/listings/C9", body: new).status == 201)
    #expect(compared().contains("C9"))
  }

  /// 64 connections write at once, each reading its own write back.
  @Test func manyWritersShareCommits() throws {
    let scene = try WritingScene(TestListings.lines(10))
    let port = try scene.test.service.start()
    let failures = Mutex<[String]>([])
    let (writers, each) = (64, 4)
    let line = scene.line()
    DispatchQueue.global().sync {
      let group = DispatchGroup()
      for number in 0..<writers {
        let thread = Thread {
          defer { group.leave() }
          guard let client = Client(port: port) else {
            return failures.withLock { $0.append("no connection") }
          }
          for step in 0..<each {
            let key = "W\(number)-\(step)"
            let put = client.ask(
              "PUT", "/api/listings/\(key)", fields: line, body: WritingScene.listing(key))
            let seen = client.ask("GET", "/api/mls-listings?listingKey=\(key)&limit=1")
            if put?.status != 201 || seen?.total != 1 {
              let text = "\(key): \(put?.status ?? 0) \(put?.text ?? "") \(seen?.total ?? -1)"
              failures.withLock { $0.append(text) }
            }
          }
        }
        group.enter()
        thread.start()
      }
      group.wait()
    }
    #expect(failures.withLock { $0 } == [])
    #expect(scene.test.ask("GET", "/api/mls-listings?city=indio&limit=0").total == writers * each)
    // What was acknowledged is on disk.
    scene.test.service.stop(drainSeconds: 1)
    let again = try ListingsDatabase(opening: scene.test.index)
    #expect(again.count == 10 + writers * each)
  }

  /// Of many who would change one listing as they have read it, one does at a time.
  @Test func noChangeUnderATagIsLost() throws {
    let scene = try WritingScene()
    let port = try scene.test.service.start()
    let line = scene.line()
    let done = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 6) { _ in
      guard let client = Client(port: port) else { return }
      for _ in 0..<5 {
        guard let held = client.ask("GET", "/api/listings/K7", fields: line),
          let tag = held.field("ETag")
        else { return }
        let beds = held.object["garage"] as? Int ?? 0
        let reply = client.ask(
          "PATCH", "/api/listings/K7",
          fields: line + WritingScene.patch + "If-Match: \(tag)\r\n",
          body: "{\"garage\":\(beds + 1)}")
        if reply?.status == 200 { done.withLock { $0 += 1 } }
      }
    }
    let garage = scene.ask("GET", "/api/listings/K7").object["garage"] as? Int
    #expect(done.withLock { $0 } > 0 && garage == done.withLock { $0 })
  }

  /// A second writer is told so, and the server takes over when it has ended.
  @Test func anotherWriterHoldsTheIndex() throws {
    let scene = try WritingScene()
    let other = try LiveDatabase(opening: scene.test.index, lookingEvery: nil)
    try other.upsert(Array(WritingScene.listing("O1").utf8))
    let locked = scene.ask("PUT", "/api/listings/N1", body: WritingScene.listing("N1"))
    #expect(locked.status == 503 && locked.field("Retry-After") == "5", "\(locked.text)")
    #expect(locked.object["type"] as? String == "/problems/index-locked")
    scene.test.service.reloadIfChanged()
    #expect(scene.test.ask("GET", "/api/mls-listings?city=indio").total == 1)
    other.stop()
    let written = scene.ask("PUT", "/api/listings/N1", body: WritingScene.listing("N1"))
    #expect(written.status == 201, "\(written.text)")
    #expect(scene.test.ask("GET", "/api/mls-listings?city=indio").total == 2)
    // The other way round, the command line is told to write through the server.
    let second = try LiveDatabase(opening: scene.test.index, lookingEvery: nil)
    let refused = Result { try second.delete(key: "N1") }
    #expect("\(refused)".contains("PUT /api/listings/KEY"), "\(refused)")
  }

  /// After a build the tag of a listing is another, so that nothing is overwritten by mistake.
  @Test func aBuildChangesTheTags() throws {
    let scene = try WritingScene()
    let before = try #require(scene.ask("GET", "/api/listings/K1").field("ETag"))
    _ = try TestListings.build(TestListings.lines(40), into: scene.test.index)
    #expect(scene.test.service.reload())
    let after = scene.ask("GET", "/api/listings/K1").field("ETag")
    #expect(after != nil && after != before)
    let reply = scene.ask(
      "PATCH", "/api/listings/K1", fields: WritingScene.patch + "If-Match: \(before)\r\n",
      body: #"{"beds":9}"#)
    #expect(reply.status == 412 && reply.object["etag"] as? String == after, "\(reply.text)")
    let fresh = scene.ask(
      "PATCH", "/api/listings/K1", fields: WritingScene.patch + "If-Match: \(after ?? "")\r\n",
      body: #"{"beds":9}"#)
    #expect(fresh.status == 200, "\(fresh.text)")
    #expect(scene.test.ask("GET", "/api/mls-listings?limit=0").total == 40)
  }

  /// Bodies of random bytes and of pieces of JSON get an answer, and never end the server.
  @Test(arguments: TestCases.seeds(4)) func randomBodiesAreAnswered(_ seed: UInt64) throws {
    let scene = try WritingScene()
    var draw = SeededGenerator(seed: seed)
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"", "\\", "null", "1e999", "-0", "\u{0}", "\n",
      "\"listingKey\"", "\"K1\"", "\"beds\"", "\"standardStatus\"", "\"order\"", "\u{FEFF}",
      WritingScene.listing("K2"), WritingScene.listing("N1"), "{\"isFeatured\":", "true",
    ]
    let targets: [(String, String)] = [
      ("POST", "/api/listings"), ("PUT", "/api/listings/K1"), ("PATCH", "/api/listings/K1"),
      ("PUT", "/api/listings/K1/featured"), ("PUT", "/api/listings/featured-order"),
      ("POST", "/api/listings/batch"), ("DELETE", "/api/listings/K1"),
    ]
    for _ in 0..<150 {
      let body = (0..<Int.random(in: 0...12, using: &draw)).map { _ in draw.one(of: pieces) }
        .joined()
      let (method, target) = draw.one(of: targets)
      let fields = method == "PATCH" ? WritingScene.patch : ""
      let reply = scene.ask(method, target, fields: fields, body: body)
      #expect(
        [200, 201, 204, 400, 404, 409, 412, 415, 422].contains(reply.status),
        "seed \(seed), \(method) \(target) \(body): \(reply.status) \(reply.text)")
    }
    #expect(scene.test.ask("GET", "/api/mls-listings").status == 200)
  }
}
