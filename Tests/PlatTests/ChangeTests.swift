import Foundation
import PlatTestSupport
import Synchronization
import Testing

@testable import Plat

/// The feed of changes and the audit trail of a live database.
@Suite(.timeLimit(.minutes(30))) struct ChangeTests {
  /// A live index of some listings.
  private struct Scene {
    let scratch: Scratch
    let live: LiveDatabase

    init(_ listings: [String], showing scope: StatusScope = .all) throws {
      scratch = try Scratch()
      let text = listings.joined(separator: "\n")
      _ = try IndexBuild.run(
        [.bytes(Array(text.utf8), name: "homes")], into: scratch.file("index"))
      live = try LiveDatabase(
        opening: scratch.file("index"), showing: scope, lookingEvery: nil)
    }

    func patch(_ key: String, _ json: String) throws {
      try live.write([.patch(key: key, document: Array(json.utf8))])
    }
  }

  private static func home(_ key: String, _ rest: String = "") -> String {
    #"{"listingKey":"\#(key)","listPrice":500000,"city":"Indio","streetNumber":"1","#
      + #""streetName":"Vista Oculta \#(key)","latitude":33.7211111,"longitude":-116.2177777,"#
      + #""standardStatus":"Active","privateRemarks":"key under the mat"\#(rest)}"#
  }

  private func text(_ document: [UInt8]?) -> String {
    document.map { String(decoding: $0, as: UTF8.self) } ?? "-"
  }

  @Test func changesTellPublicFieldsAndBothPositions() throws {
    let scene = try Scene([Self.home("A"), Self.home("B")])
    let start = scene.live.current.changeNumber
    try scene.patch("A", #"{"latitude":33.8,"listPrice":450000}"#)
    try scene.live.upsert(Array(Self.home("C").utf8))
    try scene.live.setStatus(of: "B", to: "Pending")
    try scene.live.delete(key: "A")
    let page = try scene.live.changes(since: start)
    #expect(page.changes.map(\.kind) == [.replaced, .added, .status, .deleted])
    #expect(page.changes.map(\.key) == ["A", "C", "B", "A"])
    #expect(page.changes.map(\.change) == (1...4).map { start + $0 })
    #expect(page.next == start + 4 && page.changeNumber == page.next && !page.startsAnew)
    let first = page.changes[0]
    #expect(first.oldPosition?.latitude == 337_211_111)
    #expect(first.newPosition?.latitude == 338_000_000)
    #expect(text(first.before).contains("500000") && text(first.after).contains("450000"))
    #expect(page.changes[1].oldPosition == nil && page.changes[3].newPosition == nil)
    for change in page.changes {
      let all = text(change.before) + text(change.after)
      #expect(!all.contains("mat") && all.contains("Vista Oculta"))
    }
    // In parts.
    let part = try scene.live.changes(since: start + 1, limit: 2)
    #expect(part.changes == Array(page.changes[1...2]) && part.next == start + 3)
    #expect(try scene.live.changes(since: page.next).changes.isEmpty)
  }

  @Test func whatNobodyMaySeeIsADeletionOrNothing() throws {
    let scene = try Scene([Self.home("A"), Self.home("B")], showing: .publicSite)
    let start = scene.live.current.changeNumber
    try scene.patch("A", #"{"InternetEntireListingDisplayYN":false}"#)
    try scene.patch("A", #"{"listPrice":100001}"#)
    try scene.patch("A", #"{"InternetEntireListingDisplayYN":null}"#)
    try scene.live.setStatus(of: "B", to: "Withdrawn")
    try scene.patch("B", #"{"listPrice":100002}"#)
    try scene.live.delete(key: "B")
    try scene.patch("A", #"{"privateRemarks":"another"}"#)
    let page = try scene.live.changes(since: start)
    #expect(page.changes.map { "\($0.key) \($0.kind)" } == ["A deleted", "A added", "B deleted"])
    #expect(page.next == start + 7)
    #expect(page.changes.allSatisfy { $0.kind != .deleted || $0.after == nil })
    // The operator sees all.
    let all = try scene.live.auditTrail(since: start)
    #expect(all.entries.count == 7 && all.entries[3].kind == .status)
    #expect(text(all.entries[6].after).contains("another"))
  }

  @Test func aHiddenAddressDoesNotShowInTheFeed() throws {
    let scene = try Scene([Self.home("A")])
    let start = scene.live.current.changeNumber
    try scene.patch("A", #"{"InternetAddressDisplayYN":false}"#)
    try scene.patch("A", #"{"listPrice":100003}"#)
    let changes = try scene.live.changes(since: start).changes
    #expect(changes[0].newPosition == Coordinate(latitudeDegrees: 33.72, longitudeDegrees: -116.22))
    #expect(changes[1].oldPosition == changes[0].newPosition)
    for document in [changes[0].after, changes[1].before, changes[1].after] {
      let text = text(document)
      #expect(!text.contains("Oculta") && !text.contains("oculta"))
      #expect(!text.contains("33.7211") && text.contains("33.72"))
    }
  }

  /// Whoever applies the changes has what the database shows.
  @Test(arguments: TestCases.seeds(3)) func aReaderThatFollowsHasEverything(_ seed: UInt64) throws {
    var draw = SeededGenerator(seed: seed)
    let scene = try Scene((0..<20).map { Self.home("K\($0)") }, showing: .publicSite)
    var number = scene.live.current.changeNumber
    var held = try shown(scene.live.current)
    let patches = [
      #"{"listPrice":100009}"#, #"{"standardStatus":"Withdrawn"}"#, #"{"standardStatus":"Active"}"#,
      #"{"InternetEntireListingDisplayYN":false}"#, #"{"InternetEntireListingDisplayYN":true}"#,
      #"{"InternetAddressDisplayYN":false}"#, #"{"InternetAddressDisplayYN":true}"#,
      #"{"publicRemarks":"new"}"#,
    ]
    for step in 0..<120 {
      let key = "K\(Int.random(in: 0..<24, using: &draw))"
      switch draw.one(of: [0, 1, 2, 2, 2, 2]) {
      case 0: _ = try? scene.live.delete(key: key)
      case 1: try scene.live.upsert(Array(Self.home(key, #","listPrice2":\#(step)"#).utf8))
      default: _ = try? scene.patch(key, draw.one(of: patches))
      }
      if draw.percent(40) { continue }
      let page = try scene.live.changes(since: number, limit: 3)
      for change in page.changes {
        #expect(held[change.key] == change.before, "seed \(seed), step \(step)")
        held[change.key] = change.after
      }
      number = page.next
    }
    while number < scene.live.current.changeNumber {
      let page = try scene.live.changes(since: number)
      for change in page.changes { held[change.key] = change.after }
      number = page.next
    }
    #expect(try held == shown(scene.live.current), "seed \(seed)")
  }

  /// The public documents of all listings, by key.
  private func shown(_ database: ListingsDatabase) throws -> [String: [UInt8]] {
    var documents: [String: [UInt8]] = [:]
    for number in 0..<24 {
      guard let listing = database.listing(key: "K\(number)") else { continue }
      documents[listing.key] = try database.publicDocument(of: listing)
    }
    return documents
  }

  @Test func aReaderFromBeforeABuildStartsAnew() throws {
    let scene = try Scene([Self.home("A")])
    let start = scene.live.current.changeNumber
    try scene.patch("A", #"{"listPrice":100001}"#)
    #expect(try scene.live.changes(since: start - 1).startsAnew)
    #expect(try scene.live.changes(since: start + 5).startsAnew)
    _ = try IndexBuild.run(
      [.bytes(Array(Self.home("A").utf8), name: "homes")], into: scene.scratch.file("index"))
    scene.live.refresh()
    let page = try scene.live.changes(since: start + 1)
    let now = scene.live.current.changeNumber
    #expect(page.startsAnew && page.changes.isEmpty && page.next == now && now > start + 1)
    var writer = JSONWriter()
    page.writeLines(to: &writer)
    #expect(text(writer.bytes) == "{\"startsAnew\":true,\"next\":\(now)}\n")
    #expect(try scene.live.auditTrail(since: 0).entries.map(\.kind) == [.build])
    try scene.live.delete(key: "A")
    #expect(try scene.live.changes(since: now).changes.map(\.kind) == [.deleted])
  }

  /// A database that is held gives no change that it does not show.
  @Test func aHeldDatabaseStopsAtWhatItShows() throws {
    let scene = try Scene([Self.home("A")])
    try scene.patch("A", #"{"listPrice":100001}"#)
    let held = scene.live.current
    try scene.patch("A", #"{"listPrice":100002}"#)
    let since = held.changeNumber - 1
    #expect(try held.changes(since: since).changes.count == 1)
    #expect(try scene.live.changes(since: since).changes.count == 2)
    #expect(try held.changes(since: scene.live.current.changeNumber).changes.isEmpty)
  }

  @Test func waitingEndsWithAChangeOrTheTime() async throws {
    let scene = try Scene([Self.home("A")])
    let live = scene.live
    let start = live.current.changeNumber
    #expect(await !live.waitForChange(after: start, upTo: .milliseconds(20)))
    let waiting = Task { await live.waitForChange(after: start, upTo: .seconds(600)) }
    try await Task.sleep(for: .milliseconds(20))
    try scene.patch("A", #"{"listPrice":100001}"#)
    #expect(await waiting.value)
    #expect(await live.waitForChange(after: start, upTo: .zero))
    let stopped = Task { await live.waitForChange(after: start + 1, upTo: .seconds(600)) }
    try await Task.sleep(for: .milliseconds(20))
    live.stop()
    #expect(await !stopped.value)
  }

  @Test func theAuditTrailNamesWhoAndGoesIntoATable() throws {
    let scene = try Scene([Self.home("A")])
    let start = scene.live.current.changeNumber
    try scene.live.write(
      [.patch(key: "A", document: Array(#"{"publicRemarks":"a \"b\""}"#.utf8))],
      from: WriteOrigin(actor: "=site", requestID: "r1"))
    let page = try scene.live.auditTrail(since: start)
    #expect(page.next == start + 1 && page.changeNumber == start + 1)
    let entry = page.entries[0]
    #expect(entry.actor == "=site" && entry.requestID == "r1" && entry.kind == .replaced)
    #expect(text(entry.before).contains("mat") && entry.hash.utf8.count == 64)
    var writer = JSONWriter()
    entry.write(to: &writer)
    let json = try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String: Any]
    #expect(json?["requestId"] as? String == "r1" && json?["hash"] as? String == entry.hash)
    #expect((json?["after"] as? [String: Any])?["publicRemarks"] as? String == "a \"b\"")
    let time = json?["time"] as? String ?? ""
    #expect(time.wholeMatch(of: /20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
    var table = Array(AuditEntry.csvHeader.utf8)
    entry.appendCSV(to: &table)
    let lines = String(decoding: table, as: UTF8.self).split(separator: "\r\n")
    #expect(lines.count == 2 && lines[1].contains(#""replaced","A","'=site","r1","{""#))
    #expect(lines[1].hasSuffix("\"\(entry.hash)\""))
  }

  @Test func oldChangesAreForgotten() throws {
    let scene = try Scene([Self.home("A")])
    let start = scene.live.current.changeNumber
    for price in 100_001...100_020 { try scene.patch("A", #"{"listPrice":\#(price)}"#) }
    scene.live.historyLimits = HistoryLimits(bytes: 3_000)
    scene.live.session.withLock { $0?.writer.keepUp() }
    #expect(try scene.live.changes(since: start).startsAnew)
    let page = try scene.live.auditTrail(since: start)
    #expect(page.forgotten > start && page.entries.first?.change == page.forgotten + 1)
    #expect(try scene.live.changes(since: page.forgotten).changes.count == page.entries.count)
    #expect(scene.live.current.verifyRecords().findings == [])
  }
}
