import Foundation
import PlatGeometry
import PlatTestSupport

/// Random positions for the tests of this module.
extension SeededGenerator {
  /// A position anywhere, often at a pole, on the equator, on the antimeridian or on a round
  /// number.
  mutating func position() -> Coordinate {
    var longitude = Int32.random(in: -1_800_000_000...1_800_000_000, using: &self)
    var latitude = Int32.random(in: -900_000_000...900_000_000, using: &self)
    switch Int.random(in: 0..<12, using: &self) {
    case 0: latitude = Bool.random(using: &self) ? 900_000_000 : -900_000_000
    case 1: latitude = 0
    case 2: longitude = Bool.random(using: &self) ? 1_800_000_000 : -1_800_000_000
    case 3: longitude = 1_799_990_000
    case 4: longitude = 0
    case 5: latitude = Bool.random(using: &self) ? 800_000_000 : -800_000_000
    default: break
    }
    return Coordinate(longitude: longitude, latitude: latitude)
  }

  /// A position up to about a number of metres away to each side, wrapped around the antimeridian.
  mutating func position(near center: Coordinate, meters: Double) -> Coordinate {
    let steps = meters / 0.0111
    let narrow = cos(center.latitudeDegrees * .pi / 180)
    let latitude = Double(center.latitude) + Double.random(in: -steps...steps, using: &self)
    var longitude =
      Double(center.longitude) + Double.random(in: -steps...steps, using: &self) / max(0.02, narrow)
    longitude.formRemainder(dividingBy: 3_600_000_000)
    return Coordinate(
      longitude: Int32(longitude), latitude: Int32(min(max(latitude, -900_000_000), 900_000_000)))
  }

  /// A radius from a few millimetres to half the globe, with magnitudes evenly spread.
  mutating func radius(upTo limit: Double = 20_000_000) -> Double {
    var radius = limit
    for _ in 0..<Int.random(in: 0..<30, using: &self) { radius /= 2 }
    return radius * Double.random(in: 0.5...1, using: &self)
  }
}
