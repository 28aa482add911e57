internal import CGEOS
internal import Synchronization

/// GEOS's view of one valid polygon or multipolygon: it decides what the edges' plain arithmetic does not.
///
/// GEOS prepares a geometry as it is asked, so that one geometry must not be asked by two threads at once: a lock sees
/// to that. It is taken for the few rows that lie on an edge only.
final class ExactPolygon: Sendable {
  /// A context, and what lives in it.
  @safe
  private struct Handles: ~Copyable, @unchecked Sendable {
    let context: OpaquePointer
    let geometry: OpaquePointer
    let prepared: OpaquePointer

    deinit {
      unsafe GEOSPreparedGeom_destroy_r(context, prepared)
      unsafe GEOSGeom_destroy_r(context, geometry)
      unsafe GEOS_finish_r(context)
    }
  }

  private let handles: Mutex<Handles>

  /// Makes the geometry of some polygons and checks that it is valid.
  init(_ part: PolygonRings.Part) throws(PolygonError) {
    let place = PolygonError.Place(feature: part.feature)
    let failure = PolygonError(reason: .invalid("GEOS failed", longitude: nil, latitude: nil), place: place)
    guard let context = unsafe GEOS_init_r() else { throw failure }
    guard let geometry = unsafe Self.geometry(of: part.polygons, context) else {
      unsafe GEOS_finish_r(context)
      throw failure
    }
    if let reason = unsafe Self.fault(of: geometry, context) {
      unsafe GEOSGeom_destroy_r(context, geometry)
      unsafe GEOS_finish_r(context)
      throw PolygonError(reason: reason, place: place)
    }
    guard let prepared = unsafe GEOSPrepare_r(context, geometry) else {
      unsafe GEOSGeom_destroy_r(context, geometry)
      unsafe GEOS_finish_r(context)
      throw failure
    }
    handles = unsafe Mutex(Handles(context: context, geometry: geometry, prepared: prepared))
  }

  /// Whether a position in degrees lies in the polygon or on its border.
  func covers(longitude: Double, latitude: Double) -> Bool {
    handles.withLock { handles in
      guard let point = unsafe GEOSGeom_createPointFromXY_r(handles.context, longitude, latitude) else { return false }
      defer { unsafe GEOSGeom_destroy_r(handles.context, point) }
      return unsafe GEOSPreparedIntersects_r(handles.context, handles.prepared, point) == 1
    }
  }

  private static func geometry(of polygons: [[PolygonRings.Ring]], _ context: OpaquePointer) -> OpaquePointer? {
    var made: [OpaquePointer?] = unsafe []
    for rings in polygons { unsafe made.append(Self.polygon(of: rings, context)) }
    guard unsafe whole(made, context) else { return nil }
    if polygons.count == 1 { return unsafe made[0] }
    // The collection takes its members over, even where it fails.
    return unsafe GEOSGeom_createCollection_r(
      context, Int32(GEOS_MULTIPOLYGON.rawValue), &made, UInt32(polygons.count))
  }

  private static func polygon(of rings: [PolygonRings.Ring], _ context: OpaquePointer) -> OpaquePointer? {
    var made: [OpaquePointer?] = unsafe []
    for ring in rings {
      // The ring takes its sequence over.
      let sequence = unsafe GEOSCoordSeq_copyFromBuffer_r(context, ring, UInt32(ring.count / 2), 0, 0)
      unsafe made.append(sequence.flatMap { unsafe GEOSGeom_createLinearRing_r(context, $0) })
    }
    guard unsafe whole(made, context), let shell = unsafe made[0] else { return nil }
    // The polygon takes its rings over.
    var holes = unsafe Array(made.dropFirst())
    return unsafe GEOSGeom_createPolygon_r(context, shell, &holes, UInt32(rings.count - 1))
  }

  /// Whether all geometries were made; frees those that were where one was not.
  private static func whole(_ geometries: [OpaquePointer?], _ context: OpaquePointer) -> Bool {
    let made = unsafe geometries.compactMap { unsafe $0 }
    if unsafe made.count == geometries.count, unsafe !made.isEmpty { return true }
    unsafe made.forEach { unsafe GEOSGeom_destroy_r(context, $0) }
    return false
  }

  /// GEOS's reason and place where the geometry is not valid.
  private static func fault(of geometry: OpaquePointer, _ context: OpaquePointer) -> PolygonError.Reason? {
    var reason: UnsafeMutablePointer<CChar>?
    var location: OpaquePointer?
    let answer = unsafe GEOSisValidDetail_r(context, geometry, 0, &reason, &location)
    defer {
      if let reason = unsafe reason { unsafe GEOSFree_r(context, reason) }
      if let location = unsafe location { unsafe GEOSGeom_destroy_r(context, location) }
    }
    if answer == 1 { return nil }
    let words = unsafe reason.map { unsafe String(cString: $0) } ?? "GEOS failed"
    var longitude = 0.0
    var latitude = 0.0
    if let location = unsafe location, unsafe GEOSGeomGetX_r(context, location, &longitude) == 1,
      unsafe GEOSGeomGetY_r(context, location, &latitude) == 1
    {
      return .invalid(words, longitude: longitude, latitude: latitude)
    }
    return .invalid(words, longitude: nil, latitude: nil)
  }
}
