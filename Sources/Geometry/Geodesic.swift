internal import CPROJ

/// Distances on the WGS 84 ellipsoid.
public enum Geodesic {
  /// The ellipsoid as `geod_inverse` wants it: made once, never changed, never freed.
  nonisolated(unsafe) private static let ellipsoid: UnsafePointer<geod_geodesic> = {
    let made = UnsafeMutablePointer<geod_geodesic>.allocate(capacity: 1)
    unsafe made.initialize(to: geod_geodesic())
    unsafe geod_init(made, 6_378_137, 1 / 298.257_223_563)
    return unsafe UnsafePointer(made)
  }()

  /// The length in metres of the shortest path between two positions.
  ///
  /// This is what every other distance of this module is measured against. Source: C. F. F. Karney, Algorithms for
  /// geodesics, J. Geodesy 87 (2013), as PROJ's `geod_inverse`; off by less than 15 nm.
  ///
  /// - Complexity: About 0.7 µs. For many positions around one, ``Center`` is some 300 times faster.
  public static func distance(from: Coordinate, to: Coordinate) -> Double {
    var distance = 0.0
    unsafe geod_inverse(
      ellipsoid, from.latitudeDegrees, from.longitudeDegrees, to.latitudeDegrees, to.longitudeDegrees, &distance, nil,
      nil)
    return distance
  }

  /// No two positions of the ellipsoid are farther apart than this: half a meridian, in metres.
  public static let greatestDistance = 20_003_932.0
}
