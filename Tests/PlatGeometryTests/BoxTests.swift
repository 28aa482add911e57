import PlatGeometry
import PlatTestSupport
import Testing

@Suite(.timeLimit(.minutes(30))) struct BoxTests {
  /// A box on a grid of 6 by 6, so that borders meet often; sometimes empty.
  private func smallBox(_ random: inout SeededGenerator) -> Box {
    let side = { (random: inout SeededGenerator) in Int32.random(in: 0..<6, using: &random) }
    return Box(west: side(&random), south: side(&random), east: side(&random), north: side(&random))
  }

  private func positions(_ box: Box) -> Set<Coordinate> {
    var found: Set<Coordinate> = []
    for x in Int32(0)..<6 {
      for y in Int32(0)..<6 where box.contains(Coordinate(longitude: x, latitude: y)) {
        found.insert(Coordinate(longitude: x, latitude: y))
      }
    }
    return found
  }

  @Test func answersAreThoseOfSetsOfPositions() {
    let seed: UInt64 = 4
    var random = SeededGenerator(seed: seed)
    for _ in 0..<3000 {
      let a = smallBox(&random)
      let b = smallBox(&random)
      let inA = positions(a)
      let inB = positions(b)
      #expect(a.isEmpty == inA.isEmpty)
      #expect(a.intersects(b) == !inA.isDisjoint(with: inB), "seed \(seed): \(a) \(b)")
      #expect(a.contains(b) == (!inB.isEmpty && inB.isSubset(of: inA)), "seed \(seed): \(a) \(b)")
      #expect(positions(a.intersection(b)) == inA.intersection(inB), "seed \(seed): \(a) \(b)")
    }
  }

  @Test func aBoxGrowsFromNothing() {
    var box = Box.empty
    #expect(box.isEmpty && !Box.world.contains(box) && !box.intersects(.world))
    box.expand(Coordinate(longitude: 5, latitude: -7))
    #expect(box == Box(west: 5, south: -7, east: 5, north: -7) && !box.isEmpty)
    box.expand(Coordinate(longitude: -5, latitude: 9))
    #expect(box == Box(west: -5, south: -7, east: 5, north: 9))
  }

  @Test func boxesAcrossTheAntimeridianAreSplit() {
    #expect(
      Box.spanning(west: 1, south: 2, east: 3, north: 4) == [
        Box(west: 1, south: 2, east: 3, north: 4)
      ])
    let split = Box.spanning(west: 1_790_000_000, south: -1, east: -1_790_000_000, north: 1)
    #expect(split.count == 2)
    for (longitude, inside) in [
      (1_795_000_000, true), (-1_795_000_000, true), (1_800_000_000, true), (-1_800_000_000, true),
      (0, false),
    ] as [(Int32, Bool)] {
      #expect(
        split.contains { $0.contains(Coordinate(longitude: longitude, latitude: 0)) } == inside)
    }
    #expect(Box.spanning(west: 0, south: 1, east: 1, north: 0).isEmpty)
  }
}
