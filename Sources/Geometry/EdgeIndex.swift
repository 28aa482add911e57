internal import Kernels

/// The edges of a polygon in level strips, and what plain arithmetic certainly knows of a position or a box.
///
/// A position lies in a valid polygon where a ray from it to the east crosses an odd number of edges. Whether an edge is
/// crossed is the sign of a determinant, whose rounding error is bounded (J. R. Shewchuk, Adaptive precision
/// floating-point arithmetic and fast robust geometric predicates, 1997: the first stage of `orient2d`). A sign that is
/// not certain means that the position lies on an edge or within some 1e-15 of its length: GEOS is asked.
struct EdgeIndex {
  enum Side { case inside, outside, unsure }

  /// The sides of the box around all edges, in degrees.
  private(set) var west = Double.infinity
  private(set) var south = Double.infinity
  private(set) var east = -Double.infinity
  private(set) var north = -Double.infinity
  private let stripsPerDegree: Double
  /// The edges of strip `s` are those from `starts[s]` on, the easternmost first; an edge is in each strip it meets.
  private let starts: [Int64]
  private let edges: [plat_edge]

  /// Sorts the edges of rings into strips.
  ///
  /// - Complexity: O(n log n); the strips together hold at most some five times as many edges as there are.
  init(_ polygons: [[PolygonRings.Ring]]) {
    var all: [plat_edge] = []
    var climb = 0.0
    for ring in polygons.joined() {
      for i in stride(from: 2, to: ring.count, by: 2) {
        let (x, y, nextX, nextY) = (ring[i - 2], ring[i - 1], ring[i], ring[i + 1])
        west = min(west, x)
        east = max(east, x)
        south = min(south, y)
        north = max(north, y)
        if x == nextX, y == nextY { continue }
        climb += abs(nextY - y)
        all.append(
          y <= nextY
            ? plat_edge(south_x: x, south: y, north_x: nextX, north: nextY)
            : plat_edge(south_x: nextX, south: nextY, north_x: x, north: y))
      }
    }
    // A polygon that is lower than a listing's position is exact has one strip: a height that is next to nothing (subnormal
    // even) must not become a number of strips per degree beyond all bounds.
    let height = north - south > 1e-9 ? north - south : 0
    let most = climb > 0 ? Double(4 * all.count) * height / climb : 1
    let stripCount = max(1, Int(min(Double(all.count), most, 65_536)))
    stripsPerDegree = height > 0 ? Double(stripCount) / height : 0
    all.sort { $0.east > $1.east }

    // Count, add up, place.
    var counts = [Int](repeating: 0, count: stripCount + 1)
    let lowest = south
    let scale = stripsPerDegree
    let strip = { (y: Double) in min(Int((y - lowest) * scale), stripCount - 1) }
    for edge in all {
      for s in strip(edge.south)...strip(edge.north) { counts[s + 1] += 1 }
    }
    for s in 0..<stripCount { counts[s + 1] += counts[s] }
    starts = counts.map { Int64($0) }
    var placed = [plat_edge](repeating: plat_edge(), count: counts[stripCount])
    for edge in all {
      for s in strip(edge.south)...strip(edge.north) {
        placed[counts[s]] = edge
        counts[s] += 1
      }
    }
    edges = placed
  }

  /// The strip of a latitude that lies between south and north.
  private func strip(_ y: Double) -> Int { min(Int((y - south) * stripsPerDegree), starts.count - 2) }

  /// 1 where a position certainly lies to the left of an edge that runs north, -1 to its right, 0 where unsure.
  @inline(__always)
  private static func turn(_ edge: plat_edge, _ x: Double, _ y: Double) -> Int {
    let left = (edge.south_x - x) * (edge.north - y)
    let right = (edge.south - y) * (edge.north_x - x)
    let determinant = left - right
    // (3 + 16 e) e with e = 2^-53, and a little more.
    let bound = 3.34e-16 * (abs(left) + abs(right))
    return determinant > bound ? 1 : determinant < -bound ? -1 : 0
  }

  /// Which side of the edges a position in degrees certainly lies on.
  func side(_ x: Double, _ y: Double) -> Side {
    guard x >= west, x <= east, y >= south, y <= north else { return .outside }
    let strip = strip(y)
    let edges = edges.span
    var isInside = false
    for i in Int(starts[strip])..<Int(starts[strip + 1]) {
      let edge = edges[i]
      if edge.east < x { break }
      if y < edge.south || y > edge.north { continue }
      if x >= edge.west {
        let turn = Self.turn(edge, x, y)
        if turn == 0 { return .unsure }
        if turn < 0 { continue }
      }
      // An edge's northern end belongs to the next edge.
      if y < edge.north { isInside.toggle() }
    }
    return isInside ? .inside : .outside
  }

  /// Those of the wanted rows of a block that certainly lie inside, and those that are unsure.
  ///
  /// Both columns are the block's 64 rows; at least one row is wanted.
  func rows(
    _ wanted: UInt64, longitudes: Span<Int32>, latitudes: Span<Int32>
  ) -> (inside: UInt64, unsure: UInt64) {
    var unsure: UInt64 = 0
    let inside = unsafe edges.withUnsafeBufferPointer { edges in
      unsafe starts.withUnsafeBufferPointer { starts in
        unsafe longitudes.withUnsafeBufferPointer { longitudes in
          unsafe latitudes.withUnsafeBufferPointer { latitudes in
            var index = unsafe plat_edges(
              edges: edges.baseAddress, starts: starts.baseAddress, strips: Int64(starts.count - 1), south: south,
              strips_per_degree: stripsPerDegree)
            return unsafe plat_polygon_word(
              &index, longitudes.baseAddress, latitudes.baseAddress, wanted, &unsure)
          }
        }
      }
    }
    return (inside, unsure)
  }

  /// Whether an edge meets the closed box, or may.
  private func mayMeet(west: Double, south: Double, east: Double, north: Double) -> Bool {
    let edges = edges.span
    for s in strip(max(south, self.south))...strip(min(north, self.north)) {
      for i in Int(starts[s])..<Int(starts[s + 1]) {
        let edge = edges[i]
        if edge.east < west { break }
        if edge.west > east || edge.south > north || edge.north < south { continue }
        let turn = Self.turn(edge, west, south)
        if turn == 0 || turn != Self.turn(edge, east, south) || turn != Self.turn(edge, west, north)
          || turn != Self.turn(edge, east, north)
        {
          return true
        }
      }
    }
    return false
  }

  /// How the polygon lies to a box whose sides are in degrees; `crosses` where an edge touches it.
  func relation(west: Double, south: Double, east: Double, north: Double) -> Relation {
    guard west <= self.east, east >= self.west, south <= self.north, north >= self.south else { return .outside }
    if west <= self.west, east >= self.east, south <= self.south, north >= self.north { return .crosses }
    if mayMeet(west: west, south: south, east: east, north: north) { return .crosses }
    switch side(west, south) {
    case .inside: return .inside
    case .outside: return .outside
    case .unsure: return .crosses
    }
  }
}

extension plat_edge {
  fileprivate var west: Double { min(south_x, north_x) }
  fileprivate var east: Double { max(south_x, north_x) }
}
