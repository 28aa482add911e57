import PlatGeometry
import PlatTestSupport
import Testing

@Suite(.timeLimit(.minutes(30))) struct HilbertTests {
  /// The whole curve of the first orders: the lower left corner of the square is a complete curve.
  @Test(arguments: 1...8) func cellsThatFollowOneAnotherAreNeighbours(order: Int) {
    let side = 1 << order
    var cells = [(x: Int, y: Int)?](repeating: nil, count: side * side)
    for y in 0..<side {
      for x in 0..<side {
        let index = Int(Hilbert.index(x: UInt32(x), y: UInt32(y)))
        guard index < cells.count, cells[index] == nil else {
          Issue.record("(\(x), \(y)) has index \(index)")
          return
        }
        cells[index] = (x, y)
      }
    }
    let path = cells.compactMap { $0 }
    #expect(path.count == side * side)
    for (a, b) in zip(path, path.dropFirst()) {
      #expect(abs(a.x - b.x) + abs(a.y - b.y) == 1, "\(a) and \(b)")
    }
  }

  /// The cell of an index, by trying the four quadrants at each level.
  private func cell(_ index: UInt64) -> (x: UInt32, y: UInt32)? {
    var x: UInt32 = 0
    var y: UInt32 = 0
    for level in stride(from: 31, through: 0, by: -1) {
      let bit = UInt32(1) << UInt32(level)
      let quadrants = [(x, y), (x | bit, y), (x, y | bit), (x | bit, y | bit)]
      let shift = UInt64(2 * level)
      guard
        let (nextX, nextY) = quadrants.first(where: {
          Hilbert.index(x: $0.0, y: $0.1) >> shift == index >> shift
        })
      else { return nil }
      (x, y) = (nextX, nextY)
    }
    return (x, y)
  }

  @Test func orderThirtyTwoIsBijectiveAndContinuous() throws {
    let seed: UInt64 = 16
    var random = SeededGenerator(seed: seed)
    for round in 0..<3000 {
      let start = round == 0 ? 0 : UInt64.random(in: 0..<UInt64.max, using: &random)
      let a = try #require(cell(start), "seed \(seed): \(start) has no cell")
      let b = try #require(cell(start + 1), "seed \(seed): \(start + 1) has no cell")
      #expect(Hilbert.index(x: a.x, y: a.y) == start && Hilbert.index(x: b.x, y: b.y) == start + 1)
      #expect(abs(Int(a.x) - Int(b.x)) + abs(Int(a.y) - Int(b.y)) == 1, "seed \(seed): \(start)")
    }
    #expect(try #require(cell(.max)) == (UInt32.max, 0) || #require(cell(.max)) == (0, UInt32.max))
  }
}
