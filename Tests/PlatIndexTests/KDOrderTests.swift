import PlatTestSupport
import Testing

@testable import PlatIndex

/// The ranks of a level's items against searches in the tree that they represent.
@Suite(.timeLimit(.minutes(30))) struct KDOrderTests {
  enum Shape: CaseIterable {
    case spread, onePlace, oneColumn, ascending, descending, fewValues, clusters

    func points(_ count: Int, _ draw: inout SeededGenerator) -> (x: [Float], y: [Float]) {
      let numbers = 0..<count
      switch self {
      case .spread:
        return (
          numbers.map { _ in Float(draw.double(0...1)) },
          numbers.map { _ in Float(draw.double(0...1)) }
        )
      case .onePlace: return (numbers.map { _ in 0.25 }, numbers.map { _ in 1 })
      case .oneColumn:
        return (numbers.map { _ in 0.5 }, numbers.map { _ in Float(draw.double(0...1)) })
      case .ascending: return (numbers.map { Float($0) / 6_000 }, numbers.map { Float($0) / 6_000 })
      case .descending:
        return (numbers.map { 1 - Float($0) / 6_000 }, numbers.map { Float($0) / 6_000 })
      case .fewValues:
        return (
          numbers.map { _ in Float(draw.int(0...4)) / 4 },
          numbers.map { _ in Float(draw.int(0...3)) / 4 }
        )
      case .clusters:
        return (
          numbers.map { Float($0 % 7) / 8 + Float(draw.double(0...1e-3)) },
          numbers.map { Float($0 % 5) / 8 }
        )
      }
    }
  }

  @Test(arguments: Shape.allCases) func everySearchFindsInRankOrder(_ shape: Shape) {
    for count in [0, 1, 2, 63, 64, 65, 66, 67, 130, 131, 132, 600, 601, 602, 1_300, 5_000] {
      var draw = SeededGenerator(seed: UInt64(count))
      let (x, y) = shape.points(count, &draw)
      let ranks = KDOrder.ranks(ClusterLevel(x: x, y: y))
      #expect(
        ranks.sorted() == (0..<UInt32(count)).map { $0 },
        "\(shape), \(count) points: no permutation")
      let tree = SuperclusterTree(x, y)
      // All points, then some of them.
      for radius in [2, 0.5, 0.1, 0.01] {
        let found = tree.within(draw.double(0...1), draw.double(0...1), radius).map { ranks[$0] }
        #expect(found == found.sorted(), "\(shape), \(count) points, radius \(radius)")
        if radius == 2 { #expect(found.count == count, "\(shape), \(count) points") }
      }
    }
  }
}
