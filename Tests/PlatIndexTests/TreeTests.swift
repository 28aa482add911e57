import PlatGeometry
import PlatKernels
import PlatSnapshot
import PlatTestSupport
import Testing

@testable import PlatIndex

/// The packed tree, and the rows in a box.
@Suite(.timeLimit(.minutes(30))) struct TreeTests {
  @Test func levels() {
    for blocks in [0, 1, 15, 16, 17, 255, 256, 257, 4_096, 4_097, 65_536, 67_108_863] {
      let starts = PackedTree.levelStarts(blocks: blocks)
      var entries = blocks
      for (start, end) in zip(starts, starts.dropFirst()) {
        entries = max(1, (entries + 15) / 16)
        #expect(end - start == entries, "\(blocks) blocks")
      }
      // One node at the top, and few enough levels for the kernels' stack.
      #expect(entries == 1 && starts.count <= 9, "\(blocks) blocks")
    }
  }

  @Test(arguments: Fixture.allCases) func boxesAreThoseOfTheRows(_ fixture: Fixture) throws {
    let index = try fixture.world.index
    var all = Box.empty
    for block in 0..<index.blocks {
      var box = Box.empty
      for row in block * 64..<block * 64 + 64 {
        if let place = index.position(row) { box.expand(place) }
      }
      #expect(index.box(block: block) == box, "\(fixture), block \(block)")
      all.expand(box)
    }
    #expect(index.bounds == all, "\(fixture)")
  }

  @Test func aTreeOfAnotherSizeIsRefused() throws {
    let snapshot = try TestSnapshot.make {
      try $0.add("tree", PackedTree.nodes(longitudes: [1], latitudes: [2]))
    }
    let column = try snapshot.column("tree", of: Int32.self)
    #expect(throws: SnapshotError.self) {
      _ = unsafe try PackedTree.view(of: column, blocks: 17, section: "tree", path: "tree")
    }
    #expect(throws: Never.self) {
      _ = unsafe try PackedTree.view(of: column, blocks: 16, section: "tree", path: "tree")
    }
  }
}

// One of the kernels' tests, since it selects their form.
extension KernelTests {
  /// Trees of one to four levels in each form of the kernels: all blocks that a box touches, and no
  /// row outside it.
  @Test(arguments: [0, 1, 64, 65, 1_024, 1_025, 5_000, 17_000]) func treeSearches(_ rows: Int)
    throws
  {
    var draw = SeededGenerator(seed: UInt64(rows))
    let (x, y) = Self.path(rows, &draw)
    let snapshot = try TestSnapshot.make {
      try $0.add("tree", PackedTree.nodes(longitudes: x, latitudes: y))
      try $0.add("x", x)
      try $0.add("y", y)
    }
    let nodes = try snapshot.column("tree", of: Int32.self)
    let (longitudes, latitudes) = (
      try snapshot.column("x", of: Int32.self), try snapshot.column("y", of: Int32.self)
    )
    let count = (rows + 63) / 64
    let tree = unsafe try PackedTree.view(of: nodes, blocks: count, section: "tree", path: "tree")
    for seed in TestCases.seeds(rows > 10_000 ? 6 : 25) {
      let box = Self.box(x, y, seed)
      let sides = plat_box(west: box.west, south: box.south, east: box.east, north: box.north)
      var blocks = [UInt32](repeating: 0, count: count + 1)
      var words = [UInt64](repeating: 0, count: count + 1)
      var expected: [Int: UInt64] = [:]
      for row in x.indices where box.contains(Coordinate(longitude: x[row], latitude: y[row])) {
        expected[row / 64, default: 0] |= 1 << UInt64(row % 64)
      }
      for isa in Self.sets {
        var read = 0
        plat_isa_use(isa)
        let found = unsafe withUnsafePointer(to: tree) {
          unsafe plat_box_search(
            $0, sides, longitudes.unsafeBaseAddress, latitudes.unsafeBaseAddress, &blocks, &words,
            &read)
        }
        plat_isa_use(plat_isa_best())
        let known = expected.keys.sorted()
        let masks = words.prefix(found).enumerated().map { place, word in
          let left = rows - Int(blocks[place]) * 64
          return left >= 64 ? word : word & (1 << UInt64(left) - 1)
        }
        let hits = zip(blocks.prefix(found).map { Int($0) }, masks).filter { $0.1 != 0 }
        #expect(
          hits.map(\.0) == known && hits.map(\.1) == known.map { expected[$0, default: 0] },
          "seed \(seed), \(box)")
        let touched = unsafe withUnsafePointer(to: tree) {
          unsafe plat_tree_search($0, sides, &blocks, &words)
        }
        #expect(
          Set(blocks.prefix(touched).map { Int($0) }).isSuperset(of: known), "seed \(seed), \(box)")
        let ascending = Array(blocks.prefix(touched))
        #expect(ascending == ascending.sorted(), "seed \(seed), \(box)")
      }
    }
  }

  /// Positions along a wandering path, so that blocks are small and boxes contain some of them
  /// entirely.
  private static func path(_ rows: Int, _ draw: inout SeededGenerator) -> (x: [Int32], y: [Int32]) {
    var (x, y) = ([Int32](), [Int32]())
    var place = (x: 0, y: 0)
    for _ in 0..<rows {
      place.x = min(max(place.x + draw.int(-9_000_000...9_000_000), -1_800_000_000), 1_800_000_000)
      place.y = min(max(place.y + draw.int(-9_000_000...9_000_000), -900_000_000), 900_000_000)
      x.append(Int32(place.x))
      y.append(Int32(place.y))
    }
    return (x, y)
  }

  private static func box(_ x: [Int32], _ y: [Int32], _ seed: UInt64) -> Box {
    var draw = SeededGenerator(seed: seed)
    guard !x.isEmpty, !draw.percent(10) else { return draw.percent(50) ? .world : .empty }
    let (a, b) = (draw.int(0...x.count - 1), draw.int(0...x.count - 1))
    return Box(
      west: min(x[a], x[b]), south: min(y[a], y[b]), east: max(x[a], x[b]), north: max(y[a], y[b]))
  }
}
