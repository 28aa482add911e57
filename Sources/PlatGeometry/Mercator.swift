internal import PlatCommon

/// The Web Mercator unit square: x grows east and y grows south, both from 0 to 1.
///
/// The formulas are those of supercluster (`lngX`, `latY`): y is clamped to the square, so the
/// poles lie on its upper and lower edge. Source: OGC 17-083r4 (Two Dimensional Tile Matrix Set),
/// annex D, WebMercatorQuad.
public enum Mercator {
  /// The x of a longitude in degrees.
  @inlinable
  public static func x(longitudeDegrees: Double) -> Double { longitudeDegrees / 360 + 0.5 }

  /// The y of a latitude in degrees, clamped to the square.
  public static func y(latitudeDegrees: Double) -> Double {
    let sine = sin(latitudeDegrees * .pi / 180)
    let y = 0.5 - 0.25 * log((1 + sine) / (1 - sine)) / .pi
    return y < 0 ? 0 : y > 1 ? 1 : y
  }

  /// The longitude in degrees of an x.
  @inlinable
  public static func longitudeDegrees(x: Double) -> Double { (x - 0.5) * 360 }

  /// The latitude in degrees of a y.
  public static func latitudeDegrees(y: Double) -> Double {
    360 * atan(exp((180 - y * 360) * .pi / 180)) / .pi - 90
  }
}
