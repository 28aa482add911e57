internal import PlatGeometry

/// A listing's codes in the columns of cities, states and subdivisions; 0 for a missing name.
package struct PlaceCodes: Hashable, Sendable {
  /// The code of the city.
  package var city: UInt32
  /// The code of the state.
  package var state: UInt32
  /// The code of the subdivision.
  package var subdivision: UInt32

  /// Takes the codes of one listing.
  package init(city: UInt32, state: UInt32, subdivision: UInt32 = 0) {
    self.city = city
    self.state = state
    self.subdivision = subdivision
  }

  /// The codes without the subdivision.
  var ofCity: PlaceCodes { PlaceCodes(city: city, state: state) }
}

/// The number of a place's listings, and their positions.
///
/// The sums are integers, so the order of listings does not change them.
struct PlaceTally {
  private(set) var count = 0
  private(set) var active = 0
  private var located = 0
  private var longitudes: Int64 = 0
  private var latitudes: Int64 = 0
  private var sides = Box.empty

  /// Counts a listing.
  @inline(__always)
  mutating func add(isActive: Bool) {
    count += 1
    if isActive { active += 1 }
  }

  /// Adds the position of a counted listing.
  @inline(__always)
  mutating func add(_ longitude: Int32, _ latitude: Int32) {
    located += 1
    longitudes += Int64(longitude)
    latitudes += Int64(latitude)
    sides.west = min(sides.west, longitude)
    sides.south = min(sides.south, latitude)
    sides.east = max(sides.east, longitude)
    sides.north = max(sides.north, latitude)
  }

  /// Adds the listings of another place.
  mutating func add(_ other: PlaceTally) {
    count += other.count
    active += other.active
    located += other.located
    longitudes += other.longitudes
    latitudes += other.latitudes
    sides.west = min(sides.west, other.sides.west)
    sides.south = min(sides.south, other.sides.south)
    sides.east = max(sides.east, other.sides.east)
    sides.north = max(sides.north, other.sides.north)
  }

  /// The box around the positions; nil if no listing has one.
  var box: Box? { located > 0 ? sides : nil }

  /// The middle of the positions.
  var middle: Coordinate? {
    guard located > 0 else { return nil }
    return Coordinate(
      longitude: Int32((Double(longitudes) / Double(located)).rounded()),
      latitude: Int32((Double(latitudes) / Double(located)).rounded()))
  }
}
