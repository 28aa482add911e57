import PlatGeometry
import PlatKernels
import PlatSnapshot
import PlatTestSupport
import Testing

@testable import PlatIndex

// One of the kernels' tests, since it selects their form.
extension KernelTests {
  /// Runs a body under each form of the kernels.
  static func everyForm(_ body: (String) throws -> Void) rethrows {
    for isa in sets {
      plat_isa_use(isa)
      defer { plat_isa_use(plat_isa_best()) }
      try body("form \(isa)")
    }
  }

  // MARK: Parting zooms

  @Test func leastAndParted() {
    Self.everyForm { form in
      var draw = SeededGenerator(seed: 71)
      for count in Array(0...70) + [127, 128, 129, 300, 1_000] {
        for _ in 0..<4 {
          let most = draw.one(of: [1, 19, 127, 128, 255])
          var numbers = (0..<count).map { _ in UInt8(draw.int(0...most)) }
          if count > 0, draw.percent(50) {
            // A single minimum, at any place.
            numbers = numbers.map { max($0, 7) }
            numbers[draw.int(0...count - 1)] = 3
          }
          #expect(
            unsafe plat_least(numbers, count) == numbers.min() ?? 255, "\(form), \(count) numbers")
        }
      }
      for limit in [0, 1, 17, 127, 128, 254, 255] {
        for _ in 0..<10 {
          let choices = [0, 255, limit, max(limit - 1, 0), draw.int(0...255)]
          let numbers = (0..<64).map { _ in UInt8(draw.one(of: choices)) }
          let expected = numbers.indices.reduce(UInt64(0)) {
            numbers[$1] <= limit ? $0 | 1 << UInt64($1) : $0
          }
          #expect(unsafe plat_parted(numbers, UInt8(limit)) == expected, "\(form), limit \(limit)")
        }
      }
    }
  }

  /// Rows that stand alone in a box, over trees of one to three levels, against a check of each
  /// row.
  @Test(arguments: [0, 1, 63, 64, 65, 128, 1_023, 1_025, 5_000]) func rowsAlone(_ rows: Int) throws
  {
    var draw = SeededGenerator(seed: UInt64(rows) + 900)
    var (x, y, place) = ([Int32](), [Int32](), (x: 0, y: 0))
    for _ in 0..<rows {
      place.x = min(max(place.x + draw.int(-9_000_000...9_000_000), -1_800_000_000), 1_800_000_000)
      place.y = min(max(place.y + draw.int(-9_000_000...9_000_000), -900_000_000), 900_000_000)
      x.append(Int32(place.x))
      y.append(Int32(place.y))
    }
    // Long runs that split late, so that whole nodes are skipped.
    var late = false
    var parting = (0..<rows).map { _ -> UInt8 in
      if draw.percent(3) { late.toggle() }
      return UInt8(late ? draw.int(17...19) : draw.int(1...19))
    }
    let blocks = (rows + 63) / 64
    func alone(_ row: Int) -> UInt8 { max(parting[row], row + 1 < rows ? parting[row + 1] : 0) }
    let lows = stride(from: 0, to: rows, by: 64).map { first in
      (first..<min(first + 64, rows)).map(alone).min() ?? 255
    }
    let snapshot = try TestSnapshot.make {
      try $0.add("tree", PackedTree.nodes(longitudes: x, latitudes: y))
      try $0.add("x", x)
      try $0.add("y", y)
    }
    let nodes = try snapshot.column("tree", of: Int32.self)
    let (longitudes, latitudes) = (
      try snapshot.column("x", of: Int32.self), try snapshot.column("y", of: Int32.self)
    )
    let tree = unsafe try PackedTree.view(of: nodes, blocks: blocks, section: "tree", path: "tree")
    let treeLows = PackedTree.lows(lows)
    #expect(treeLows.count == nodes.count / 4)
    let limits = (0..<20).map { UInt8($0) } + [255]
    let expected = limits.map { limit in (0..<rows).filter { alone($0) <= limit } }
    parting += [UInt8](repeating: 0, count: blocks * 64 - rows)
    var numbers = [UInt32](repeating: 0, count: blocks + 1)
    var words = [UInt64](repeating: 0, count: blocks + 1)
    Self.everyForm { form in
      for (limit, rowsAlone) in zip(limits, expected) {
        for box in [Box.world, .empty] + (0..<4).map({ _ in Self.someBox(x, y, &draw) }) {
          let sides = plat_box(west: box.west, south: box.south, east: box.east, north: box.north)
          let found = unsafe withUnsafePointer(to: tree) {
            unsafe plat_alone_search(
              $0, treeLows, limit, sides, longitudes.unsafeBaseAddress, latitudes.unsafeBaseAddress,
              parting, rows,
              &numbers, &words)
          }
          var listed: [Int] = []
          for place in 0..<found {
            let first = Int(numbers[place]) * 64
            for bit in 0..<64 where words[place] >> UInt64(bit) & 1 == 1 {
              listed.append(first + bit)
            }
          }
          let wanted = rowsAlone.filter {
            box.contains(Coordinate(longitude: x[$0], latitude: y[$0]))
          }
          #expect(listed == wanted, "\(form), \(rows) rows, limit \(limit), \(box)")
        }
      }
    }
  }

  private static func someBox(_ x: [Int32], _ y: [Int32], _ draw: inout SeededGenerator) -> Box {
    guard !x.isEmpty else { return .world }
    let (a, b) = (draw.int(0...x.count - 1), draw.int(0...x.count - 1))
    return Box(
      west: min(x[a], x[b]), south: min(y[a], y[b]), east: max(x[a], x[b]), north: max(y[a], y[b]))
  }

  // MARK: Words of all blocks

  @Test func rowsOfWords() {
    Self.everyForm { form in
      var draw = SeededGenerator(seed: 72)
      for seed in 0..<60 {
        let blocks = draw.int(1...40)
        let kind = draw.int(0...4)
        let words = (0..<blocks).map { _ -> UInt64 in
          switch kind {
          case 0: 0
          case 1: .max
          case 2: draw.percent(90) ? 0 : 1 << UInt64(draw.int(0...63))
          default: draw.percent(30) ? 0 : draw.next()
          }
        }
        let set = (0..<blocks * 64).filter { words[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
        for _ in 0..<60 {
          let first =
            draw.one(of: [0, 63, 64, 65, draw.int(0...blocks * 64), blocks * 64 - 1])
            % (blocks * 64 + 1)
          let length = draw.one(of: [0, 1, 63, 64, 65, draw.int(0...blocks * 64), blocks * 64])
          let end = min(first + length, blocks * 64)
          let inside = set.filter { $0 >= first && $0 < end }
          let note: Comment = "\(form), case \(seed), rows \(first)..<\(end)"
          #expect(unsafe plat_rows_count(words, first, end) == UInt64(inside.count), note)
          #expect(unsafe plat_rows_first(words, first, end) == inside.first ?? end, note)
          #expect(unsafe plat_rows_last(words, first, end) == inside.last ?? end, note)
        }
        var missing = [UInt32](repeating: 0, count: blocks * 64)
        let (a, b) = (draw.int(0...blocks * 64), draw.int(0...blocks * 64))
        let count = unsafe plat_bits_missing(words, min(a, b), max(a, b), &missing)
        let unset = (min(a, b)..<max(a, b)).filter { words[$0 / 64] >> UInt64($0 % 64) & 1 == 0 }
        #expect(missing.prefix(count).map { Int($0) } == unset, "\(form), case \(seed)")
      }
    }
  }

  @Test func bits() {
    var words: [UInt64] = [0, 0, 0]
    let places = [0, 1, 63, 64, 100, 127, 191]
    for place in places {
      #expect(unsafe plat_bit_get(words, place) == 0)
      words[place / 64] |= 1 << UInt64(place % 64)
    }
    #expect((0..<192).filter { unsafe plat_bit_get(words, $0) != 0 } == places)
  }
}
