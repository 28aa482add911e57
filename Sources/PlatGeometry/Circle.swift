internal import PlatCommon
internal import PlatKernels

/// All positions within a WGS 84 distance of a centre, including the border.
///
/// Every answer equals that of ``Geodesic/distance(from:to:)``, which is only called if certified
/// bounds do not decide: within some micrometres of the border for radii up to 100 km, within 0.4 %
/// of it for radii of many hundred kilometres and around the poles.
public struct Circle: Sendable {
  private let bounds: Prepared<plat_circle>
  /// The centre.
  public let center: Coordinate
  /// The radius in metres.
  public let radiusMeters: Double

  /// The maximum radius in metres: a little more than half the way around the globe.
  public static let greatestRadius = 20_100_000.0

  /// Makes a circle.
  ///
  /// - Parameters:
  /// - center: The centre; with a radius of 0 it is the only position in the circle.
  ///   - radiusMeters: The radius in metres, from 0 to ``greatestRadius``.
  /// - Throws: ``CircleError`` if the radius is invalid.
  /// - Complexity: About half a microsecond.
  public init(center: Coordinate, radiusMeters: Double) throws(CircleError) {
    guard radiusMeters >= 0, radiusMeters <= Self.greatestRadius else {
      throw CircleError(radiusMeters: radiusMeters)
    }
    self.center = center
    self.radiusMeters = radiusMeters
    unsafe bounds = Prepared(plat_circle()) {
      unsafe plat_circle_make($0, center.longitude, center.latitude, radiusMeters)
    }
  }

  /// Whether a position lies in the circle or on its border.
  ///
  /// - Complexity: About 15 ns; 0.7 µs more near the border.
  public func contains(_ position: Coordinate) -> Bool {
    let side = side(of: position)
    return side == 0 ? Geodesic.distance(from: center, to: position) <= radiusMeters : side > 0
  }

  /// 1 if a position certainly lies in the circle, -1 if it certainly does not, else 0.
  private func side(of position: Coordinate) -> Int32 {
    unsafe plat_circle_side(bounds.address, position.longitude, position.latitude)
  }

  /// Clears the bits of the rows outside the circle.
  ///
  /// - Parameters:
  ///   - longitudes: The column of longitudes, whole blocks of 64 rows.
  ///   - latitudes: The column of latitudes, of the same length.
  ///   - blocks: The blocks to test; block `b` is the rows `64 * b` to `64 * b + 63`. A block
  ///     beyond the columns has no rows.
  ///   - words: For each block the rows that are still wanted, row `64 * b` in the lowest bit; at
  ///     least as many as blocks.
  /// - Complexity: About 35 ns a block in the caches for radii up to about 800 km; 0 for a block
  ///   whose word is 0.
  public func words(
    longitudes: Span<Int32>, latitudes: Span<Int32>, blocks: Span<UInt32>,
    words: inout MutableSpan<UInt64>
  ) {
    precondition(words.count >= blocks.count, "each block needs its word")
    let columnBlocks = min(longitudes.count, latitudes.count) / 64
    let chunk = 64
    unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: chunk) { unsure in
      var start = 0
      while start < blocks.count {
        let count = min(chunk, blocks.count - start)
        let anyUnsure = unsafe longitudes.withUnsafeBufferPointer { longitudes in
          unsafe latitudes.withUnsafeBufferPointer { latitudes in
            unsafe blocks.extracting(start..<start + count).withUnsafeBufferPointer { blocks in
              unsafe words.withUnsafeMutableBufferPointer { words in
                unsafe plat_circle_words(
                  bounds.address, longitudes.baseAddress, latitudes.baseAddress, columnBlocks,
                  blocks.baseAddress,
                  words.baseAddress?.advanced(by: start), unsure.baseAddress, count)
              }
            }
          }
        }
        if anyUnsure != 0 {
          for i in 0..<count where unsafe unsure[i] != 0 {
            let outside = unsafe rowsOutside(
              unsure[i], longitudes: longitudes, latitudes: latitudes, block: blocks[start + i])
            words[start + i] &= ~outside
          }
        }
        start += count
      }
    }
  }

  /// The rows, among some rows of a block, that `Geodesic` finds outside the circle.
  private func rowsOutside(
    _ rows: UInt64, longitudes: Span<Int32>, latitudes: Span<Int32>, block: UInt32
  ) -> UInt64 {
    var outside: UInt64 = 0
    var rest = rows
    while rest != 0 {
      let row = rest.trailingZeroBitCount
      rest &= rest &- 1
      let position = Coordinate(
        longitude: longitudes[Int(block) * 64 + row], latitude: latitudes[Int(block) * 64 + row])
      if Geodesic.distance(from: center, to: position) > radiusMeters {
        outside |= 1 << UInt64(row)
      }
    }
    return outside
  }

  /// The relation of the circle to a box: `inside` and `outside` are certain; `crosses` means
  /// that neither is.
  ///
  /// An empty box is outside.
  ///
  /// - Complexity: About 15 ns for a box outside, 30 to 60 ns for others.
  public func relation(to box: Box) -> Relation {
    if box.isEmpty { return .outside }
    let nearest = unsafe plat_circle_lower_bound(
      bounds.address, box.west, box.south, box.east, box.north)
    if nearest > radiusMeters { return .outside }
    return surrounds(box) ? .inside : .crosses
  }

  /// Whether all positions of a box certainly lie in the circle.
  ///
  /// At one latitude the distance from the centre grows with the difference of longitude, and a
  /// strongly convex disc (any disc smaller than a quarter of the globe's circumference) that
  /// contains two positions of a meridian contains those between them. So the corners decide,
  /// unless the box crosses the meridian opposite the centre.
  private func surrounds(_ box: Box) -> Bool {
    if radiusMeters >= Geodesic.greatestDistance { return true }
    guard radiusMeters <= 9_900_000 else { return false }
    let halfTurn = 1_800_000_000
    let west = Int(box.west) - Int(center.longitude)
    let east = Int(box.east) - Int(center.longitude)
    let turns = west > halfTurn ? -2 * halfTurn : east < -halfTurn ? 2 * halfTurn : 0
    guard west + turns >= -halfTurn, east + turns <= halfTurn else { return false }
    return side(of: Coordinate(longitude: box.west, latitude: box.south)) > 0
      && side(of: Coordinate(longitude: box.east, latitude: box.north)) > 0
      && side(of: Coordinate(longitude: box.west, latitude: box.north)) > 0
      && side(of: Coordinate(longitude: box.east, latitude: box.south)) > 0
  }

  /// One box that contains the circle, or two if it crosses the antimeridian.
  ///
  /// They are at most 0.4 % wider than needed; a circle that contains a pole spans all longitudes.
  public var boundingBoxes: [Box] {
    let stepsPerRadian = 180 / Double.pi * Coordinate.stepsPerDegree
    let latitude = Double(center.latitude) / stepsPerRadian
    // The meridian curves most at the equator: first with that curvature, then with the one at the
    // lowest latitude reached.
    let semiMajor = 6_378_137.0
    let eccentricity2 = 0.006_694_379_990_141_3
    let farthest = radiusMeters / (semiMajor * (1 - eccentricity2))
    let sine = sin(max(0, abs(latitude) - farthest))
    let curvature = 1 - eccentricity2 * sine * sine
    let up = farthest * curvature * curvature.squareRoot() * stepsPerRadian * (1 + 1e-9) + 2
    let south = Double(center.latitude) - up
    let north = Double(center.latitude) + up
    let world = Box.world
    let southSide = Int32(max(south, Double(world.south)).rounded(.down))
    let northSide = Int32(min(north, Double(world.north)).rounded(.up))
    // As on the sphere of the minor semiaxis, in reduced latitudes, where every distance is
    // shorter.
    let angle = radiusMeters / (semiMajor * (1 - 1 / 298.257_223_563))
    let ratio = angle < .pi / 2 ? sin(angle) / bounds[\.centre.cosine] : 2
    guard ratio < 1, south > Double(world.south), north < Double(world.north) else {
      return [Box(west: world.west, south: southSide, east: world.east, north: northSide)]
    }
    let across = Int((asin(ratio) * stepsPerRadian * (1 + 1e-9)).rounded(.up)) + 2
    let turn = 3_600_000_000
    var west = Int(center.longitude) - across
    var east = Int(center.longitude) + across
    if west < Int(world.west) { west += turn }
    if east > Int(world.east) { east -= turn }
    return Box.spanning(west: Int32(west), south: southSide, east: Int32(east), north: northSide)
  }
}

/// Why a circle is invalid: its radius is not a number of metres from 0 to
/// ``Circle/greatestRadius``.
public struct CircleError: Error, Equatable, CustomStringConvertible {
  /// The invalid radius, in metres.
  public let radiusMeters: Double

  /// The error message.
  public var description: String {
    """
    radius of \(radiusMeters) m: expected a number of metres from 0 to \
    \(Int(Circle.greatestRadius))
    """
  }
}

extension Circle: Hashable {
  /// Whether two circles have the same centre and radius.
  public static func == (a: Circle, b: Circle) -> Bool {
    a.center == b.center && a.radiusMeters == b.radiusMeters
  }

  /// Hashes centre and radius.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(center)
    hasher.combine(radiusMeters)
  }
}
