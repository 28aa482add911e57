internal import CPlatGEOS
internal import PlatCommon

/// Checks that the rings of a part are a valid polygon or multipolygon.
///
/// A sweep decides for rings that do not touch. Otherwise GEOS decides, whose time grows with the
/// number of edge pairs with overlapping boxes. A part with too many such pairs is refused, with
/// the place of a crossing if two of its edges cross.
enum PolygonValidity {
  /// Throws the reason if the part is invalid.
  static func check(_ part: PolygonRings.Part) throws(PolygonError) {
    let place = PolygonError.Place(feature: part.feature)
    let verdict: RingSweep.Verdict
    do throws(WorkEnded) { verdict = try RingSweep.verdict(of: part) } catch {
      throw PolygonError(reason: .ended(error), place: place)
    }
    if verdict == .valid { return }
    if !isFewPairs(part) {
      if case .crossing(let x, let y) = verdict {
        throw PolygonError(
          reason: .invalid("Self-intersection", longitude: x, latitude: y), place: place)
      }
      throw PolygonError(reason: .tooEntangled, place: place)
    }
    let failure = PolygonError(
      reason: .invalid("GEOS failed", longitude: nil, latitude: nil), place: place)
    guard let context = unsafe GEOS_init_r() else { throw failure }
    defer { unsafe GEOS_finish_r(context) }
    guard let geometry = unsafe Self.geometry(of: part.polygons, context) else { throw failure }
    defer { unsafe GEOSGeom_destroy_r(context, geometry) }
    if let reason = unsafe Self.fault(of: geometry, context) {
      throw PolygonError(reason: reason, place: place)
    }
  }

  /// The number of edge pairs with overlapping boxes that GEOS checks in about 40 milliseconds.
  private static let mostPairs = 500_000

  /// Whether few enough edges have overlapping boxes for GEOS's check to be fast.
  private static func isFewPairs(_ part: PolygonRings.Part) -> Bool {
    var boxes: [SIMD4<Double>] = []
    for ring in part.polygons.joined() {
      for i in stride(from: 2, to: ring.count, by: 2) {
        boxes.append(
          SIMD4(
            min(ring[i - 2], ring[i]), max(ring[i - 2], ring[i]), min(ring[i - 1], ring[i + 1]),
            max(ring[i - 1], ring[i + 1])))
      }
    }
    guard boxes.count > 1_000 else { return true }
    boxes.sort { $0.x < $1.x }
    var (pairs, looks) = (0, 0)
    for (place, box) in boxes.enumerated() {
      var other = place + 1
      while other < boxes.count, boxes[other].x <= box.y {
        if boxes[other].z <= box.w, boxes[other].w >= box.z { pairs += 1 }
        other += 1
      }
      looks += other - place
      if pairs > mostPairs || looks > 40 * mostPairs { return false }
    }
    return true
  }

  private static func geometry(of polygons: [[PolygonRings.Ring]], _ context: OpaquePointer)
    -> OpaquePointer?
  {
    var made: [OpaquePointer?] = unsafe []
    for rings in polygons { unsafe made.append(Self.polygon(of: rings, context)) }
    guard unsafe whole(made, context) else { return nil }
    if polygons.count == 1 { return unsafe made[0] }
    // The collection takes ownership of its members, even if it fails.
    return unsafe GEOSGeom_createCollection_r(
      context, Int32(GEOS_MULTIPOLYGON.rawValue), &made, UInt32(polygons.count))
  }

  private static func polygon(of rings: [PolygonRings.Ring], _ context: OpaquePointer)
    -> OpaquePointer?
  {
    var made: [OpaquePointer?] = unsafe []
    for ring in rings {
      // The ring takes ownership of its sequence.
      let sequence = unsafe GEOSCoordSeq_copyFromBuffer_r(
        context, ring, UInt32(ring.count / 2), 0, 0)
      unsafe made.append(sequence.flatMap { unsafe GEOSGeom_createLinearRing_r(context, $0) })
    }
    guard unsafe whole(made, context), let shell = unsafe made[0] else { return nil }
    // The polygon takes ownership of its rings.
    var holes = unsafe Array(made.dropFirst())
    return unsafe GEOSGeom_createPolygon_r(context, shell, &holes, UInt32(rings.count - 1))
  }

  /// Whether all geometries were made; if not, frees those that were.
  private static func whole(_ geometries: [OpaquePointer?], _ context: OpaquePointer) -> Bool {
    let made = unsafe geometries.compactMap { unsafe $0 }
    if unsafe made.count == geometries.count, unsafe !made.isEmpty { return true }
    unsafe made.forEach { unsafe GEOSGeom_destroy_r(context, $0) }
    return false
  }

  /// GEOS's reason and place if the geometry is invalid.
  private static func fault(of geometry: OpaquePointer, _ context: OpaquePointer) -> PolygonError
    .Reason?
  {
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
