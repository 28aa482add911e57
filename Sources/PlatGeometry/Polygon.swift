public import PlatCommon
public import PlatJSON

/// A polygon or multipolygon with holes, or several of them; their borders belong to them.
///
/// It is planar in longitude and latitude: an edge is a straight line between its ends on the map,
/// and none crosses the antimeridian. A region across it is two polygons, as RFC 7946, section
/// 3.1.9, wants. Rings may run either way round. The features of a FeatureCollection may overlap: a
/// position lies in the whole where it lies in one of them.
///
/// What GEOS's predicates say holds. Plain arithmetic with a known error answers for all positions
/// that do not lie on an edge; exact arithmetic decides the others. A polygon may be used from any
/// number of threads at once.
public struct Polygon: Sendable {
  private let edges: EdgeIndex
  /// The rings as they were given, and a hash of them.
  let outline: [[[PolygonRings.Ring]]]
  private let fingerprint: Int

  /// The number of positions of all rings, the repeated last ones included.
  public let vertexCount: Int

  /// The smallest box of the grid that holds the grid's positions in the polygon; empty where there
  /// can be none.
  public let boundingBox: Box

  /// What a polygon may have at most, so that its check and its index cost no more than about 50 ms
  /// at 10,000 positions, whatever its shape.
  public struct Limits: Sendable {
    /// The positions of all rings.
    public var vertices: Int
    /// The rings of all polygons: GEOS's check of many that touch one another takes their number
    /// squared.
    public var rings: Int

    /// Makes limits.
    public init(vertices: Int = 100_000, rings: Int = 500) {
      self.vertices = vertices
      self.rings = rings
    }
  }

  init(_ rings: PolygonRings) throws(PolygonError) {
    for part in rings.parts { try PolygonValidity.check(part) }
    outline = rings.parts.map(\.polygons)
    edges = EdgeIndex(outline)
    fingerprint = outline.hashValue
    boundingBox = edges.boundingBox
    vertexCount = rings.vertexCount
  }

  /// Reads GeoJSON where the text starts with a brace, else WKT.
  ///
  /// - Parameters:
  ///   - text: `POLYGON` or `MULTIPOLYGON`, with or without `SRID=4326;` before, or a GeoJSON
  ///     geometry, Feature or
  ///     FeatureCollection; longitude before latitude.
  ///   - limits: What it may have at most.
  /// - Throws: ``PolygonError`` where it is no valid polygon, with the place.
  /// - Complexity: O(n log n) in the positions; some milliseconds for a thousand.
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
  private static func parse(_ text: Span<UInt8>, with parser: inout JSONParser) throws(PolygonError)
    -> JSONValue
  {
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
  /// - Complexity: O(edges near the position's cell of the grid); some 100 ns for common shapes.
  public func contains(_ position: Coordinate) -> Bool {
    boundingBox.contains(position) && edges.covers(position)
  }

  /// How the polygon lies to a box: `inside` and `outside` are certain.
  ///
  /// `crosses` is said where an edge meets the box or comes within half a step of it, and where
  /// several features cover the box only together. An empty box is outside.
  ///
  /// - Complexity: As ``contains(_:)`` for a box within a cell of the grid, else O(edges).
  public func relation(to box: Box) -> Relation {
    guard !box.isEmpty, box.intersects(boundingBox) else { return .outside }
    var lists = EdgeLists()
    switch edges.begin(box, in: &lists) {
    case .inside: return .inside
    case .outside: return .outside
    case .crosses: return .crosses
    }
  }

  /// Clears the bits of the rows that do not lie in the polygon.
  ///
  /// Blocks near one another should follow one another: they share the search for the edges near
  /// them.
  ///
  /// - Parameters:
  ///   - longitudes: The column of longitudes, whole blocks of 64 rows.
  ///   - latitudes: The column of latitudes, as long.
  ///   - blocks: The blocks to test; block `b` is the rows `64 * b` to `64 * b + 63`. One beyond
  ///     the columns has no rows.
  ///   - box: A box around the positions of a block's rows.
  ///   - words: For each of the blocks the rows still wanted, row `64 * b` in the lowest bit; at
  ///     least as many as blocks.
  /// - Returns: The number of blocks whose coordinates were read: those near an edge.
  /// - Throws: `WorkEnded` where the current `WorkLimit` has ended; some words are then cleared and
  ///   some are not.
  /// - Complexity: O(edges near the blocks): about 0.1 µs for a block near an edge, and 30 ns for
  ///   each edge near it. Edges that run across all blocks cost O(edges x square root of blocks).
  @discardableResult
  public func words(
    longitudes: Span<Int32>, latitudes: Span<Int32>, blocks: Span<UInt32>, box: (Int) -> Box,
    words: inout MutableSpan<UInt64>
  ) throws(WorkEnded) -> Int {
    precondition(words.count >= blocks.count, "each block needs its word")
    let columnBlocks = min(longitudes.count, latitudes.count) / 64
    var boxes: [Box] = []
    boxes.reserveCapacity(blocks.count + blocks.count / 2 + 1)
    for place in blocks.indices {
      let block = Int(blocks[place])
      if block >= columnBlocks { words[place] = 0 }
      boxes.append(words[place] == 0 ? .empty : box(block))
    }
    var walk = PolygonWalk(edges, boxes: boxes)
    try walk.run(blocks, &words, longitudes: longitudes, latitudes: latitudes)
    return walk.blocksRead
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
