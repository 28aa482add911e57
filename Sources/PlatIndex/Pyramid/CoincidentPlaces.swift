public import PlatGeometry

/// When listings count as of one place, so that no zoom parts them.
public enum CoincidentPlaces {
  /// How wide the box around them may be from corner to corner, in metres.
  ///
  /// Geocoders and deliberate jitter spread the homes of one building over some centimetres.
  public static let meters = 1.0

  /// No box of a metre is wider, in units of 2^-32 of the Mercator square.
  private static let mostUnits: UInt32 = 1_300

  /// Whether the corners of a box are no further apart than that.
  ///
  /// - Parameters:
  ///   - x: The width of the box in units of 2^-32 of the Mercator square.
  ///   - y: Its height, likewise.
  ///   - point: A point of the box.
  public static func areNear(x: UInt32, y: UInt32, at point: MercatorPoint) -> Bool {
    if x == 0, y == 0 { return true }
    // At the edge of the square a metre is the most units.
    if x > mostUnits || y > mostUnits { return false }
    // A unit is 9.3 mm at the equator, and less towards the poles.
    let unit = 40_075_016.68557849 / 4_294_967_296
    let (width, height) = (Double(x) * unit, Double(y) * unit)
    let scale = point.groundScale
    return (width * width + height * height) * scale * scale <= meters * meters
  }
}
