internal import PlatGeometry

/// Converts positions of a projected reference system to degrees.
struct Projector: ~Copyable {
  private var projection: Projection

  /// Finds the reference system of an option.
  init(named name: String) throws(FeedError) {
    do throws(ProjectionError) {
      projection = try Projection(epsg: name)
    } catch {
      throw .badOption(option: "--crs \(name)", reason: "\(error).")
    }
  }

  /// The WGS 84 position of an easting and a northing, or nil if the system cannot convert them.
  mutating func place(x: Double, y: Double) -> Coordinate? { try? projection.position(x: x, y: y) }

  /// The report for a position that cannot be converted.
  func drop(x: String, y: String) -> RecordComposer.Drop {
    RecordComposer.Drop(
      field: "latitude", reason: .notProjectable, value: "\(y), \(x)",
      expected: "Expected latitude (northing) and longitude (easting) in \(projection.code).")
  }
}
