/// A WGS 84 position on the engine's grid: whole multiples of 1e-7 degree.
///
/// One step is 11 mm at the equator, finer than any listing's position; a longitude of ±180° fits
/// an `Int32`. Two positions are equal if their steps are equal, so border cases never depend on
/// rounding twice.
public struct Coordinate: Equatable, Hashable, Sendable {
  /// Degrees east of Greenwich times 10,000,000, from -1,800,000,000 to 1,800,000,000.
  public var longitude: Int32
  /// Degrees north of the equator times 10,000,000, from -900,000,000 to 900,000,000.
  public var latitude: Int32

  /// Steps of the grid in one degree.
  public static let stepsPerDegree = 10_000_000.0

  /// Makes a position from steps of 1e-7 degree.
  @inlinable
  public init(longitude: Int32, latitude: Int32) {
    self.longitude = longitude
    self.latitude = latitude
  }

  /// Makes the nearest position of the grid, or nil if the degrees are not on the globe or not
  /// finite.
  ///
  /// - Parameters:
  ///   - latitudeDegrees: From -90 to 90.
  ///   - longitudeDegrees: From -180 to 180.
  @inlinable
  public init?(latitudeDegrees: Double, longitudeDegrees: Double) {
    guard abs(latitudeDegrees) <= 90, abs(longitudeDegrees) <= 180 else { return nil }
    longitude = Int32((longitudeDegrees * Self.stepsPerDegree).rounded())
    latitude = Int32((latitudeDegrees * Self.stepsPerDegree).rounded())
  }

  /// Makes the nearest position of the grid.
  ///
  ///     let center = try Coordinate(latitude: 33.8303, longitude: -116.5453)
  ///
  /// - Parameters:
  ///   - latitude: Degrees north of the equator, from -90 to 90.
  ///   - longitude: Degrees east of Greenwich, from -180 to 180.
  /// - Throws: ``CoordinateError`` if the degrees are not on the globe or not finite.
  public init(latitude: Double, longitude: Double) throws(CoordinateError) {
    guard let position = Coordinate(latitudeDegrees: latitude, longitudeDegrees: longitude) else {
      throw CoordinateError(latitude: latitude, longitude: longitude)
    }
    self = position
  }

  /// Degrees east of Greenwich: the double nearest to the position's decimal number.
  @inlinable
  public var longitudeDegrees: Double { Double(longitude) / Self.stepsPerDegree }

  /// Degrees north of the equator: the double nearest to the position's decimal number.
  @inlinable
  public var latitudeDegrees: Double { Double(latitude) / Self.stepsPerDegree }
}

/// The error for degrees that are not a position on the globe.
public struct CoordinateError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The latitude given, in degrees.
  public let latitude: Double
  /// The longitude given, in degrees.
  public let longitude: Double

  /// The error message, with the valid range.
  public var description: String {
    """
    latitude \(latitude), longitude \(longitude) is not on the globe: expected a latitude from \
    -90 to 90 and a longitude from -180 to 180 degrees
    """
  }
}
