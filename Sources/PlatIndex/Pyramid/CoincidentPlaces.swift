public import PlatGeometry

/// The rule for listings at one place, which no zoom separates.
public enum CoincidentPlaces {
  /// The maximum diagonal of the box around them, in metres.
  ///
  /// Geocoders and deliberate jitter spread the homes of one building over some centimetres.
  public static let meters = 1.0

  /// The maximum side of a box of a metre, in units of 2^-32 of the Mercator square.
  package static let mostUnits: UInt32 = 1_300

  /// Whether the corners of a box are at most that far apart.
  ///
  /// - Parameters:
  ///   - x: The width of the box in units of 2^-32 of the Mercator square.
  /// - y: Its height, in the same units.
  ///   - point: A point of the box.
  public static func areNear(x: UInt32, y: UInt32, at point: MercatorPoint) -> Bool {
    if x == 0, y == 0 { return true }
    // A metre has the most units at the edge of the square.
    if x > mostUnits || y > mostUnits { return false }
    // A unit is 9.3 mm at the equator, and less toward the poles.
    let unit = 40_075_016.68557849 / 4_294_967_296
    let (width, height) = (Double(x) * unit, Double(y) * unit)
    let scale = point.groundScale
    return (width * width + height * height) * scale * scale <= meters * meters
  }
}
