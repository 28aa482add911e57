internal import PlatGeometry

/// Turns positions in a projected reference system into degrees.
struct Projector: ~Copyable {
  private var projection: Projection

  /// Finds the system of an option.
  init(named name: String) throws(FeedError) {
    do throws(ProjectionError) {
      projection = try Projection(epsg: name)
    } catch {
      throw .badOption(option: "--crs \(name)", reason: "\(error).")
    }
  }

  /// The place on WGS 84 of an easting and a northing, or nil where the system cannot place them.
  mutating func place(x: Double, y: Double) -> Coordinate? { try? projection.position(x: x, y: y) }

  /// What to say of a position that has no place.
  func drop(x: String, y: String) -> RecordComposer.Drop {
    RecordComposer.Drop(
      field: "latitude", reason: .notProjectable, value: "\(y), \(x)",
      expected: "Expected latitude (northing) and longitude (easting) in \(projection.code).")
  }
}
