import PlatGeometry
import PlatKernels
import PlatSnapshot
import PlatTestSupport
import Testing

@testable import PlatIndex

// One of the kernels' tests, since it selects their form.
extension KernelTests {
  /// A `NearRow` has the layout of the kernels' `plat_near`.
  @Test func layoutOfNearRows() {
    #expect(MemoryLayout<NearRow>.size == MemoryLayout<plat_near>.size)
    #expect(MemoryLayout<NearRow>.stride == MemoryLayout<plat_near>.stride)
    #expect(MemoryLayout<NearRow>.alignment == MemoryLayout<plat_near>.alignment)
    #expect(
      MemoryLayout<NearRow>.offset(of: \.distance) == MemoryLayout<plat_near>.offset(of: \.distance)
    )
    #expect(MemoryLayout<NearRow>.offset(of: \.row) == MemoryLayout<plat_near>.offset(of: \.row))
    #expect(MemoryLayout<NearRow>.offset(of: \.rank) == MemoryLayout<plat_near>.offset(of: \.rank))
  }

  /// Against the exact distance of every row: scattered and crowded rows, all or some of them
  /// wanted, in each form.
  @Test(arguments: [1, 64, 65, 700, 3_000, 17_000]) func nearestRows(_ rows: Int) throws {
    var answered = 0
    let seeds = TestCases.seeds(rows > 10_000 ? 8 : 40)
    for seed in seeds {
      let places = try NearPlaces(rows, seed)
      let exact = places.wanted.map {
        Geodesic.distance(from: places.center, to: places.position($0))
      }
      let sorted = exact.sorted()
      for isa in Self.sets {
        plat_isa_use(isa)
        let found = places.nearest()
        plat_isa_use(plat_isa_best())
        let note: Comment =
          "\(rows) rows, seed \(seed), form \(isa), \(places.count) at \(places.center)"
        guard let found else {
          // It may only decline if the last wanted row is far, if too many lie at one place, or
          // near a pole or the antimeridian.
          let isFar = sorted.count < places.count || sorted[places.count - 1] > 10_000
          #expect(isFar || places.isCrowded || places.isOdd, note)
          continue
        }
        answered += 1
        #expect(found.count >= places.count, note)
        let distances = found.map(\.distance)
        #expect(distances == distances.sorted(), note)
        for row in found {
          let distance = Geodesic.distance(from: places.center, to: places.position(Int(row.row)))
          #expect(abs(distance - row.distance) <= Center.error, note)
        }
        let last = sorted[min(places.count, sorted.count) - 1]
        let expected = zip(places.wanted, exact).filter { $0.1 <= last + 2 * Center.error }.map {
          UInt32($0.0)
        }
        #expect(Set(expected).isSubset(of: found.map(\.row)), note)
        #expect(Set(found.map(\.row)).isSubset(of: places.wanted.map { UInt32($0) }), note)
      }
    }
    // With few rows there are seldom as many as wanted.
    #expect(rows < 128 || answered * 3 > seeds.count, "\(rows) rows: only \(answered) answers")
  }

  /// The smallest of the boxes that contain a position.
  @Test func blockAround() throws {
    for seed in TestCases.seeds(60) {
      let places = try NearPlaces(3_000, seed)
      var sizes: [Int: Int] = [:]
      for start in stride(from: 0, to: places.longitudes.count, by: 64) {
        var box = Box.empty
        for row in start..<min(start + 64, places.longitudes.count) {
          box.expand(places.position(row))
        }
        guard box.contains(places.center) else { continue }
        sizes[start / 64] = Int(box.east) - Int(box.west) + Int(box.north) - Int(box.south)
      }
      for isa in Self.sets {
        plat_isa_use(isa)
        let block = places.blockAround()
        plat_isa_use(plat_isa_best())
        #expect(
          block < 0 ? sizes.isEmpty : sizes[block] == sizes.values.min(),
          "seed \(seed), form \(isa)")
      }
    }
  }
}

/// Rows along a wandering path, a position to measure from, and which rows are wanted.
private struct NearPlaces {
  let longitudes: [Int32]
  let latitudes: [Int32]
  let center: Coordinate
  let count: Int
  /// The wanted rows, in ascending order.
  let wanted: [Int]
  /// Whether many rows share their place with others.
  let isCrowded: Bool
  /// Whether the position is near a pole or the antimeridian.
  let isOdd: Bool
  private let words: [UInt64]?
  private let nodes: MappedColumn<Int32>
  private let x: MappedColumn<Int32>
  private let y: MappedColumn<Int32>

  init(_ rows: Int, _ seed: UInt64) throws {
    var draw = SeededGenerator(seed: seed)
    let start =
      draw.percent(80) ? (x: -1_170_000_000, y: 335_000_000) : (x: 1_799_000_000, y: -799_000_000)
    let step = draw.one(of: [1, 300, 20_000, 200_000, 5_000_000])
    isCrowded = step == 1 || draw.percent(10)
    var place = start
    var (longitudes, latitudes) = ([Int32](), [Int32]())
    for _ in 0..<rows {
      if !isCrowded || draw.percent(20) {
        // An occasional leap, so that the boxes of blocks overlap.
        let leap = draw.percent(2) ? 30 : 1
        place.x = min(max(place.x + draw.int(-step...step) * leap, -1_800_000_000), 1_800_000_000)
        place.y = min(max(place.y + draw.int(-step...step) * leap, -900_000_000), 900_000_000)
      }
      longitudes.append(Int32(place.x))
      latitudes.append(Int32(place.y))
    }
    self.longitudes = longitudes
    self.latitudes = latitudes
    let near = draw.int(0...rows - 1)
    var center = Coordinate(longitude: longitudes[near], latitude: latitudes[near])
    if draw.percent(40), abs(Int(center.latitude)) < 850_000_000,
      abs(Int(center.longitude)) < 1_790_000_000
    {
      center.longitude += Int32(draw.int(-4 * step...4 * step).clamped(4_000_000))
      center.latitude += Int32(draw.int(-4 * step...4 * step).clamped(4_000_000))
    }
    self.center = center
    isOdd = abs(Int(center.latitude)) > 790_000_000 || abs(Int(center.longitude)) > 1_790_000_000
    count = draw.one(of: [1, 2, 20, 20, 64, 128])
    let words =
      draw.percent(50)
      ? nil : (0...rows / 64).map { _ in draw.percent(30) ? 0 : draw.next() & draw.next() }
    self.words = words
    wanted = (0..<rows).filter { row in
      words.map { $0[row / 64] >> UInt64(row % 64) & 1 == 1 } ?? true
    }
    let snapshot = try TestSnapshot.make {
      try $0.add("tree", PackedTree.nodes(longitudes: longitudes, latitudes: latitudes))
      try $0.add("x", longitudes)
      try $0.add("y", latitudes)
    }
    nodes = try snapshot.column("tree", of: Int32.self)
    x = try snapshot.column("x", of: Int32.self)
    y = try snapshot.column("y", of: Int32.self)
  }

  func position(_ row: Int) -> Coordinate {
    Coordinate(longitude: longitudes[row], latitude: latitudes[row])
  }

  private func withTree<Result>(_ body: (UnsafePointer<plat_tree>) -> Result) -> Result? {
    let blocks = (longitudes.count + 63) / 64
    guard
      let tree = try? unsafe PackedTree.view(
        of: nodes, blocks: blocks, section: "tree", path: "tree")
    else {
      return nil
    }
    return unsafe withUnsafePointer(to: tree, body)
  }

  func blockAround() -> Int {
    unsafe withTree { unsafe plat_block_around($0, center.longitude, center.latitude) } ?? -2
  }

  func nearest() -> [NearRow]? {
    var out = [plat_near](repeating: plat_near(), count: Int(PLAT_NEAREST_ROOM))
    let found = unsafe withTree { tree in
      unsafe (words ?? []).withUnsafeBufferPointer { words in
        var places = unsafe plat_places(
          longitudes: x.unsafeBaseAddress, latitudes: y.unsafeBaseAddress,
          words: self.words == nil ? nil : words.baseAddress, rows: longitudes.count)
        return unsafe plat_nearest(center.longitude, center.latitude, tree, &places, count, &out)
      }
    }
    guard let found, found >= 0 else { return nil }
    return out.prefix(found).map { NearRow(distance: $0.distance, row: $0.row, rank: $0.rank) }
  }
}

extension Int {
  fileprivate func clamped(_ most: Int) -> Int { Swift.min(Swift.max(self, -most), most) }
}
