public import PlatCommon
public import PlatJSON

/// A polygon or multipolygon with holes, or several of them, including their borders.
///
/// It is planar in longitude and latitude: an edge is a straight line between its ends on the map,
/// and none crosses the antimeridian. A region across it is two polygons, as RFC 7946, section
/// 3.1.9, requires. Rings may have either orientation. The features of a FeatureCollection may
/// overlap: a position lies in the whole if it lies in one of them.
///
/// The answers are those of GEOS's predicates. Plain arithmetic with a known error bound decides
/// all positions that are not on an edge; exact arithmetic decides the others. A polygon may be
/// used from any number of threads at once.
public struct Polygon: Sendable {
  private let edges: EdgeIndex
  /// The rings as given, and a hash of them.
  let outline: [[[PolygonRings.Ring]]]
  private let fingerprint: Int

  /// The number of positions of all rings, including the repeated last ones.
  public let vertexCount: Int

  /// The smallest box of the grid that contains the grid's positions in the polygon; empty if there
  /// are none.
  public let boundingBox: Box

  /// The limits of a polygon, so that checking and indexing it costs at most about 50 ms at 10,000
  /// positions, whatever its shape.
  public struct Limits: Sendable {
    /// The maximum number of positions of all rings.
    public var vertices: Int
    /// The maximum number of rings of all polygons: if many touch, GEOS's check takes time
    /// quadratic in their number.
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

  /// Reads GeoJSON if the text starts with a brace, else WKT.
  ///
  /// - Parameters:
  ///   - text: `POLYGON` or `MULTIPOLYGON`, with an optional `SRID=4326;` prefix, or a GeoJSON
  ///     geometry, Feature or FeatureCollection; longitude before latitude.
  ///   - limits: The limits of the polygon.
  /// - Throws: ``PolygonError`` if it is not a valid polygon, with the place.
  /// - Complexity: O(n log n) in the positions; a few milliseconds for a thousand.
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

  /// Reads a parsed GeoJSON geometry, Feature or FeatureCollection.
  ///
  /// - Throws: ``PolygonError`` if it is not a valid polygon, with the place.
  public init(geoJSON value: borrowing JSONValue, limits: Limits = Limits()) throws(PolygonError) {
    var rings = PolygonRings(limits: limits)
    try rings.read(geoJSON: value)
    try self.init(rings)
  }

  /// Whether a position lies in the polygon or on its border.
  ///
  /// - Complexity: O(edges near the position's cell of the grid); about 100 ns for common shapes.
  public func contains(_ position: Coordinate) -> Bool {
    boundingBox.contains(position) && edges.covers(position)
  }

  /// The relation of the polygon to a box: `inside` and `outside` are certain.
  ///
  /// It is `crosses` if an edge meets the box or comes within half a step of it, or if only several
  /// features together cover the box. An empty box is outside.
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

  /// Clears the bits of the rows outside the polygon.
  ///
  /// Neighbouring blocks should be adjacent: they share the search for the edges near them.
  ///
  /// - Parameters:
  ///   - longitudes: The column of longitudes, whole blocks of 64 rows.
  ///   - latitudes: The column of latitudes, of the same length.
  ///   - blocks: The blocks to test; block `b` is the rows `64 * b` to `64 * b + 63`. A block
  ///     beyond the columns has no rows.
  ///   - box: A box around the positions of a block's rows.
  ///   - words: For each block the rows that are still wanted, row `64 * b` in the lowest bit; at
  ///     least as many as blocks.
  /// - Returns: The number of blocks whose coordinates were read: those near an edge.
  /// - Throws: `WorkEnded` if the current `WorkLimit` has ended; then some words are cleared and
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

  /// Hashes the rings in O(1), by their stored hash.
  public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }
}
