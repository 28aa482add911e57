internal import PlatJSON

/// A point inside a GeoJSON polygon or multipolygon, as the position of a parcel.
///
/// It is the centroid of the largest polygon if the polygon contains it; otherwise it is the middle
/// of the widest part of a line across the polygon. The computation is planar, so it works for
/// projected positions too.
enum InnerPoint {
  private typealias Position = (x: Double, y: Double)

  /// The point of a geometry's `coordinates`; nil if these are not a polygon with an area.
  static func find(_ geometry: borrowing JSONValue) -> (x: Double, y: Double)? {
    let coordinates = geometry["coordinates"]
    switch geometry["type"].string {
    case "Polygon": return point(in: rings(coordinates))
    case "MultiPolygon":
      var largest: (rings: [[Position]], area: Double)?
      var polygons = coordinates.elements
      while polygons.next() {
        let rings = rings(polygons.value)
        let area = abs(rings.first.map { centroid(of: $0).area } ?? 0)
        if area > largest?.area ?? 0 { largest = (rings, area) }
      }
      return largest.flatMap { point(in: $0.rings) }
    default: return nil
    }
  }

  private static func rings(_ polygon: borrowing JSONValue) -> [[Position]] {
    var rings: [[Position]] = []
    var cursor = polygon.elements
    while cursor.next() {
      var ring: [Position] = []
      var positions = cursor.value.elements
      while positions.next() {
        guard let x = positions.value.element(0).double, let y = positions.value.element(1).double
        else { return [] }
        ring.append((x, y))
      }
      rings.append(ring)
    }
    return rings
  }

  private static func point(in rings: [[Position]]) -> Position? {
    guard let outer = rings.first, outer.count >= 4 else { return nil }
    let (center, area) = centroid(of: outer)
    guard area != 0, center.x.isFinite, center.y.isFinite else { return nil }
    if isInside(center, rings) { return center }
    return widest(rings, near: center.y)
  }

  /// The centroid of a ring and its signed area, computed relative to its first position, so that
  /// small parcels far from 0 keep their precision.
  private static func centroid(of ring: [Position]) -> (center: Position, area: Double) {
    guard let origin = ring.first else { return ((0, 0), 0) }
    var (x, y, area) = (0.0, 0.0, 0.0)
    for (from, to) in zip(ring, ring.dropFirst()) {
      let (ax, ay) = (from.x - origin.x, from.y - origin.y)
      let (bx, by) = (to.x - origin.x, to.y - origin.y)
      let cross = ax * by - bx * ay
      area += cross
      x += (ax + bx) * cross
      y += (ay + by) * cross
    }
    guard area != 0 else { return (origin, 0) }
    return ((origin.x + x / (3 * area), origin.y + y / (3 * area)), area / 2)
  }

  private static func isInside(_ point: Position, _ rings: [[Position]]) -> Bool {
    crossings(rings, at: point.y).count { $0 > point.x } % 2 == 1
  }

  /// The x coordinates at which the edges cross a horizontal line, in ascending order.
  private static func crossings(_ rings: [[Position]], at y: Double) -> [Double] {
    var found: [Double] = []
    for ring in rings {
      for (from, to) in zip(ring, ring.dropFirst()) where (from.y > y) != (to.y > y) {
        found.append(from.x + (y - from.y) / (to.y - from.y) * (to.x - from.x))
      }
    }
    return found.sorted()
  }

  /// The middle of the widest part inside, on the horizontal line at a height; if that line only
  /// touches the polygon, on the line halfway between two neighboring corner heights.
  private static func widest(_ rings: [[Position]], near height: Double) -> Position? {
    let heights = Set(rings.joined().map(\.y)).sorted()
    let between = zip(heights, heights.dropFirst()).map { ($0 + $1) / 2 }
    let nearest = between.min { abs($0 - height) < abs($1 - height) }
    for y in [height] + (nearest.map { [$0] } ?? []) {
      let edges = crossings(rings, at: y)
      var best: (x: Double, width: Double)?
      for place in stride(from: 0, to: edges.count - 1, by: 2) {
        let width = edges[place + 1] - edges[place]
        if width > best?.width ?? 0 { best = ((edges[place] + edges[place + 1]) / 2, width) }
      }
      if let best { return (best.x, y) }
    }
    return nil
  }
}
