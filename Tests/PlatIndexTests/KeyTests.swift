import PlatSnapshot
import PlatTestSupport
import Testing

@testable import PlatIndex

/// Listing keys: their order, their ranks, and finding a row by its key.
@Suite(.timeLimit(.minutes(30))) struct KeyTests {
  @Test(arguments: Fixture.allCases) func everyKeyIsFound(_ fixture: Fixture) throws {
    let world = try fixture.world
    let index = world.index
    for (place, listing) in world.listings.enumerated()
    where index.row(key: listing.key) != world.rowOfListing[place] {
      Issue.record("\(fixture): \(listing.key)")
    }
    let order = (0..<index.rows).compactMap { index.keyOrder[$0].map(Int.init) }
    #expect(order.sorted() == Array(0..<index.rows), "\(fixture): no permutation")
    for (rank, row) in order.enumerated() where index.keyRanks[row] != UInt32(rank) {
      Issue.record("\(fixture): the rank of row \(row)")
    }
    let keys = order.map { Array(index.keys.string(at: $0).utf8) }
    let isAscending = zip(keys, keys.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) }
    #expect(isAscending, "\(fixture)")
  }

  /// A missing key has the rank of its insertion point.
  @Test(arguments: [Fixture.none, .one, .mixed, .rows65]) func keysThatAreNotThere(
    _ fixture: Fixture
  ) throws {
    let world = try fixture.world
    let keys = Set(world.listings.map(\.key))
    var wanted = [
      "", "A", "K", "K1", "LISTING-KEY-", "LISTING-KEY-1000007y", "Ω", "ω", "~", "\u{10FFFF}", "\0",
    ]
    for key in keys.prefix(60) {
      wanted += [key + "!", String(key.dropLast()), key.lowercased(), key + key]
    }
    for key in wanted where !keys.contains(key) {
      #expect(world.index.row(key: key) == nil, "\(fixture): \(key)")
      let (rank, found) = world.index.rank(key: key)
      let before = keys.count { $0.utf8.lexicographicallyPrecedes(key.utf8) }
      #expect(!found && rank == before, "\(fixture): \(key)")
    }
  }

  /// Keys in byte order, whatever their common prefixes and lengths.
  @Test func keysComeInTheOrderOfTheirBytes() {
    var draw = SeededGenerator(seed: 3)
    for round in 0..<60 {
      let prefix = String(repeating: "p", count: draw.one(of: [0, 0, 1, 7, 8, 9, 40]))
      let letters: [Character] = ["a", "b", "~", "é", "\u{1}"]
      var keys: Set<String> = []
      for _ in 0..<draw.int(0...400) {
        keys.insert(prefix + String((0..<draw.int(0...14)).map { _ in draw.one(of: letters) }))
      }
      var shuffled = keys.sorted()
      shuffled.shuffle(using: &draw)
      var table = StringTableBuilder()
      for key in shuffled { table.append(key) }
      let sorted = shuffled.indices.sorted {
        shuffled[$0].utf8.lexicographicallyPrecedes(shuffled[$1].utf8)
      }
      #expect(KeySort.order(table) == sorted.map(UInt32.init), "seed 3, round \(round)")
    }
  }
}
