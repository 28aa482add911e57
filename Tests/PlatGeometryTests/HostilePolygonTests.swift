import Foundation
import PlatCommon
import PlatGeometry
import PlatKernels
import PlatTestSupport
import Testing

/// Shapes that put many edges near many rows: the answers equal GEOS's, at a cost that depends on
/// their neighbourhoods.
@Suite(.timeLimit(.minutes(30))) struct HostilePolygonTests {
  /// Positions in an order that keeps neighbours together: on vertices, on edges, at vertex
  /// latitudes, anywhere.
  private static func positions(_ polygons: [[[[Double]]]], _ count: Int, seed: UInt64)
    -> [Coordinate]
  {
    var random = SeededGenerator(seed: seed)
    var edges: [([Double], [Double])] = []
    for ring in polygons.joined() { edges += zip(ring, ring.dropFirst()) }
    var found: [Coordinate] = []
    while found.count < count {
      let (a, b) = edges.randomElement(using: &random) ?? ([0, 0], [0, 0])
      var place = a
      switch found.count % 4 {
      case 0: break
      case 1:
        let part = Double.random(in: 0...1, using: &random)
        place = [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])]
      case 2: place = [Double.random(in: -1...1, using: &random), a[1]]
      default:
        place = [
          Double.random(in: -1...1, using: &random), Double.random(in: -1...1, using: &random),
        ]
      }
      if let position = Coordinate(latitudeDegrees: place[1], longitudeDegrees: place[0]) {
        found.append(position)
      }
    }
    let cell = { (p: Coordinate) in
      [p.latitude / 1_300_000, p.longitude / 1_300_000, p.latitude / 90_000]
    }
    return found.sorted { cell($0).lexicographicallyPrecedes(cell($1)) }
  }

  private static func words(_ polygon: Polygon, _ positions: [Coordinate]) throws -> [UInt64] {
    let (longitudes, latitudes) = (positions.map(\.longitude), positions.map(\.latitude))
    let blocks = (0..<UInt32(positions.count / 64)).map { $0 }
    var words = [UInt64](repeating: .max, count: blocks.count)
    var span = words.mutableSpan
    try polygon.words(
      longitudes: longitudes.span, latitudes: latitudes.span, blocks: blocks.span,
      box: { boxAround(positions[$0 * 64..<$0 * 64 + 64]) }, words: &span)
    return words
  }

  @Test(arguments: 0..<PolygonShapes.all.count) func rowsOfHostileShapesAreThoseOfGEOS(shape: Int)
    throws
  {
    let (name, make) = PolygonShapes.all[shape]
    for (round, size) in [12, 60, 300, 900].enumerated() {
      // As given, and on the grid of positions, so that vertices and rows coincide.
      for grid in [false, true] {
        let polygons = make(size).map { polygon in
          polygon.map { ring in
            ring.map { place in grid ? place.map { ($0 * 1e7).rounded() / 1e7 } : place }
          }
        }
        let text = wkt(polygons)
        let oracle = try #require(GEOSOracle(wkt: text))
        guard oracle.isValid, name != "slivers" || !grid else { continue }
        let polygon = try Polygon(parsing: text)
        let positions = Self.positions(polygons, 64 * 24, seed: UInt64(500 + round))
        let words = try Self.words(polygon, positions)
        for (row, position) in positions.enumerated() {
          let covers = oracle.covers(position)
          let note = "\(name) of \(size), grid \(grid), row \(row), \(position)"
          #expect((words[row / 64] >> UInt64(row % 64) & 1 == 1) == covers, "\(note)")
          if row % 5 == 0 { #expect(polygon.contains(position) == covers, "\(note)") }
        }
      }
    }
  }

  /// Overlapping parts are tested together; for GEOS each is a separate polygon.
  @Test func manyFeaturesAreTheUnionOfEach() throws {
    let shapes = [
      PolygonShapes.all[0], PolygonShapes.all[2], PolygonShapes.all[4], PolygonShapes.all[5],
    ]
    let parts = shapes.map { $0.make(120) }
    let features = parts.map { polygons in
      let coordinates = polygons[0].map { ring in
        "[" + ring.map { "[\($0[0]), \($0[1])]" }.joined(separator: ",") + "]"
      }
      return """
        {"type": "Feature", "properties": null, "geometry": {"type": "Polygon", "coordinates": [\(
          coordinates.joined(separator: ","))]}}
        """
    }
    let polygon = try Polygon(
      parsing: #"{"type": "FeatureCollection", "features": [\#(features.joined(separator: ","))]}"#)
    let oracles = try parts.map { try #require(GEOSOracle(wkt: wkt($0))) }
    let positions = Self.positions(parts.flatMap { $0 }, 64 * 40, seed: 520)
    let words = try Self.words(polygon, positions)
    for (row, position) in positions.enumerated() {
      let covers = oracles.contains { $0.covers(position) }
      #expect((words[row / 64] >> UInt64(row % 64) & 1 == 1) == covers, "row \(row), \(position)")
    }
  }

  /// Every way to narrow a list box by box keeps the parity of its rows.
  @Test func narrowedListsDecideAsAllEdgesDo() {
    let seed: UInt64 = 530
    var random = SeededGenerator(seed: seed)
    for round in 0..<200 {
      let edges = Self.ring(&random)
      let all = Array(0..<Int32(edges.steps.count))
      var box = plat_box(west: -1_000, south: -1_000, east: 1_000, north: 1_000)
      unsafe all.withUnsafeBufferPointer { all in
        var list = unsafe plat_edge_list(
          numbers: all.baseAddress, first: 0, count: Int64(all.count),
          box: plat_box(west: .min, south: .min, east: .max, north: .max), parity: 0)
        var lists: [[Int32]] = []
        for _ in 0..<6 {
          var narrowed = [Int32](repeating: 0, count: unsafe Int(list.count) + 1)
          var parity: UInt32 = 0
          let count = unsafe plat_edges_narrow(edges.steps, &list, box, &narrowed, &parity)
          lists.append(Array(narrowed[..<Int(count)]))
          let rows = (0..<64).map { _ in
            (
              Int32.random(in: box.west...box.east, using: &random),
              Int32.random(in: box.south...box.north, using: &random)
            )
          }
          let wanted = random.next()
          let (longitudes, latitudes) = (rows.map(\.0), rows.map(\.1))
          unsafe lists[lists.count - 1].withUnsafeBufferPointer { numbers in
            var inner = unsafe plat_edge_list(
              numbers: numbers.baseAddress, first: 0, count: count, box: box, parity: parity)
            var (unsure, plainUnsure): (UInt64, UInt64) = (1, 2)
            let fast = unsafe plat_polygon_word(
              edges.steps, &inner, longitudes, latitudes, wanted, &unsure)
            let plain = unsafe plat_polygon_word_scalar(
              edges.steps, &inner, longitudes, latitudes, wanted, &plainUnsure)
            #expect(fast == plain && unsure == plainUnsure, "seed \(seed), round \(round)")
            #expect(
              (fast | unsure) & ~wanted == 0 && fast & unsure == 0, "seed \(seed), round \(round)")
            let differing = (0..<64).first { row in
              let exact = unsafe plat_polygon_row(
                edges.steps, edges.degrees, &inner, longitudes[row], latitudes[row])
              let expected = Self.covers(edges, longitudes[row], latitudes[row])
              let isTold = wanted >> UInt64(row) & 1 == 1 && unsure >> UInt64(row) & 1 == 0
              return (exact == 1) != expected
                || isTold && (fast >> UInt64(row) & 1 == 1) != expected
            }
            #expect(
              differing == nil,
              "seed \(seed), round \(round): \(differing.map { rows[$0] } ?? (0, 0))")
          }
          // The next box lies in this one, and its list comes from this one's.
          unsafe lists[lists.count - 1].withUnsafeBufferPointer { numbers in
            unsafe list = plat_edge_list(
              numbers: numbers.baseAddress, first: 0, count: count, box: box, parity: parity)
          }
          let (west, south) = (
            Int32.random(in: box.west...box.east, using: &random),
            Int32.random(in: box.south...box.north, using: &random)
          )
          box = plat_box(
            west: west, south: south, east: Int32.random(in: west...box.east, using: &random),
            north: Int32.random(in: south...box.north, using: &random))
        }
      }
    }
  }

  private typealias Edges = (steps: [plat_edge], degrees: [plat_degree_edge])

  /// A closed ring of vertices on a coarse grid; it crosses itself, which does not affect parity.
  private static func ring(_ random: inout SeededGenerator) -> Edges {
    let vertices = (0..<Int.random(in: 3...40, using: &random)).map { _ in
      (
        Int32.random(in: -110...110, using: &random) * 10,
        Int32.random(in: -110...110, using: &random) * 10
      )
    }
    var edges: Edges = ([], [])
    for (place, a) in vertices.enumerated() {
      let b = vertices[(place + 1) % vertices.count]
      if a == b { continue }
      let (low, high) = a.1 <= b.1 ? (a, b) : (b, a)
      let degree = { (steps: Int32) in Double(steps) / 1e7 }
      let edge = plat_degree_edge(
        south_x: degree(low.0), south: degree(low.1), north_x: degree(high.0), north: degree(high.1)
      )
      edges.degrees.append(edge)
      edges.steps.append(
        plat_edge(
          south_x: edge.south_x * 1e7, south_y: edge.south * 1e7, north_x: edge.north_x * 1e7,
          north_y: edge.north * 1e7, south: low.1, north: high.1))
    }
    return edges
  }

  /// Whether a position lies on an edge or an odd number of edges lies west of it: tests all edges,
  /// with exact signs.
  private static func covers(_ edges: Edges, _ longitude: Int32, _ latitude: Int32) -> Bool {
    var odd = false
    let (x, y) = (Double(longitude) / 1e7, Double(latitude) / 1e7)
    for edge in edges.degrees where y >= edge.south && y <= edge.north {
      let turn = plat_orientation(edge.south_x, edge.south, edge.north_x, edge.north, x, y)
      if turn == 0, x >= min(edge.south_x, edge.north_x), x <= max(edge.south_x, edge.north_x) {
        return true
      }
      if y < edge.north, turn < 0 { odd.toggle() }
    }
    return odd
  }

  /// Positions on lines and a rounding error next to them: the sign from integers of any length.
  @Test func orientationsAreExact() {
    var random = SeededGenerator(seed: 540)
    for _ in 0..<20_000 {
      // Multiples of 2^-40 below 2: products are whole numbers of 2^-80 below 2^84.
      let draw = { (random: inout SeededGenerator) in
        Int64.random(in: -(1 << 41)...(1 << 41), using: &random)
      }
      let (ax, ay, dx, dy) = (
        draw(&random), draw(&random), draw(&random) >> 20, draw(&random) >> 20
      )
      let times = Int64.random(in: -500...500, using: &random)
      let (bx, by) = (ax + dx, ay + dy)
      let (x, y) = (ax + dx * times + .random(in: -1...1, using: &random), ay + dy * times)
      let exact =
        Int128(ax - x) * Int128(by - y) - Int128(ay - y) * Int128(bx - x)
      let scale = 0x1p-40
      let turn = plat_orientation(
        Double(ax) * scale, Double(ay) * scale, Double(bx) * scale, Double(by) * scale,
        Double(x) * scale,
        Double(y) * scale)
      #expect(turn == (exact > 0 ? 1 : exact < 0 ? -1 : 0))
    }
  }

  /// Ended work throws wherever it ends, and leaves nothing behind: the polygon then answers as
  /// before.
  @Test func anEndedTestThrowsAndLeavesThePolygonAsItWas() throws {
    let polygon = try Polygon(parsing: wkt(PolygonShapes.all[2].make(3_000)))
    var random = SeededGenerator(seed: 550)
    let positions = (0..<64 * 64).map { _ in
      Coordinate(
        longitude: Int32.random(in: -9_000_000...9_000_000, using: &random),
        latitude: Int32.random(in: -9_000_000...9_000_000, using: &random))
    }
    let expected = try Self.words(polygon, positions)
    var ended = 0
    for check in 1... {
      let limit = WorkLimit(endingAtCheck: check)
      WorkLimit.halveWindows(times: 4)
      do {
        #expect(try limit.run { try Self.words(polygon, positions) } == expected)
        break
      } catch { #expect(error as? WorkEnded == .cancelled) }
      ended += 1
      #expect(try Self.words(polygon, positions) == expected)
      if check > 40 { break }
    }
    #expect(ended > 3)
  }
}
