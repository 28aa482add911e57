/// The rings of polygons as written, checked one by one; the WKT and GeoJSON readers fill it.
struct PolygonRings {
  /// A unit of the input: a geometry, or a feature of a collection.
  struct Part {
    var polygons: [[Ring]] = []
    /// The number of the feature, from 1, if the part belongs to a collection.
    var feature: Int?
  }

  /// Alternating longitudes and latitudes in degrees; the last pair equals the first.
  typealias Ring = [Double]

  private(set) var parts: [Part] = []
  private(set) var vertexCount = 0
  private var ringCount = 0
  private let limits: Polygon.Limits

  /// The reader's place, for errors.
  private(set) var place = PolygonError.Place()
  private var ring: Ring = []
  private var isMulti = false

  init(limits: Polygon.Limits) { self.limits = limits }

  func error(_ reason: PolygonError.Reason) -> PolygonError {
    PolygonError(reason: reason, place: place)
  }

  mutating func begin(feature: Int?) { place = PolygonError.Place(feature: feature) }

  mutating func beginPart(feature: Int? = nil, isMulti: Bool) {
    begin(feature: feature)
    self.isMulti = isMulti
    parts.append(Part(feature: feature))
  }

  mutating func beginPolygon() {
    parts[parts.count - 1].polygons.append([])
    place.polygon = isMulti ? parts[parts.count - 1].polygons.count : nil
    place.ring = nil
  }

  mutating func beginRing() throws(PolygonError) {
    place.ring = (place.ring ?? 0) + 1
    place.position = nil
    ring = []
    ringCount += 1
    guard ringCount <= limits.rings else {
      place = PolygonError.Place()
      throw error(.tooManyRings(limit: limits.rings))
    }
  }

  mutating func beginPosition() { place.position = (place.position ?? 0) + 1 }

  mutating func append(longitude: Double, latitude: Double) throws(PolygonError) {
    guard abs(longitude) <= 180, abs(latitude) <= 90 else {
      throw error(.outOfRange(longitude: longitude, latitude: latitude))
    }
    vertexCount += 1
    guard vertexCount <= limits.vertices else {
      place = PolygonError.Place()
      throw error(.tooManyVertices(limit: limits.vertices))
    }
    ring.append(longitude)
    ring.append(latitude)
  }

  mutating func endRing() throws(PolygonError) {
    place.position = nil
    guard ring.count >= 8 else { throw error(.tooFewPositions(ring.count / 2)) }
    guard ring[0] == ring[ring.count - 2], ring[1] == ring[ring.count - 1] else {
      throw error(.notClosed)
    }
    let part = parts.count - 1
    parts[part].polygons[parts[part].polygons.count - 1].append(ring)
  }

  mutating func endPolygon() throws(PolygonError) {
    guard place.ring != nil else { throw error(.empty) }
    place.ring = nil
  }

  mutating func endPart() throws(PolygonError) {
    place.polygon = nil
    guard let part = parts.last, !part.polygons.isEmpty else { throw error(.empty) }
  }
}
