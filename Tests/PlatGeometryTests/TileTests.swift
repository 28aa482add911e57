import Foundation
import PlatTestSupport
import Testing

@testable import PlatGeometry

/// Points of the Mercator square in 2^-32, boxes of them, and tiles, against plain arithmetic.
@Suite(.timeLimit(.minutes(30))) struct TileTests {
  // MARK: Points

  @Test func pointsOfPositions() {
    var draw = SeededGenerator(seed: 81)
    for number in 0..<3_000 {
      let position = Coordinate(
        longitude: Int32(draw.int(-1_800_000_000...1_800_000_000)),
        latitude: Int32(draw.int(-850_000_000...850_000_000)))
      let point = MercatorPoint(position)
      // Exactly the nearest unit along x: a whole number of 2^32 / 3.6e9.
      let (whole, rest) = (UInt64(Int64(position.longitude) + 1_800_000_000) << 32)
        .quotientAndRemainder(
          dividingBy: 3_600_000_000)
      let x = min(whole + (rest * 2 >= 3_600_000_000 ? 1 : 0), UInt64(UInt32.max))
      #expect(UInt64(point.x) == x, "case \(number)")
      let radians = position.latitudeDegrees * .pi / 180
      let y = (0.5 - asinh(tan(radians)) / (2 * .pi)) * 0x1p32
      #expect(abs(Double(point.y) - y) <= 0.51, "case \(number), \(position)")
      // And back, with an error below half a unit.
      #expect(
        abs(point.longitudeDegrees - position.longitudeDegrees) <= 360 * 0x1p-32 * 0.501
          || x == UInt64(UInt32.max))
      #expect(abs(point.latitudeDegrees - position.latitudeDegrees) <= 360 * 0x1p-32 * 0.51)
    }
    for (longitude, latitude, x, y) in [
      (Int32(-1_800_000_000), Int32(900_000_000), UInt32(0), UInt32(0)),
      (1_800_000_000, -900_000_000, .max, .max),
      (0, 0, 1 << 31, 1 << 31),
    ] {
      #expect(
        MercatorPoint(Coordinate(longitude: longitude, latitude: latitude))
          == MercatorPoint(x: x, y: y))
    }
    // Invalid positions, as in a damaged file, give some point.
    for steps in [Int32.min, .max] {
      _ = MercatorPoint(Coordinate(longitude: steps, latitude: steps))
    }
    #expect(MercatorPoint(x: -.infinity, y: .infinity) == MercatorPoint(x: UInt32(0), y: .max))
  }

  // MARK: Boxes

  @Test func boxesHoldThePointsBetweenTheirSides() {
    var draw = SeededGenerator(seed: 82)
    for number in 0..<2_000 {
      let edge: [UInt32] = [0, 1, .max, .max - 1, 1 << 31]
      func side() -> UInt32 {
        draw.percent(20) ? draw.one(of: edge) : UInt32.random(in: 0 ... .max, using: &draw)
      }
      let (a, b, c, d) = (side(), side(), side(), side())
      let box = MercatorBox(west: min(a, b), north: min(c, d), east: max(a, b), south: max(c, d))
      let point = MercatorPoint(x: side(), y: side())
      let isInside =
        (box.west...box.east).contains(point.x) && (box.north...box.south).contains(point.y)
      #expect(box.contains(point) == isInside, "case \(number)")
      let units = draw.percent(30) ? draw.one(of: edge) : UInt32(draw.int(0...1_000_000))
      let grown = box.grown(by: units)
      func cut(_ value: Int64) -> UInt32 { UInt32(min(max(value, 0), Int64(UInt32.max))) }
      #expect(
        grown.west == cut(Int64(box.west) - Int64(units))
          && grown.north == cut(Int64(box.north) - Int64(units)))
      #expect(
        grown.east == cut(Int64(box.east) + Int64(units))
          && grown.south == cut(Int64(box.south) + Int64(units)))
    }
    #expect(
      !MercatorBox(west: 5, north: 0, east: 4, south: 9).contains(MercatorPoint(x: UInt32(4), y: 4))
    )
  }

  /// Every position whose point lies in a box lies in its bounds, and the bounds are at most a few
  /// steps too large.
  @Test func bounds() {
    var draw = SeededGenerator(seed: 83)
    for number in 0..<3_000 {
      let position = Coordinate(
        longitude: draw.percent(10)
          ? draw.one(of: [-1_800_000_000, 1_800_000_000])
          : Int32(draw.int(-1_800_000_000...1_800_000_000)),
        latitude: draw.percent(10)
          ? draw.one(of: [-900_000_000, 900_000_000]) : Int32(draw.int(-900_000_000...900_000_000)))
      let point = MercatorPoint(position)
      let reach = UInt32(draw.one(of: [0, 1, 1_000, 1 << 20]))
      // Boxes with the point in each corner.
      let box = MercatorBox(west: point.x, north: point.y, east: point.x, south: point.y)
      for corner in [
        box, box.grown(by: reach),
        MercatorBox(west: point.x, north: point.y, east: .max, south: .max),
        MercatorBox(west: 0, north: 0, east: point.x, south: point.y),
      ] {
        #expect(
          corner.contains(point) && corner.bounds.contains(position),
          "case \(number), \(position), \(corner)")
      }
      let far = Coordinate(
        longitude: position.longitude > 0 ? position.longitude - 20 : position.longitude + 20,
        latitude: position.latitude)
      if abs(position.longitude) < 1_799_999_000 {
        #expect(!box.bounds.contains(far), "case \(number)")
      }
    }
  }

  // MARK: Tiles

  @Test func whichTilesThereAre() {
    for (z, x, y) in [
      (-1, 0, 0), (0, 1, 0), (0, 0, 1), (3, 8, 0), (3, 0, -1), (Tile.zoomLimit + 1, 0, 0),
      (.max, 0, 0),
      (2, .max, .min),
    ] {
      #expect(Tile(z: z, x: x, y: y) == nil)
    }
    #expect(Tile(z: 25, x: 1 << 25 - 1, y: 1 << 25 - 1) != nil && Tile(z: 0, x: 0, y: 0) != nil)
    #expect(Tile(z: 26, at: MercatorPoint(x: UInt32(0), y: 0)) == nil)
    #expect(Tile(z: -1, at: MercatorPoint(x: UInt32(0), y: 0)) == nil)
  }

  @Test func tilesOfPoints() throws {
    var draw = SeededGenerator(seed: 84)
    for number in 0..<2_000 {
      let z = draw.int(0...24)
      let side = UInt64(1) << UInt64(32 - z)
      func coordinate() -> UInt32 {
        let border = UInt64(draw.int(0...(1 << z))) * side
        let near = Int64(border) + Int64(draw.int(-2...2))
        return draw.percent(50)
          ? UInt32(clamping: near) : UInt32.random(in: 0 ... .max, using: &draw)
      }
      let point = MercatorPoint(x: coordinate(), y: coordinate())
      let tile = try #require(Tile(z: z, at: point))
      #expect(
        UInt64(tile.x) == UInt64(point.x) / side && UInt64(tile.y) == UInt64(point.y) / side,
        "case \(number)")

      // A pixel of exactly one tile, its own or, by rounding, the next one; the southern edge of
      // the world is in the last one.
      let bits = draw.one(of: [8, 9, 12])
      let extent = Int32(1) << Int32(bits)
      var inside = 0
      for x in tile.x - 1...tile.x + 1 {
        for y in tile.y - 1...tile.y + 1 {
          // Across the antimeridian; at zoom 0 the tile itself once more.
          let last = 1 << z - 1
          let (column, shift): (Int, Int64) =
            x < 0 ? (last, 1 << 32) : x > last ? (0, -1 << 32) : (x, 0)
          guard let other = Tile(z: z, x: column, y: y) else { continue }
          let pixel = other.pixel(point, shift: shift, bits: bits)
          if pixel.x >= 0, pixel.x < extent, pixel.y >= 0, pixel.y < extent { inside += 1 }
          let scale = Double(extent) / Double(side)
          let exact = (Double(Int64(point.x) + shift) - Double(column) * Double(side)) * scale
          #expect(abs(Double(pixel.x) - exact) <= 0.5, "case \(number)")
        }
      }
      #expect(inside == 1, "case \(number): \(point) at zoom \(z) is in \(inside) tiles")
    }
  }

  @Test func partsOfTiles() throws {
    let world = Int64(1) << 32
    var draw = SeededGenerator(seed: 85)
    for number in 0..<1_500 {
      let z = draw.int(0...24)
      let last = 1 << z - 1
      let tile = try #require(
        Tile(
          z: z, x: draw.one(of: [0, last, draw.int(0...last)]),
          y: draw.one(of: [0, last, draw.int(0...last)])))
      let buffers: [Double] = [0, 1 / 4096, 40 / 512, 1, 3, 1e9, -1]
      let buffer = draw.one(of: buffers)
      let parts = tile.parts(buffer: buffer)
      let side = world >> Int64(z)
      let margin = Int64(min(max(buffer, 0) * Double(side), Double(world)))
      #expect(
        parts.count == 1 + (margin > 0 && tile.x == 0 ? 1 : 0)
          + (margin > 0 && tile.x == last ? 1 : 0))
      for _ in 0..<10 {
        let near = [
          Int64(tile.x) * side - margin, Int64(tile.x + 1) * side + margin, 0, world - 1, margin,
          world - margin,
        ]
        let x = UInt32(
          clamping: draw.percent(70)
            ? draw.one(of: near) + Int64(draw.int(-1...1)) : Int64(draw.int(0...Int(world - 1))))
        let y = UInt32(clamping: Int64(tile.y) * side + Int64(draw.int(0...Int(side - 1))))
        let shown = parts.filter { $0.box.contains(MercatorPoint(x: x, y: y)) }.map(\.shift)
          .sorted()
        var expected: [Int64] = []
        let (west, east) = (Int64(tile.x) * side - margin, Int64(tile.x + 1) * side + margin)
        if tile.x == 0, margin > 0, Int64(x) >= world - margin { expected.append(-world) }
        if Int64(x) >= west, Int64(x) <= east { expected.append(0) }
        if tile.x == last, margin > 0, Int64(x) <= margin { expected.append(world) }
        #expect(shown == expected, "case \(number): \(tile), buffer \(buffer), x \(x)")
      }
    }
  }
}
