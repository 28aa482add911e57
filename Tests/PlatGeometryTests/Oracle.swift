import CPlatGEOS
import Foundation
import PlatGeometry
import Testing

/// Calls GEOS directly: its own reader reads the text, and no predicate is prepared.
@safe
final class GEOSOracle {
  private let context: OpaquePointer
  private let geometry: OpaquePointer

  /// Nil if GEOS cannot read the text.
  init?(wkt: String) {
    guard let context = unsafe GEOS_init_r() else { return nil }
    let reader = unsafe GEOSWKTReader_create_r(context)
    let geometry = unsafe GEOSWKTReader_read_r(context, reader, wkt)
    unsafe GEOSWKTReader_destroy_r(context, reader)
    guard let geometry = unsafe geometry else {
      unsafe GEOS_finish_r(context)
      return nil
    }
    unsafe self.context = unsafe context
    unsafe self.geometry = unsafe geometry
  }

  deinit {
    unsafe GEOSGeom_destroy_r(context, geometry)
    unsafe GEOS_finish_r(context)
  }

  var isValid: Bool { unsafe GEOSisValid_r(context, geometry) == 1 }

  func covers(_ position: Coordinate) -> Bool {
    let point = unsafe GEOSGeom_createPointFromXY_r(
      context, position.longitudeDegrees, position.latitudeDegrees)
    defer { unsafe GEOSGeom_destroy_r(context, point) }
    return unsafe GEOSCovers_r(context, geometry, point) == 1
  }

  func touches(_ position: Coordinate) -> Bool {
    let point = unsafe GEOSGeom_createPointFromXY_r(
      context, position.longitudeDegrees, position.latitudeDegrees)
    defer { unsafe GEOSGeom_destroy_r(context, point) }
    return unsafe GEOSTouches_r(context, geometry, point) == 1
  }

  /// `crosses` unless the closed box is covered or disjoint.
  func relation(to box: Box) -> Relation {
    let low = Coordinate(longitude: box.west, latitude: box.south)
    let high = Coordinate(longitude: box.east, latitude: box.north)
    let rectangle = unsafe GEOSGeom_createRectangle_r(
      context, low.longitudeDegrees, low.latitudeDegrees, high.longitudeDegrees,
      high.latitudeDegrees)
    defer { unsafe GEOSGeom_destroy_r(context, rectangle) }
    if unsafe GEOSCovers_r(context, geometry, rectangle) == 1 { return .inside }
    return unsafe GEOSDisjoint_r(context, geometry, rectangle) == 1 ? .outside : .crosses
  }
}

/// The WKT of the rings of polygons: longitudes and latitudes in degrees.
func wkt(_ polygons: [[[[Double]]]]) -> String {
  let texts = polygons.map { rings in
    let rings = rings.map { ring in
      "(" + ring.map { "\($0[0]) \($0[1])" }.joined(separator: ", ") + ")"
    }
    return "(" + rings.joined(separator: ", ") + ")"
  }
  return texts.count == 1
    ? "POLYGON \(texts[0])" : "MULTIPOLYGON (" + texts.joined(separator: ", ") + ")"
}
