import Dispatch
import Foundation
import Plat
import PlatHTTP
import PlatTestSupport
import Testing

@testable import PlatServer

/// Changes as server-sent events.
@Suite(.timeLimit(.minutes(30))) struct ChangeStreamTests {
  /// An event of a stream.
  private struct Event: Equatable {
    var id: Int?
    var name = ""
    var data = ""

    /// A member of the data.
    func value(_ name: String) -> Any? {
      (try? JSONSerialization.jsonObject(with: Data(data.utf8)) as? [String: Any])?[name]
    }
  }

  /// A client of a stream.
  private final class Reader {
    let client: Client
    private var text = ""
    private(set) var head: Reply

    init?(_ port: UInt16, fields: String = "", query: String = "") {
      guard let client = Client(port: port) else { return nil }
      client.send("GET", "/api/changes" + query, fields: "Accept: text/event-stream\r\n" + fields)
      guard let head = client.streamHead() else { return nil }
      (self.client, self.head) = (client, head)
    }

    /// The next event; nil at the end of the stream.
    func next() -> Event? {
      while true {
        while let end = text.firstRange(of: "\n\n") {
          var event = Event()
          for line in text[..<end.lowerBound].split(separator: "\n") {
            if line.hasPrefix("id: ") { event.id = Int(line.dropFirst(4)) }
            if line.hasPrefix("event: ") { event.name = String(line.dropFirst(7)) }
            if line.hasPrefix("data: ") { event.data = String(line.dropFirst(6)) }
          }
          text.removeSubrange(..<end.upperBound)
          if !event.name.isEmpty { return event }
        }
        guard let chunk = client.chunk() else { return nil }
        text += chunk
      }
    }
  }

  private func put(_ scene: WritingScene, _ key: String, _ more: String = "") {
    let reply = scene.ask("PUT", "/api/listings/\(key)", body: WritingScene.listing(key, more))
    #expect(reply.status < 300, "\(reply.text)")
  }

  /// The plain list of changes.
  private func changes(_ scene: WritingScene, since number: Int) throws -> [ListingChange] {
    try ListingsDatabase(opening: scene.test.index)
      .changes(since: UInt64(number), limit: 1_000).changes
  }

  private func metric(_ name: String, _ scene: WritingScene) -> Int? {
    let lines = scene.test.ask("GET", "/metrics").text.split(separator: "\n")
    return lines.first { $0.hasPrefix(name + " ") }.flatMap { Int($0.dropFirst(name.count + 1)) }
  }

  @Test func aStreamTellsWhereItBeginsAndThenEachChange() throws {
    let scene = try WritingScene()
    let port = try scene.test.service.start()
    defer { scene.test.service.stop(drainSeconds: 0) }
    let reader = try #require(Reader(port))
    #expect(reader.head.status == 200)
    #expect(reader.head.field("Content-Type") == "text/event-stream")
    #expect(reader.head.field("Cache-Control") == "no-store")
    #expect(reader.head.field("X-Accel-Buffering") == "no")
    #expect(reader.head.field("Content-Length") == nil)
    let start = try #require(reader.next())
    #expect(start.name == "start" && start.id != nil)
    put(scene, "N1", "\"privateRemarks\":\"gate 7\"")
    let added = try #require(reader.next())
    #expect(added.name == "change" && !added.data.contains("gate"))
    #expect(added.value("listingKey") as? String == "N1")
    #expect(added.value("kind") as? String == "added")
    #expect(added.id ?? 0 > start.id ?? 0)
    _ = scene.ask("DELETE", "/api/listings/N1")
    let deleted = try #require(reader.next())
    #expect(deleted.value("kind") as? String == "deleted" && deleted.id ?? 0 > added.id ?? 0)
  }

  @Test func aClientThatComesBackMissesNothingAndGetsNothingTwice() throws {
    let scene = try WritingScene()
    let port = try scene.test.service.start()
    defer { scene.test.service.stop(drainSeconds: 0) }
    var random = SeededGenerator(seed: 7)
    var reader = try #require(Reader(port))
    var last = try #require(reader.next()?.id)
    let begin = last
    var (told, written) = ([String](), 0)
    for round in 0..<40 {
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        put(scene, "N\(written % 7)", "\"publicRemarks\":\"state \(written)\"")
        written += 1
      }
      if round % 3 == 2 {
        // The connection is cut, at times before all was read.
        reader = try #require(Reader(port, fields: "Last-Event-ID: \(last)\r\n"))
      } else {
        while told.count < written - Int.random(in: 0...1, using: &random) {
          let event = try #require(reader.next())
          #expect(event.name == "change")
          told.append(event.data)
          last = event.id ?? last
        }
      }
    }
    while told.count < written { told.append(try #require(reader.next()).data) }
    // The plain list is the oracle.
    let changes = try changes(scene, since: begin)
    #expect(changes.count == written)
    for (change, data) in zip(changes, told) {
      let key = try #require(
        try JSONSerialization.jsonObject(with: Data(data.utf8)) as? [String: Any])
      #expect(
        key["change"] as? UInt64 == change.change && key["listingKey"] as? String == change.key)
    }
  }

  @Test func whatCannotBeGoneOnFromIsAReset() throws {
    let scene = try WritingScene()
    let port = try scene.test.service.start()
    defer { scene.test.service.stop(drainSeconds: 0) }
    for id in ["nonsense", "999999", "0"] {
      let reader = try #require(Reader(port, fields: "Last-Event-ID: \(id)\r\n"))
      #expect(reader.next()?.name == "reset", "\(id)")
    }
    let client = try #require(Client(port: port))
    let bad = client.ask(
      "GET", "/api/changes?since=x", fields: "Accept: text/event-stream\r\n")
    #expect(bad?.status == 400)
    // Without that media type it is the list of lines, and HEAD has no body.
    #expect(client.ask("GET", "/api/changes", fields: "Accept: */*\r\n")?.status == 200)
    let head = client.ask("HEAD", "/api/changes", fields: "Accept: text/event-stream\r\n")
    #expect(head?.status == 200 && head?.field("Content-Type") == "text/event-stream")
  }

  @Test func aCommitOfManyIsGoneOnFromAsAWhole() throws {
    let scene = try WritingScene()
    let port = try scene.test.service.start()
    defer { scene.test.service.stop(drainSeconds: 0) }
    let reader = try #require(Reader(port))
    let start = try #require(reader.next()?.id)
    let batch = (0..<20).map { WritingScene.listing("B\($0)") }.joined(separator: "\n")
    _ = scene.ask(
      "POST", "/api/listings/batch", fields: "Content-Type: application/x-ndjson\r\n", body: batch)
    var ids: [Int?] = []
    for _ in 0..<20 { ids.append(try #require(reader.next()).id) }
    let numbers = try changes(scene, since: start).map(\.change)
    for place in numbers.indices {
      let ends = place + 1 == numbers.count || numbers[place + 1] != numbers[place]
      #expect(ids[place] == (ends ? Int(numbers[place]) : nil))
    }
  }

  @Test func manyStreamsGetEveryChangeAndOneThatDoesNotReadHoldsNobodyUp() throws {
    let scene = try WritingScene { $0.http.streamBytes = 20_000 }
    let port = try scene.test.service.start()
    defer { scene.test.service.stop(drainSeconds: 0) }
    let lazy = try #require(Reader(port))
    let readers = try (0..<20).map { _ in try #require(Reader(port)) }
    for reader in readers { #expect(reader.next()?.name == "start") }
    let remarks = String(repeating: "wide views ", count: 4_000)
    var written = 0
    // Until the one that does not read has more unsent bytes than it may.
    while metric("plat_http_streams_cut_total", scene) == 0, written < 1_000 {
      put(scene, "N1", "\"publicRemarks\":\"\(remarks) \(written)\"")
      written += 1
      for reader in readers { try #require(reader.next()?.name == "change") }
    }
    #expect(metric("plat_http_streams_cut_total", scene) == 1)
    _ = lazy
    put(scene, "N2")
    for reader in readers { #expect(reader.next()?.value("listingKey") as? String == "N2") }
  }

  @Test func aStopEndsStreamsAtOnce() throws {
    let scene = try WritingScene()
    let port = try scene.test.service.start()
    let readers = try (0..<10).map { _ in try #require(Reader(port)) }
    for reader in readers { #expect(reader.next()?.name == "start") }
    let began = Date()
    #expect(scene.test.service.stop(drainSeconds: 20) == 0)
    #expect(Date().timeIntervalSince(began) < 10)
    for reader in readers { #expect(reader.next() == nil) }
  }

  @Test func placesAreLimitedAndComeBackWhenClientsLeave() throws {
    let scene = try WritingScene { $0.http.streams = 3 }
    let port = try scene.test.service.start()
    defer { scene.test.service.stop(drainSeconds: 0) }
    var readers = try (0..<3).map { _ in try #require(Reader(port)) }
    #expect(Reader(port)?.head.status == 503)
    readers.removeLast()
    let end = Date.now.addingTimeInterval(20)
    while Date.now < end {
      if let reader = Reader(port), reader.head.status == 200 { return }
      usleep(20_000)
    }
    Issue.record("the place of a client that left is not free")
  }
}
