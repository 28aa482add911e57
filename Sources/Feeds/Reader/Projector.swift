internal import Geometry

/// Turns positions in a projected reference system into degrees.
struct Projector {
  let name: String

  init(named name: String) throws(FeedError) {
    self.name = name
  }

  /// The place on WGS 84 of an easting and a northing, or nil where there is none.
  func degrees(x: Double, y: Double) -> (longitude: Double, latitude: Double)? { nil }

  /// What to say of a position that has no place.
  func drop(x: String, y: String) -> RecordComposer.Drop {
    RecordComposer.Drop(
      field: "latitude, longitude", reason: .notProjectable, value: "\(y), \(x)",
      expected: "latitude (northing) and longitude (easting) in \(name)")
  }
}
