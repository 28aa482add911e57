/// A closed box of longitudes and latitudes on the grid of ``Coordinate``, including its border.
///
/// A box never crosses the antimeridian; ``Box/spanning(west:south:east:north:)`` splits one that
/// does into two. An empty box has `west > east` or `south > north`.
public struct Box: Equatable, Hashable, Sendable {
  /// The minimum longitude, in steps of 1e-7 degree.
  public var west: Int32
  /// The minimum latitude, in steps of 1e-7 degree.
  public var south: Int32
  /// The maximum longitude, in steps of 1e-7 degree.
  public var east: Int32
  /// The maximum latitude, in steps of 1e-7 degree.
  public var north: Int32

  /// Makes a box from its four sides, in steps of 1e-7 degree.
  @inlinable
  public init(west: Int32, south: Int32, east: Int32, north: Int32) {
    self.west = west
    self.south = south
    self.east = east
    self.north = north
  }

  /// The whole globe.
  public static let world = Box(
    west: -1_800_000_000, south: -900_000_000, east: 1_800_000_000, north: 900_000_000)

  /// An empty box; ``expand(_:)-(Coordinate)`` makes it contain its first position.
  public static let empty = Box(west: .max, south: .max, east: .min, north: .min)

  /// Whether the box holds no position.
  @inlinable
  public var isEmpty: Bool { west > east || south > north }

  /// Whether a position lies in the box or on its border.
  @inlinable
  public func contains(_ position: Coordinate) -> Bool {
    position.longitude >= west && position.longitude <= east && position.latitude >= south
      && position.latitude <= north
  }

  /// Whether another box lies entirely in this one; an empty box lies in none.
  @inlinable
  public func contains(_ other: Box) -> Bool {
    !other.isEmpty && other.west >= west && other.east <= east && other.south >= south
      && other.north <= north
  }

  /// Whether the two boxes share a position.
  @inlinable
  public func intersects(_ other: Box) -> Bool {
    other.west <= east && other.east >= west && other.south <= north && other.north >= south
      && !isEmpty
      && !other.isEmpty
  }

  /// The intersection of two boxes; empty if they are disjoint.
  @inlinable
  public func intersection(_ other: Box) -> Box {
    Box(
      west: max(west, other.west), south: max(south, other.south), east: min(east, other.east),
      north: min(north, other.north))
  }

  /// Grows the box to include a position.
  @inlinable
  public mutating func expand(_ position: Coordinate) {
    west = min(west, position.longitude)
    east = max(east, position.longitude)
    south = min(south, position.latitude)
    north = max(north, position.latitude)
  }

  /// Grows the box to include another box.
  @inlinable
  public mutating func expand(_ other: Box) {
    west = min(west, other.west)
    south = min(south, other.south)
    east = max(east, other.east)
    north = max(north, other.north)
  }

  /// The one or two boxes with given sides, where `west > east` means that the box crosses the
  /// antimeridian.
  ///
  /// This is the rule of RFC 7946, section 5.2. If south is above north, there is no box.
  public static func spanning(west: Int32, south: Int32, east: Int32, north: Int32) -> [Box] {
    guard south <= north else { return [] }
    if west <= east { return [Box(west: west, south: south, east: east, north: north)] }
    return [
      Box(west: west, south: south, east: world.east, north: north),
      Box(west: world.west, south: south, east: east, north: north),
    ]
  }
}

/// The relation of a region to a box: the three answers of a tree walk.
public enum Relation: Sendable {
  /// Every position of the box is in the region: its rows need no test.
  case inside
  /// No position of the box is in the region.
  case outside
  /// Neither is certain: the rows of the box must be tested.
  case crosses
}
