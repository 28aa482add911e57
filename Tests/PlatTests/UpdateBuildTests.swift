import Foundation
import Plat
import PlatTestSupport
import Testing

/// Builds that keep the listings of an index, compared with a plain dictionary.
@Suite(.timeLimit(.minutes(30))) struct UpdateBuildTests {
  /// A listing as the oracle has it.
  private struct Plain {
    var modified: Int
    var price: Int
    var isHidden: Bool

    func line(_ key: String) -> String {
      """
      {"listingKey":"\(key)","standardStatus":"Active","listPrice":\(price),\
      "latitude":33.8,"longitude":-116.\(price % 900 + 10),\
      "modificationTimestamp":"2026-01-01T00:00:\(modified < 10 ? "0" : "")\(modified)Z"\
      \(isHidden ? ",\"InternetEntireListingDisplayYN\":false" : "")}
      """
    }
  }

  private static func build(
    _ lines: [String], into index: String, _ change: (inout BuildOptions) -> Void = { _ in }
  ) throws -> BuildSummary {
    var options = BuildOptions()
    change(&options)
    return try IndexBuild.run(
      [.bytes(Array(lines.joined(separator: "\n").utf8), name: "feed")], into: index,
      options: options)
  }

  @Test(arguments: TestCases.seeds(6)) func updatesEqualAPlainDictionary(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let scratch = try Scratch()
    let index = scratch.file("index")
    var held: [String: Plain] = [:]
    var isFirst = true
    for round in 0..<6 {
      // Hidden listings are stored too.
      let before = held.count
      var lines: [String] = []
      for _ in 0..<Int.random(in: 1...40, using: &random) {
        let key = "K\(Int.random(in: 0..<60, using: &random))"
        let plain = Plain(
          modified: Int.random(in: 0..<60, using: &random),
          price: Int.random(in: 100_000...900_000, using: &random),
          isHidden: Int.random(in: 0..<8, using: &random) == 0)
        lines.append(plain.line(key))
        if let old = held[key], old.modified > plain.modified { continue }
        held[key] = plain
      }
      let summary = try Self.build(lines, into: index) { $0.updates = !isFirst }
      isFirst = false
      #expect(summary.standing == before)
      if round % 2 == 1 {
        // Written and not merged: the next update keeps it too.
        let live = try LiveDatabase(opening: index, lookingEvery: nil)
        let plain = Plain(modified: 59, price: 123_456 + round, isHidden: false)
        try live.upsert(Array(plain.line("W\(round)").utf8))
        held["W\(round)"] = plain
        live.stop()
      }
      let database = try ListingsDatabase(opening: index)
      let visible = held.filter { !$0.value.isHidden }
      #expect(try database.search(SearchRequest()).total == visible.count)
      for (key, plain) in visible {
        let listing = try #require(database.listing(key: key), "\(key)")
        let document = try #require(try database.document(of: listing))
        let object = try JSONSerialization.jsonObject(with: Data(document)) as? [String: Any]
        #expect(object?["listPrice"] as? Int == plain.price, "\(key)")
      }
    }
  }

  @Test func anUpdateChangesNothingOfWhatStays() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    let first = """
      {"listingKey":"A","mlsSource":"X","standardStatus":"Active","sqft":1000,"myKey":"seen"}
      {"listingKey":"A","mlsSource":"Y","standardStatus":"Active","remarks2":"kept \\u00e9"}
      {"listingKey":"B","latitude":33.8,"longitude":-116.5}
      """
    _ = try Self.build([first], into: index) {
      $0.publicKeys = (try? PublicKeys(["myKey"])) ?? PublicKeys()
      $0.clusters.radius = 60
    }
    func documents() throws -> [String: String] {
      let database = try ListingsDatabase(opening: index)
      var found: [String: String] = [:]
      for key in ["A", "Y:A", "B"] {
        let listing = try #require(database.listing(key: key), "\(key)")
        let document = try #require(try database.document(of: listing))
        found[key] = String(decoding: document, as: UTF8.self)
      }
      return found
    }
    let before = try documents()
    // Options for reading are for the new listings alone.
    let more = #"{"listingKey":"C","latitude":33.9,"longitude":-116.4,"sqft":100}"#
    let again = #"{"listingKey":"A","mlsSource":"Y","standardStatus":"Pending"}"#
    let summary = try Self.build([more], into: index) {
      $0.updates = true
      try? $0.feed.setDefault("standardStatus=Closed")
      try? $0.feed.setUnits("metric")
    }
    #expect(summary.standing == 3 && summary.listings == 4)
    #expect(try documents() == before)
    let database = try ListingsDatabase(opening: index)
    #expect(database.listing(key: "C")?.standardStatus == "Closed")
    #expect(database.index.pyramid.options.radius == 60)
    let listing = try #require(database.listing(key: "A"))
    let shown = try #require(try database.publicDocument(of: listing))
    #expect(String(decoding: shown, as: UTF8.self).contains("seen"))
    // The key of a second listing service is found again.
    let second = try Self.build([again], into: index) { $0.updates = true }
    #expect(second.listings == 4 && second.replaced == 1)
    #expect(try ListingsDatabase(opening: index).listing(key: "Y:A")?.standardStatus == "Pending")
  }

  @Test func thereMustBeAnIndexToUpdate() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    #expect(throws: PlatError.self) {
      try Self.build([#"{"listingKey":"A"}"#], into: index) { $0.updates = true }
    }
    let feed = scratch.file("feed.ndjson")
    try #"{"listingKey":"A","standardStatus":"Active"}"#.write(
      toFile: feed, atomically: true, encoding: .utf8)
    #expect(try Program.run(["build", feed, "--out", index, "--update"]).status == 1)
    #expect(try Program.run(["build", feed, "--out", index]).status == 0)
    let done = try Program.run(["build", feed, "--out", index, "--update"])
    #expect(done.status == 0 && done.output.contains("before    1 that the index had"), "\(done)")
  }
}
