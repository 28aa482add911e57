import Foundation
import Testing

@testable import Plat

@Suite(.timeLimit(.minutes(30))) struct BuildTests {
  private static func build(
    _ lines: String, into path: String, options: BuildOptions = BuildOptions()
  ) throws -> BuildSummary {
    try IndexBuild.run([.bytes(Array(lines.utf8), name: "lines")], into: path, options: options)
  }

  @Test func theLaterOfOneKeyStays() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    let lines = """
      {"listingKey":"A","city":"Indio","beds":1}
      {"listingKey":"B","city":"Coachella"}
      {"listingKey":"A","city":"Mecca"}
      {"nothing":1}
      """
    let summary = try Self.build(lines, into: index)
    #expect(summary.listings == 2 && summary.located == 0 && summary.replaced == 1)
    #expect(summary.feed.read == 4 && summary.feed.taken == 3)
    #expect(summary.feed.refused == [.listing(.noKey): 1])
    let database = try ListingsDatabase(opening: index)
    let listing = try #require(database.listing(key: "A"))
    #expect(
      listing.text(.city) == "Mecca" && listing.value(.beds) == nil && listing.position == nil)
    let document = try #require(try database.document(of: listing))
    #expect(String(decoding: document, as: UTF8.self).contains("Mecca"))
    #expect(database.index.snapshot.changeNumber == summary.changeNumber)
  }

  @Test func everyFormatMakesTheSameIndex() throws {
    let scratch = try Scratch()
    let expected = try Fixtures.twelve.get().database
    for name in ["listings.ndjson.gz", "listings.csv", "reso-page.json", "spark-page.json"] {
      _ = try IndexBuild.run([.path(Repository.path("samples/" + name))], into: scratch.file(name))
      let database = try ListingsDatabase(opening: scratch.file(name))
      #expect(database.count == expected.count, "\(name)")
      for row in 0..<expected.count {
        let wanted = try #require(expected.listing(ordinal: row))
        let found = try #require(database.listing(key: wanted.key), "\(name) \(wanted.key)")
        for field: Field in [.city, .standardStatus, .propertyType, .propertySubType] {
          #expect(found.text(field) == wanted.text(field), "\(name) \(wanted.key) \(field.key)")
        }
        for field: Field in [.listPrice, .beds, .baths, .sqft, .closePrice, .closeDate] {
          #expect(found.stored(field) == wanted.stored(field), "\(name) \(wanted.key) \(field.key)")
        }
        #expect(found.position == wanted.position, "\(name) \(wanted.key)")
      }
    }
  }

  @Test func aFailedBuildLeavesWhatWasThere() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    _ = try Self.build(#"{"listingKey":"A","city":"Indio"}"#, into: index)
    func names() throws -> [String] {
      // SQLite's own files appear and disappear.
      try FileManager.default.contentsOfDirectory(atPath: index).filter {
        !$0.hasSuffix("-shm") && !$0.hasSuffix("-wal")
      }
      .sorted()
    }
    let before = try names()
    var options = BuildOptions()
    options.feed.isStrict = true
    let error = #expect(throws: PlatError.self) {
      _ = try Self.build(
        "{\"listingKey\":\"B\"}\n{\"city\":\"Indio\"}\n", into: index, options: options)
    }
    guard case .feed(.refused(let refusal)) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(refusal.reason == .listing(.noKey) && refusal.line == 2)
    #expect(try names() == before)
    #expect(try ListingsDatabase(opening: index).listing(key: "A")?.text(.city) == "Indio")
  }

  @Test func whatCannotBeBuilt() throws {
    let scratch = try Scratch()
    #expect(throws: PlatError.self) {
      _ = try IndexBuild.run([.path(scratch.file("none"))], into: scratch.file("a"))
    }
    let file = try scratch.write("a file", to: "file")
    for path in ["", file, file + "/index"] {
      let error = #expect(throws: PlatError.self, "\(path)") { _ = try Self.build("", into: path) }
      guard case .file(_, let reason) = error else {
        Issue.record("\(path): \(String(describing: error))")
        continue
      }
      #expect(!reason.isEmpty)
    }
    var options = BuildOptions()
    options.clusters.maxZoom = 99
    let error = #expect(throws: PlatError.self) {
      _ = try Self.build("", into: scratch.file("b"), options: options)
    }
    guard case .clusterOptions(let wrong) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(wrong.option == "maxZoom")
  }

  @Test func namesOfColumnsAndDefaults() throws {
    let scratch = try Scratch()
    var options = BuildOptions()
    try options.feed.map("id=listingKey,cost=closePrice")
    try options.feed.setDefault("standardStatus=Closed")
    let summary = try Self.build(
      "id,cost,town\n7,450000,Kent\n", into: scratch.file("index"), options: options)
    #expect(summary.listings == 1)
    let listing = try #require(
      try ListingsDatabase(opening: scratch.file("index")).listing(key: "7"))
    #expect(listing.value(.closePrice) == 450_000 && listing.text(.standardStatus) == "Closed")
    for wrong in ["closePrice", "cost=", "cost=prize"] {
      #expect(throws: FeedError.self, "\(wrong)") { try options.feed.map(wrong) }
    }
  }

  @Test func sameInputSameSnapshot() throws {
    let scratch = try Scratch()
    let lines = try Fixtures.many.get().lines.joined(separator: "\n")
    let first = try Self.build(lines, into: scratch.file("a"))
    let second = try Self.build(lines, into: scratch.file("b"))
    let bytes = try [first, second].map {
      try Data(contentsOf: URL(fileURLWithPath: $0.snapshotPath))
    }
    #expect(bytes[0] == bytes[1])
    #expect(bytes[0].count == first.snapshotBytes && bytes[1].count == second.snapshotBytes)
  }

  @Test func progressGoesForward() throws {
    let scratch = try Scratch()
    let lines = Array(try Fixtures.many.get().lines.joined(separator: "\n").utf8)
    var seen: [BuildProgress] = []
    _ = try IndexBuild.run([.bytes(lines, name: "lines")], into: scratch.file("index")) {
      seen.append($0)
    }
    #expect(
      zip(seen, seen.dropFirst()).allSatisfy { $0.listings <= $1.listings && $0.bytes <= $1.bytes })
    var steps: [String] = []
    for progress in seen where steps.last != progress.step { steps.append(progress.step) }
    #expect(
      steps == ["reading", "clusters", "order", "columns", "orders", "records", "publishing"])
  }
}
