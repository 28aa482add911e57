import Foundation
import Glibc
import PlatSamples
import PlatTestSupport
import Synchronization
import Testing

@testable import Plat

/// States of an index: damaged ones are skipped, and no answer mixes two states.
@Suite(.timeLimit(.minutes(30))) struct StateTests {
  /// Seven requests, and an index's answers.
  private static func answers(_ database: ListingsDatabase) -> [String] {
    let texts: [[(String, String)]] = [
      [("standardStatus", "any"), ("limit", "0")], [("sort", "price"), ("limit", "20")],
      [("city", "a"), ("minBeds", "2"), ("facets", "propertySubType"), ("statistics", "true")],
      [("near", "33.8303,-116.5453"), ("radius", "20mi"), ("sort", "distance")],
      [("bbox", "-118,33,-115,35"), ("sort", "-sqft"), ("limit", "50")],
    ]
    var answers = texts.map { parameters -> String in
      guard
        let result = try? database.search(parameters: parameters.map { (name: $0.0, value: $0.1) })
      else {
        return "refused"
      }
      return "\(result.total) \(result.facets) \(String(describing: result.statistics)) "
        + result.hits.map { "\($0.listing.key) \($0.listing.city ?? "")" }.joined(separator: ",")
    }
    for zoom in [6, 11] {
      let tile = Tile(z: zoom, x: zoom == 6 ? 11 : 360, y: zoom == 6 ? 25 : 818).flatMap {
        try? database.map.vectorTile($0)
      }
      answers.append(tile.map { "\($0.count) \($0.hashValue)" } ?? "refused")
    }
    return answers
  }

  private static func lines(_ count: Int, seed: UInt64) -> [UInt8] {
    var samples = SampleListings(count: count, seed: seed)
    var bytes: [UInt8] = []
    while samples.next(into: &bytes, listings: 1_000) > 0 {}
    return bytes
  }

  /// An index of two states, with the answers of each.
  private struct TwoStates {
    let scratch: Scratch
    let index: String
    let newer: String
    let whole: [UInt8]
    let answers: (old: [String], new: [String])

    init() throws {
      scratch = try Scratch()
      index = scratch.file("index")
      _ = try IndexBuild.run([.bytes(StateTests.lines(700, seed: 1), name: "old")], into: index)
      let old = StateTests.answers(try ListingsDatabase(opening: index))
      newer = try IndexBuild.run([.bytes(StateTests.lines(660, seed: 2), name: "new")], into: index)
        .snapshotPath
      answers = (old, StateTests.answers(try ListingsDatabase(opening: index)))
      whole = Array(try Data(contentsOf: URL(fileURLWithPath: newer)))
    }

    /// Replaces the newer snapshot by bytes.
    func replace(_ bytes: [UInt8]) throws {
      try Data(bytes).write(to: URL(fileURLWithPath: newer), options: .atomic)
    }
  }

  /// Damages a file in one of several ways.
  private static func damage(_ bytes: [UInt8], _ draw: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    let at = draw.int(0...bytes.count - 1)
    let block = at / 4_096 * 4_096..<min(at / 4_096 * 4_096 + 4_096, bytes.count)
    switch draw.int(0...9) {
    case 0, 1: bytes[at] ^= 1 << UInt8(draw.int(0...7))
    case 2: for place in block { bytes[place] = 0 }
    case 3: for place in block { bytes[place] = 0xFF }
    case 4: for place in block { bytes[place] = UInt8(draw.int(0...255)) }
    case 5: bytes.removeSubrange(at...)
    case 6: bytes += [UInt8](repeating: UInt8(draw.int(0...1)), count: draw.int(1...9_000))
    case 7:
      let other = draw.int(0...bytes.count - block.count)
      let copy = Array(bytes[other..<other + block.count])
      bytes.replaceSubrange(other..<other + block.count, with: bytes[block])
      bytes.replaceSubrange(block, with: copy)
    case 8: bytes[draw.int(0...127)] ^= 1 << UInt8(draw.int(0...7))
    default: bytes[bytes.count - 1 - draw.int(0...2_000)] ^= 1 << UInt8(draw.int(0...7))
    }
    return bytes
  }

  @Test func whateverIsDamagedTheAnswersAreThoseOfAWholeState() throws {
    let states = try TwoStates()
    #expect(states.answers.old != states.answers.new && !states.answers.new.contains("refused"))
    var fallbacks = 0
    for seed in TestCases.seeds(300) {
      var draw = SeededGenerator(seed: seed)
      let damaged = Self.damage(states.whole, &draw)
      try states.replace(damaged)
      let residence: Snapshot.Residence = seed % 4 == 0 ? .memory : .mapped
      let database = try ListingsDatabase(
        opening: states.index, verifying: true, residence: residence)
      let answers = Self.answers(database)
      if damaged == states.whole {
        #expect(answers == states.answers.new, "seed \(seed)")
      } else {
        #expect(answers == states.answers.old, "seed \(seed)")
        #expect(database.refusedSnapshots.map(\.path) == [states.newer], "seed \(seed)")
        fallbacks += 1
      }
      // It also opens unverified, and its answers do not end the process.
      if seed % 8 == 0 { _ = Self.answers(try ListingsDatabase(opening: states.index)) }
    }
    #expect(fallbacks > 0)
  }

  @Test func damageThatOnlyTheIndexSeesPassesASnapshotOver() throws {
    let states = try TwoStates()
    let section = try #require(try Snapshot.open(path: states.newer).section("mlsSource.offsets"))
    var bytes = states.whole
    for place in 0..<Int(section.length) { bytes[Int(section.offset) + place] = 0xFF }
    try states.replace(bytes)
    let database = try ListingsDatabase(opening: states.index)
    #expect(Self.answers(database) == states.answers.old)
    #expect(database.refusedSnapshots.first?.section == "mlsSource.offsets")
  }

  @Test func noDocumentIsOfAnotherState() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    func build(_ word: String) throws -> String {
      let text = (0..<30).map { "{\"listingKey\":\"K\($0)\",\"remarks\":\"\(word)\"}" }.joined(
        separator: "\n")
      return try IndexBuild.run([.bytes(Array(text.utf8), name: word)], into: index).snapshotPath
    }
    func document(_ database: ListingsDatabase) throws -> String {
      let listing = try #require(database.listing(key: "K7"))
      return String(decoding: try #require(try database.document(of: listing)), as: UTF8.self)
    }
    _ = try build("first")
    let first = try ListingsDatabase(opening: index)
    #expect(try document(first).contains("first"))
    let newer = try build("second")
    // An open database continues with its own records; one that opens its records now finds its own
    // or none.
    #expect(try document(first).contains("first"))
    #expect(try document(try ListingsDatabase(opening: index)).contains("second"))
    try FileManager.default.removeItem(atPath: newer)
    let older = try ListingsDatabase(opening: index)
    do {
      #expect(try document(older).contains("first"))
    } catch PlatError.records(let error) {
      #expect(error.code == .otherState)
    }
    // The records of an older state have its number in their name.
    let own = scratch.file("own")
    _ = try IndexBuild.run(
      [.bytes(Array("{\"listingKey\":\"K7\",\"remarks\":\"first\"}".utf8), name: "own")], into: own)
    try FileManager.default.copyItem(
      atPath: own + "/records.sqlite", toPath: own + "/000001.sqlite")
    _ = try IndexBuild.run(
      [.bytes(Array("{\"listingKey\":\"K7\",\"remarks\":\"second\"}".utf8), name: "own")], into: own
    )
    try FileManager.default.removeItem(atPath: own + "/000002.plat")
    #expect(try document(try ListingsDatabase(opening: own)).contains("first"))
  }

  @Test func recordsThatAreWrittenOverAreOpenedAgain() throws {
    let scratch = try Scratch()
    func build(_ name: String, _ word: String) throws {
      let text = (0..<40).map { "{\"listingKey\":\"K\($0)\",\"remarks\":\"\(word)\"}" }.joined(
        separator: "\n")
      _ = try IndexBuild.run([.bytes(Array(text.utf8), name: word)], into: scratch.file(name))
    }
    try build("index", "first")
    try build("other", "second")
    try build("other", "third")
    let database = try ListingsDatabase(opening: scratch.file("index"))
    let listing = try #require(database.listing(key: "K3"))
    #expect(try database.document(of: listing) != nil)
    // `cp` over the file: the same inode with the bytes of another state.
    let records = scratch.file("index/records.sqlite")
    let own = try Data(contentsOf: URL(fileURLWithPath: records))
    func overwrite(_ bytes: Data) throws {
      let handle = try #require(FileHandle(forWritingAtPath: records))
      try handle.truncate(atOffset: 0)
      try handle.write(contentsOf: bytes)
      try handle.close()
    }
    try overwrite(try Data(contentsOf: URL(fileURLWithPath: scratch.file("other/records.sqlite"))))
    let error = #expect(throws: PlatError.self) { _ = try database.document(of: listing) }
    guard case .records(let refusal) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(refusal.code == .otherState)
    try overwrite(own)
    #expect(
      try database.document(of: listing).map {
        String(decoding: $0, as: UTF8.self).contains("first")
      } == true)
  }

  @Test func questionsAskedWhileTheFileIsCutEndAndAreKnownToBeWrong() throws {
    #expect(Snapshot.surviveMissingPages())
    let scratch = try Scratch()
    let bytes = Self.lines(1_200, seed: 5)
    for seed in TestCases.seeds(6) {
      let index = scratch.file("\(seed)")
      let path = try IndexBuild.run([.bytes(bytes, name: "lines")], into: index).snapshotPath
      let database = try ListingsDatabase(opening: index)
      let right = seed % 2 == 0 ? Self.answers(database) : []
      let wrong = Atomic(0)
      let group = DispatchGroup()
      for thread in 0..<3 {
        group.enter()
        Thread.detachNewThread {
          defer { group.leave() }
          for round in 0..<4 {
            let answers = Self.answers(database)
            _ = database.community.cities.count
            _ = database.listing(key: "SC\(thread)\(round)")
            // An answer from an unchanged file must be right.
            if database.isUnchanged, !right.isEmpty, answers != right {
              wrong.add(1, ordering: .relaxed)
            }
          }
        }
      }
      var draw = SeededGenerator(seed: seed)
      let length = Int(database.index.snapshot.fileLength)
      unsafe _ = Glibc.truncate(path, draw.int(0...length - 1))
      unsafe _ = Glibc.truncate(path, draw.int(0...4_096))
      group.wait()
      #expect(!database.isUnchanged && wrong.load(ordering: .relaxed) == 0, "seed \(seed)")
    }
  }
}
