import Dispatch
import PlatGeometry
import PlatListings
import PlatTestSupport
import Synchronization
import Testing

@testable import PlatIndex

/// A mask's answers for ranges of rows, against a check of each row, in any order of learning.
@Suite(.timeLimit(.minutes(30))) struct MatchMaskTests {
  /// Random matching rows, and the expected values of each row.
  private struct Matches {
    let index: ListingIndex
    let rows: Set<Int>
    private let prices: [Int64?]

    init(_ world: TestWorld, _ draw: inout SeededGenerator) {
      index = world.index
      let percent = draw.one(of: [0, 1, 10, 50, 95, 100])
      rows = Set((0..<world.index.rows).filter { _ in draw.percent(percent) })
      prices = world.listingOfRow.map { world.listings[$0][number: .listPrice] }
    }

    /// Tells a mask about the unknown blocks of some rows, as a query does.
    func tell(_ mask: MatchMask, _ range: Range<Int>) {
      index.withSelection { list in
        mask.listUnknown(range, in: list)
        for place in 0..<list.count {
          let first = list.block(at: place) * 64
          var word: UInt64 = 0
          for row in first..<first + 64 where rows.contains(row) {
            word |= 1 << UInt64(row - first)
          }
          // Rows after the last one with a position may be set: the mask leaves them out.
          unsafe list.words[place] &= word
        }
        mask.learn(list)
      }
    }

    func inside(_ range: Range<Int>) -> [Int] {
      range.clamped(to: 0..<index.located).filter(rows.contains)
    }

    /// Describes a mask's errors for some rows whose blocks it knows.
    func difference(_ mask: MatchMask, _ range: Range<Int>, offset: Int = 0, limit: Int = .max)
      -> String?
    {
      let inside = inside(range)
      if mask.count(range) != inside.count {
        return "count \(mask.count(range)), not \(inside.count)"
      }
      if mask.first(range) != inside.first { return "first \(mask.first(range) ?? -1)" }
      if mask.last(range) != inside.last { return "last \(mask.last(range) ?? -1)" }
      let page = Array(inside.dropFirst(max(offset, 0)).prefix(max(limit, 0)))
      if mask.rows(range, offset: offset, limit: limit) != page { return "rows \(offset)+\(limit)" }
      // Twice: the second pass reads the nodes that the first one made.
      for _ in 0..<2 {
        let summary = mask.summary(range)
        if summary.rows != inside.count { return "sums up \(summary.rows) rows" }
        var box = Box.empty
        for row in inside { if let position = index.position(row) { box.expand(position) } }
        if summary.box != box { return "box \(summary.box)" }
        let prices = inside.compactMap { self.prices[$0] }
        let known = summary.prices(in: index)
        if known?.least != prices.min() || known?.greatest != prices.max() { return "prices" }
        if let known, let count = Int64(exactly: prices.count), count > 0 {
          let mean = (2 * prices.reduce(0, +) + count) / (2 * count)
          if known.mean != mean { return "mean \(known.mean), not \(mean)" }
        }
      }
      return nil
    }
  }

  private static func range(_ index: ListingIndex, _ draw: inout SeededGenerator) -> Range<Int> {
    let most = index.located + 70
    let (a, b) = (draw.int(-5...most), draw.int(-5...most))
    switch draw.int(0...5) {
    case 0: return 0..<index.located
    case 1: return a..<a + draw.one(of: [0, 1, 63, 64, 65])
    case 2: return a / 64 * 64..<max(a / 64 * 64, b / 64 * 64)
    default: return min(a, b)..<max(a, b)
    }
  }

  @Test(arguments: Fixture.allCases) func rangesAreCountedAsOneByOne(_ fixture: Fixture) throws {
    let world = try fixture.world
    for seed in TestCases.seeds(fixture == .kingCounty ? 4 : 12) {
      var draw = SeededGenerator(seed: seed)
      let matches = Matches(world, &draw)
      let mask = MatchMask(of: world.index)
      for _ in 0..<(fixture == .kingCounty ? 8 : 15) {
        let range = Self.range(world.index, &draw)
        matches.tell(mask, range)
        let (offset, limit) = (draw.int(-1...80), draw.one(of: [-1, 0, 1, 10, .max]))
        let difference = matches.difference(mask, range, offset: offset, limit: limit)
        #expect(difference == nil, "\(fixture), seed \(seed), rows \(range)")
      }
      matches.tell(mask, 0..<world.index.located)
      #expect(matches.difference(mask, 0..<world.index.rows) == nil, "\(fixture), seed \(seed)")
      // Known blocks are not requested again.
      world.index.withSelection { list in
        mask.listUnknown(0..<world.index.rows, in: list)
        #expect(list.count == 0, "\(fixture), seed \(seed)")
      }
    }
  }

  @Test func nothingIsKnownAtFirst() throws {
    let index = try Fixture.mixed.world.index
    let mask = MatchMask(of: index)
    index.withSelection { list in
      mask.listUnknown(70..<130, in: list)
      #expect((0..<list.count).map { list.block(at: $0) } == [1, 2])
      mask.listUnknown(100..<300, in: list)
      #expect((0..<list.count).map { list.block(at: $0) } == [1, 2, 3, 4])
      mask.listUnknown(0..<64, in: list)
      #expect(list.count == 4, "blocks before those listed cannot be listed")
    }
    #expect(mask.word(-1) == 0 && mask.word(mask.blocks) == 0 && mask.word(.max) == 0)
    #expect(MatchMask.bytes(of: index) > 0)
  }

  /// Many threads update one mask and query it at once.
  @Test(arguments: [Fixture.samples, .distinct, .kingCounty]) func manyThreadsMayTellAndAskOneMask(
    _ fixture: Fixture
  )
    throws
  {
    let world = try fixture.world
    for seed in TestCases.seeds(2) {
      var draw = SeededGenerator(seed: seed)
      let matches = Matches(world, &draw)
      let mask = MatchMask(of: world.index)
      let differences = Mutex<[String]>([])
      DispatchQueue.concurrentPerform(iterations: 8) { thread in
        var draw = SeededGenerator(seed: seed * 100 + UInt64(thread))
        for _ in 0..<(fixture == .kingCounty ? 6 : 25) {
          let range = Self.range(world.index, &draw)
          matches.tell(mask, range)
          if let difference = matches.difference(mask, range) {
            differences.withLock { $0.append("rows \(range): \(difference)") }
          }
        }
      }
      #expect(differences.withLock { $0 } == [], "\(fixture), seed \(seed)")
    }
  }
}
