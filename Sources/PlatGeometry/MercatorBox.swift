internal import PlatCommon

/// A position in the Web Mercator square, in units of 2^-32 of its side: x grows east and y grows
/// south.
///
/// A unit is 9 mm at the equator, so two different positions of the ``Coordinate`` grid are two
/// different points between the 85th parallels. The eastern and the southern edge of the square are
/// the last unit.
public struct MercatorPoint: Equatable, Hashable, Sendable {
  /// Units from the antimeridian eastward.
  public var x: UInt32
  /// Units from the northern edge southward.
  public var y: UInt32

  /// Makes a point from its coordinates.
  @inlinable
  public init(x: UInt32, y: UInt32) {
    self.x = x
    self.y = y
  }

  /// The nearest point to a position in the unit square; positions outside are moved to the edge.
  public init(x: Double, y: Double) {
    self.init(x: Self.fixed(x), y: Self.fixed(y))
  }

  /// The point of a position.
  ///
  /// - Complexity: O(1): a sine and a logarithm.
  public init(_ position: Coordinate) {
    self.init(
      longitude: position.longitude,
      mercatorY: Mercator.y(latitudeDegrees: position.latitudeDegrees))
  }

  /// The point of a longitude in steps of 1e-7 degree and a y of the unit square.
  public init(longitude: Int32, mercatorY: Double) {
    self.init(x: Self.x(longitude), y: Self.fixed(mercatorY))
  }

  /// The ratio of a length on the ground near the point to the same map length at the equator: the
  /// cosine of its latitude.
  public var groundScale: Double {
    let turn = (1 - Double(y) / 2_147_483_648) * .pi
    return 2 / (exp(turn) + exp(-turn))
  }

  /// The x of a longitude in steps of 1e-7 degree, rounded half up.
  @inlinable
  static func x(_ longitude: Int32) -> UInt32 {
    // 3.6e9 steps times 2^32 is less than 2^64.
    let steps = UInt64(max(0, Int64(longitude) + 1_800_000_000))
    guard steps < 3_600_000_000 else { return .max }
    return UInt32(
      truncatingIfNeeded: min((steps << 32 + 1_800_000_000) / 3_600_000_000, UInt64(UInt32.max)))
  }

  private static func fixed(_ value: Double) -> UInt32 {
    UInt32(min(max((value * 0x1p32).rounded(), 0), 0x1p32 - 1))
  }

  /// The longitude in degrees.
  public var longitudeDegrees: Double { Mercator.longitudeDegrees(x: Double(x) * 0x1p-32) }

  /// The latitude in degrees.
  public var latitudeDegrees: Double { Mercator.latitudeDegrees(y: Double(y) * 0x1p-32) }
}

/// A closed box of the Web Mercator square, in units of 2^-32 of its side.
public struct MercatorBox: Equatable, Hashable, Sendable {
  /// The minimum x.
  public var west: UInt32
  /// The minimum y.
  public var north: UInt32
  /// The maximum x.
  public var east: UInt32
  /// The maximum y.
  public var south: UInt32

  /// Makes a box from its sides; with `west > east` or `north > south` it is empty.
  public init(west: UInt32, north: UInt32, east: UInt32, south: UInt32) {
    self.west = west
    self.north = north
    self.east = east
    self.south = south
  }

  /// The box around a box of longitudes and latitudes, to the nearest unit.
  public init(_ box: Box) {
    let northWest = MercatorPoint(Coordinate(longitude: box.west, latitude: box.north))
    let southEast = MercatorPoint(Coordinate(longitude: box.east, latitude: box.south))
    self.init(west: northWest.x, north: northWest.y, east: southEast.x, south: southEast.y)
  }

  /// Whether a point lies in the box or on its border.
  @inlinable
  public func contains(_ point: MercatorPoint) -> Bool {
    point.x >= west && point.x <= east && point.y >= north && point.y <= south
  }

  /// The point of the box that is nearest to a point.
  @inlinable
  public func nearest(to point: MercatorPoint) -> MercatorPoint {
    MercatorPoint(x: min(max(point.x, west), east), y: min(max(point.y, north), south))
  }

  /// The box, larger by a number of units on each side, cut off at the edges of the square.
  public func grown(by units: UInt32) -> MercatorBox {
    func less(_ side: UInt32) -> UInt32 { side > units ? side - units : 0 }
    func more(_ side: UInt32) -> UInt32 { side < UInt32.max - units ? side + units : .max }
    return MercatorBox(west: less(west), north: less(north), east: more(east), south: more(south))
  }

  /// A box of longitudes and latitudes that contains every position whose point lies in this one.
  public var bounds: Box {
    // A step of 1e-7 degree is more than a unit, and rounding moves a point by half a unit.
    func step(_ degrees: Double, _ limit: Int32, _ direction: Int32) -> Int32 {
      let steps = (degrees * 1e7).rounded() + Double(direction) * 2
      return Int32(max(-Double(limit), min(steps, Double(limit))))
    }
    func longitude(_ x: UInt32, _ direction: Int32) -> Int32 {
      step(MercatorPoint(x: x, y: 0).longitudeDegrees, 1_800_000_000, direction)
    }
    func latitude(_ y: UInt32, _ direction: Int32) -> Int32 {
      // The edges of the square include everything beyond the 85th parallels.
      if y == 0, direction > 0 { return 900_000_000 }
      if y == .max, direction < 0 { return -900_000_000 }
      return step(MercatorPoint(x: 0, y: y).latitudeDegrees, 900_000_000, direction)
    }
    return Box(
      west: longitude(west, -1), south: latitude(south, -1), east: longitude(east, 1),
      north: latitude(north, 1))
  }
}
