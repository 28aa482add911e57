import PlatCommon
import PlatSnapshot
import PlatTestSupport
import Testing

@testable import PlatIndex

/// The numbers of listings on a map: derived from their keys alone, and unique.
@Suite(.timeLimit(.minutes(30))) struct ListingNumberTests {
  /// Pairs of keys with the same hash, found among forty million.
  static let collisions = [
    ["CV021643583", "CV028087715"], ["CV019062008", "CV024346091"], ["CV012827890", "CV032576141"],
  ]

  private static func number(_ key: String, seed: UInt64 = 0, bits: UInt64 = 48) -> UInt64 {
    KeyHash.of(key.utf8Span.span, seed: seed) >> (64 - bits)
  }

  @Test(arguments: Fixture.small) func aNumberComesFromTheKeyAlone(_ fixture: Fixture) throws {
    let world = try fixture.world
    #expect(!world.index.listingNumbers.hasMoved)
    for (row, listing) in world.listingOfRow.enumerated() {
      let number = world.index.listingNumbers.number(ofRow: row)
      #expect(number == Self.number(world.listings[listing].key) && number < 1 << 48, "\(fixture)")
    }
  }

  @Test func oneOfTwoListingsWithOneHashGetsAnother() throws {
    for pair in Self.collisions {
      #expect(Self.number(pair[0]) == Self.number(pair[1]))
      for keys in [pair, pair.reversed(), ["A"] + pair + ["Z"]] {
        let world = try TestWorld("\(keys)", keys.map { PlainListing(key: $0) })
        let index = world.index
        #expect(index.listingNumbers.hasMoved)
        let numbers = try keys.map {
          index.listingNumbers.number(ofRow: try #require(index.row(key: $0)))
        }
        #expect(Set(numbers).count == keys.count)
        for (key, number) in zip(keys, numbers) {
          #expect(number == Self.number(key, seed: key == pair[1] ? 1 : 0), "\(key) of \(keys)")
        }
      }
    }
  }

  /// With few bits most hashes collide: numbers are unique, and the least key of each hash keeps
  /// its number.
  @Test func manyCollisions() {
    for seed in TestCases.seeds(40) {
      var draw = SeededGenerator(seed: seed)
      let bits = UInt64(draw.int(8...12))
      var table = StringTableBuilder()
      let keys = Set((0..<draw.int(0...200)).map { _ in "K\(draw.int(0...100_000))" }).sorted()
        .shuffled(
          using: &draw)
      for key in keys { table.append(key) }
      let moved = ListingNumbers.moved(table, bits: bits)
      var numbers = keys.map { Self.number($0, bits: bits) }
      var owners: [UInt64: String] = [:]
      for (key, number) in zip(keys, numbers) {
        owners[number] = min(owners[number] ?? key, key)
      }
      for (row, number) in moved {
        #expect(owners[numbers[Int(row)]] != keys[Int(row)], "seed \(seed)")
        numbers[Int(row)] = number
      }
      #expect(Set(numbers).count == keys.count, "seed \(seed)")
      #expect(numbers.allSatisfy { $0 < 1 << bits }, "seed \(seed)")
      // The same keys in another order have the same numbers.
      var other = StringTableBuilder()
      for key in keys.reversed() { other.append(key) }
      let again = ListingNumbers.moved(other, bits: bits).map { (keys.count - 1 - Int($0), $1) }
      #expect(
        Dictionary(uniqueKeysWithValues: again)
          == Dictionary(uniqueKeysWithValues: moved.map { (Int($0), $1) }), "seed \(seed)")
    }
  }

  @Test func movedNumbersThatCannotBeAreRefused() throws {
    let whole = try TestWorld("whole", [PlainListing(key: "A"), PlainListing(key: "B")]).index
    for numbers in [[2, 5], [0], [0, 1 << 48], [.max, 1]] as [[UInt64]] {
      let snapshot = try TestSnapshot.make { try $0.add(IndexLayout.movedNumbers, numbers) }
      #expect(throws: SnapshotError.self, "\(numbers)") {
        try ListingNumbers(whole.keys, rows: 2, in: snapshot)
      }
    }
    let snapshot = try TestSnapshot.make {
      try $0.add(IndexLayout.movedNumbers, [1, 7] as [UInt64])
    }
    let numbers = try ListingNumbers(whole.keys, rows: 2, in: snapshot)
    #expect(numbers.number(ofRow: 1) == 7 && numbers.number(ofRow: 0) != 7 && numbers.hasMoved)
  }
}
