public import JSON

/// A polygon or multipolygon with holes, or several of them; their borders belong to them.
///
/// It is planar in longitude and latitude: an edge is a straight line between its ends on the map, and none crosses
/// the antimeridian. A region across it is two polygons, as RFC 7946, section 3.1.9, wants. Rings may run either way
/// round. The features of a FeatureCollection may overlap: a position lies in the whole where it lies in one of them.
///
/// What GEOS's predicates say holds. Plain arithmetic with a known error answers for all positions that do not lie on
/// an edge; GEOS is asked for the others. A polygon may be used from any number of threads at once; threads that ask
/// for positions on its border take turns.
public struct Polygon: Sendable {
  /// A polygon or multipolygon that is valid by itself.
  private struct Part: Sendable {
    let edges: EdgeIndex
    let exact: ExactPolygon
    let box: Box

    func covers(_ x: Double, _ y: Double) -> Bool {
      switch edges.side(x, y) {
      case .inside: true
      case .outside: false
      case .unsure: exact.covers(longitude: x, latitude: y)
      }
    }
  }

  private let parts: [Part]
  /// The rings as they were given, and a hash of them.
  private let outline: [[[PolygonRings.Ring]]]
  private let fingerprint: Int

  /// The number of positions of all rings, the repeated last ones included.
  public let vertexCount: Int

  /// The smallest box of the grid that holds the grid's positions in the polygon; empty where there can be none.
  public let boundingBox: Box

  /// What a polygon may have at most, so that a hostile one costs no more than about half a second.
  public struct Limits: Sendable {
    /// The positions of all rings.
    public var vertices: Int
    /// The rings of all polygons: GEOS's check of many that touch or hold one another takes their number squared.
    public var rings: Int

    /// Makes limits.
    public init(vertices: Int = 100_000, rings: Int = 500) {
      self.vertices = vertices
      self.rings = rings
    }
  }

  private init(_ rings: PolygonRings) throws(PolygonError) {
    var parts: [Part] = []
    var boundingBox = Box.empty
    for part in rings.parts {
      let exact = try ExactPolygon(part)
      let edges = EdgeIndex(part.polygons)
      let box = edges.box
      if !box.isEmpty {
        boundingBox.expand(Coordinate(longitude: box.west, latitude: box.south))
        boundingBox.expand(Coordinate(longitude: box.east, latitude: box.north))
      }
      parts.append(Part(edges: edges, exact: exact, box: box))
    }
    self.parts = parts
    outline = rings.parts.map(\.polygons)
    fingerprint = outline.hashValue
    self.boundingBox = boundingBox
    vertexCount = rings.vertexCount
  }

  /// Reads GeoJSON where the text starts with a brace, else WKT.
  ///
  /// - Parameters:
  ///   - text: `POLYGON` or `MULTIPOLYGON`, with or without `SRID=4326;` before, or a GeoJSON geometry, Feature or
  ///     FeatureCollection; longitude before latitude.
  ///   - limits: What it may have at most.
  /// - Throws: ``PolygonError`` where it is no valid polygon, with the place.
  /// - Complexity: O(n log n) in the positions; some 0.5 ms for a thousand.
  public init(parsing text: Span<UInt8>, limits: Limits = Limits()) throws(PolygonError) {
    var first = 0
    while first < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[first]) { first += 1 }
    if first < text.count, text[first] == UInt8(ascii: "{") {
      try self.init(geoJSON: text, limits: limits)
    } else {
      var rings = PolygonRings(limits: limits)
      try rings.read(wkt: text)
      try self.init(rings)
    }
  }

  /// ``init(parsing:limits:)-(Span<UInt8>,_)`` for a string.
  public init(parsing text: String, limits: Limits = Limits()) throws(PolygonError) {
    let bytes = Array(text.utf8)
    try self.init(parsing: bytes.span, limits: limits)
  }

  private init(geoJSON text: Span<UInt8>, limits: Limits) throws(PolygonError) {
    var parser = JSONParser()
    var rings = PolygonRings(limits: limits)
    try rings.read(geoJSON: Self.parse(text, with: &parser))
    try self.init(rings)
  }

  @_lifetime(&parser)
  private static func parse(_ text: Span<UInt8>, with parser: inout JSONParser) throws(PolygonError) -> JSONValue {
    do throws(JSONError) {
      return try parser.parse(text)
    } catch {
      throw PolygonError(reason: .json(error), place: PolygonError.Place())
    }
  }

  /// Reads a GeoJSON geometry, Feature or FeatureCollection that is parsed already.
  ///
  /// - Throws: ``PolygonError`` where it is no valid polygon, with the place.
  public init(geoJSON value: borrowing JSONValue, limits: Limits = Limits()) throws(PolygonError) {
    var rings = PolygonRings(limits: limits)
    try rings.read(geoJSON: value)
    try self.init(rings)
  }

  /// Whether a position lies in the polygon or on its border.
  ///
  /// - Complexity: O(e) in the edges that share the position's strip, a few on the whole; about 30 ns for common shapes.
  public func contains(_ position: Coordinate) -> Bool {
    guard boundingBox.contains(position) else { return false }
    let (x, y) = (position.longitudeDegrees, position.latitudeDegrees)
    return parts.contains { $0.box.contains(position) && $0.covers(x, y) }
  }

  /// How the polygon lies to a box: `inside` and `outside` are certain.
  ///
  /// `crosses` is said where an edge meets the box, be it on the border of both, and where several features cover the
  /// box only together. An empty box is outside.
  ///
  /// - Complexity: O(e) in the edges that share the box's strips.
  public func relation(to box: Box) -> Relation {
    guard !box.isEmpty, box.intersects(boundingBox) else { return .outside }
    let low = Coordinate(longitude: box.west, latitude: box.south)
    let high = Coordinate(longitude: box.east, latitude: box.north)
    var relation = Relation.outside
    for part in parts where part.box.intersects(box) {
      let one = part.edges.relation(
        west: low.longitudeDegrees, south: low.latitudeDegrees, east: high.longitudeDegrees,
        north: high.latitudeDegrees)
      if one == .inside { return .inside }
      if one == .crosses { relation = .crosses }
    }
    return relation
  }

  /// Clears the bits of the rows that do not lie in the polygon.
  ///
  /// - Parameters:
  ///   - longitudes: The column of longitudes, whole blocks of 64 rows.
  ///   - latitudes: The column of latitudes, as long.
  ///   - blocks: The blocks to test; block `b` is the rows `64 * b` to `64 * b + 63`. One beyond the columns has no rows.
  ///   - words: For each of the blocks the rows still wanted, row `64 * b` in the lowest bit; at least as many as blocks.
  /// - Complexity: About 0.1 µs a block, and 30 ns for each edge near it; none for a block whose word is 0.
  public func words(
    longitudes: Span<Int32>, latitudes: Span<Int32>, blocks: Span<UInt32>, words: inout MutableSpan<UInt64>
  ) {
    precondition(words.count >= blocks.count, "each block needs its word")
    let columnBlocks = min(longitudes.count, latitudes.count) / 64
    for i in blocks.indices {
      guard words[i] != 0 else { continue }
      let block = Int(blocks[i])
      guard block < columnBlocks else {
        words[i] = 0
        continue
      }
      let rows = block * 64..<block * 64 + 64
      words[i] = word(words[i], longitudes: longitudes.extracting(rows), latitudes: latitudes.extracting(rows))
    }
  }

  /// Those rows of one block that lie in the polygon.
  private func word(_ wanted: UInt64, longitudes: Span<Int32>, latitudes: Span<Int32>) -> UInt64 {
    var box = Box.world
    if parts.count > 1 {
      box = .empty
      var rest = wanted
      while rest != 0 {
        let row = rest.trailingZeroBitCount
        rest &= rest &- 1
        box.expand(Coordinate(longitude: longitudes[row], latitude: latitudes[row]))
      }
    }
    var found: UInt64 = 0
    for part in parts where part.box.intersects(box) && found != wanted {
      let rows = part.edges.rows(wanted & ~found, longitudes: longitudes, latitudes: latitudes)
      found |= rows.inside
      var unsure = rows.unsure
      while unsure != 0 {
        let row = unsure.trailingZeroBitCount
        unsure &= unsure &- 1
        let position = Coordinate(longitude: longitudes[row], latitude: latitudes[row])
        if part.covers(position.longitudeDegrees, position.latitudeDegrees) { found |= 1 << UInt64(row) }
      }
    }
    return found
  }
}

extension EdgeIndex {
  /// The smallest box of the grid that holds the grid's positions between the sides.
  fileprivate var box: Box {
    Box(
      west: Self.firstStep(from: west), south: Self.firstStep(from: south), east: -Self.firstStep(from: -east),
      north: -Self.firstStep(from: -north))
  }

  /// The least step whose degrees are not below some degrees.
  private static func firstStep(from degrees: Double) -> Int32 {
    var step = Int32((degrees * Coordinate.stepsPerDegree).rounded(.up)) - 1
    while Double(step) / Coordinate.stepsPerDegree < degrees { step += 1 }
    return step
  }
}

extension Polygon: Hashable {
  /// Whether two polygons have the same rings in the same order.
  public static func == (a: Polygon, b: Polygon) -> Bool {
    a.fingerprint == b.fingerprint && a.outline == b.outline
  }

  /// Hashes the rings; O(1), since their hash is kept.
  public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }
}
