import PlatGeometry
import PlatTestSupport
import Testing

@testable import PlatIndex

/// The order of what a map shows, against a plain sort.
@Suite(.timeLimit(.minutes(10))) struct PlaceSortTests {
  @Test func placesComeFromNorthToSouthAndFromWestToEast() {
    for seed in TestCases.seeds(300) {
      var draw = SeededGenerator(seed: seed)
      let count = draw.one(of: [0, 1, 2, 3, 24, 25, 26, 100, 400, 1_500])
      // Whole globe, one tile, one row of pixels, few places, one place.
      let (rows, columns) = draw.one(of: [
        (Int(UInt32.max), Int(UInt32.max)), (300, 70_000), (0, 9_000), (3, 3), (0, 0), (255, 4),
        (256, 4),
      ])
      let (north, west) = (
        draw.int(0...Int(UInt32.max) - rows), draw.int(0...Int(UInt32.max) - columns)
      )
      var placed = (0..<count).map { number in
        let y = north + (draw.percent(80) ? draw.int(0...rows) : rows)
        return PlaceSort.Placed(
          key: PlaceSort.key(MercatorPoint(x: UInt32(west + draw.int(0...columns)), y: UInt32(y))),
          number: UInt32(number))
      }
      placed.shuffle(using: &draw)
      let plain = placed.map { ($0.key, $0.number) }.sorted { $0 < $1 }
      PlaceSort.sort(&placed) { $0 < $1 }
      #expect(placed.map(\.key) == plain.map(\.0), "seed \(seed), \(count) in \(rows)")
      #expect(placed.map(\.number) == plain.map(\.1), "seed \(seed), \(count) in \(rows)")
    }
  }
}
