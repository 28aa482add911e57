import Foundation
import PlatGeometry
import PlatTestSupport
import Testing

@Suite(.timeLimit(.minutes(30))) struct PolygonTests {
  /// A star around a position, its vertices on a grid with a number of steps; often with a smaller
  /// star as a hole.
  private func star(_ random: inout SeededGenerator, grid: Int) -> [[[Double]]] {
    let x = Double(Int.random(in: -100...100, using: &random)) / 100
    let y = Double(Int.random(in: -80...80, using: &random)) / 100
    let count = Int.random(in: 3...25, using: &random)
    let angles = (0..<count).map { _ in Double.random(in: 0..<2 * .pi, using: &random) }.sorted()
    let ring = { (scale: Double, random: inout SeededGenerator) in
      var ring = angles.map { angle in
        let radius = scale * Double.random(in: 0.5...1, using: &random)
        let steps = Double(grid)
        return [
          ((x + radius * cos(angle)) * 1e7 / steps).rounded() * steps / 1e7,
          ((y + radius * sin(angle)) * 1e7 / steps).rounded() * steps / 1e7,
        ]
      }
      ring.append(ring[0])
      return ring
    }
    var rings = [ring(0.5, &random)]
    if Bool.random(using: &random) { rings.append(ring(0.2, &random)) }
    return rings
  }

  /// Positions of all kinds: vertices, middles of edges, on the rays through vertices, anywhere.
  private func positions(_ random: inout SeededGenerator, around polygons: [[[[Double]]]])
    -> [Coordinate]
  {
    var found: [Coordinate] = []
    let add = { (x: Double, y: Double) in
      if let position = Coordinate(latitudeDegrees: y, longitudeDegrees: x) {
        found.append(position)
      }
    }
    for ring in polygons.joined() {
      for (a, b) in zip(ring, ring.dropFirst()) {
        add(a[0], a[1])
        add((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        add(a[0] - Double.random(in: 0...0.5, using: &random), a[1])
        let part = Double.random(in: 0...1, using: &random)
        add(a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1]))
      }
    }
    for _ in 0..<100 {
      add(.random(in: -1.6...1.6, using: &random), .random(in: -1.4...1.4, using: &random))
    }
    return found
  }

  private func check(
    _ polygon: Polygon, _ oracle: GEOSOracle, _ positions: [Coordinate], _ note: String
  ) throws {
    let padded = positions + Array(repeating: positions[0], count: (64 - positions.count % 64) % 64)
    let longitudes = padded.map(\.longitude)
    let latitudes = padded.map(\.latitude)
    let blocks = (0..<UInt32(padded.count / 64)).map { $0 }
    var words = blocks.map { $0 == 1 ? 0x0F0F_0F0F_0F0F_0F0F : UInt64.max }
    let before = words
    var span = words.mutableSpan
    try polygon.words(
      longitudes: longitudes.span, latitudes: latitudes.span, blocks: blocks.span,
      box: { boxAround(padded[$0 * 64..<$0 * 64 + 64]) }, words: &span)
    for (row, position) in padded.enumerated() {
      let covers = oracle.covers(position)
      #expect(polygon.contains(position) == covers, "\(note): \(position)")
      let wanted = before[row / 64] >> UInt64(row % 64) & 1 == 1
      #expect(
        (words[row / 64] >> UInt64(row % 64) & 1 == 1) == (wanted && covers), "\(note): row \(row)")
      if covers { #expect(polygon.boundingBox.contains(position), "\(note): \(position)") }
    }
  }

  @Test(arguments: 0..<6) func rowsAreThoseOfGEOS(part: Int) throws {
    let seed = UInt64(400 + part)
    var random = SeededGenerator(seed: seed)
    var valid = 0
    for round in 0..<48 {
      let grid = [1, 1_000, 500_000, 2_000_000][round % 4]
      let count = round % 3 == 0 ? Int.random(in: 2...3, using: &random) : 1
      let polygons = (0..<count).map { _ in star(&random, grid: grid) }
      let text = wkt(polygons)
      let oracle = try #require(GEOSOracle(wkt: text))
      guard oracle.isValid else {
        #expect(throws: PolygonError.self, "seed \(seed): \(text)") { try Polygon(parsing: text) }
        continue
      }
      valid += 1
      let polygon = try Polygon(parsing: text)
      try check(
        polygon, oracle, positions(&random, around: polygons),
        "seed \(seed), round \(round): \(text)")
    }
    #expect(valid > 12)
  }

  @Test(arguments: 0..<4) func relationsAreCertain(part: Int) throws {
    let seed = UInt64(420 + part)
    var random = SeededGenerator(seed: seed)
    var seen: [Relation: Int] = [:]
    for _ in 0..<60 {
      let text = wkt([star(&random, grid: 100_000)])
      let oracle = try #require(GEOSOracle(wkt: text))
      guard oracle.isValid else { continue }
      let polygon = try Polygon(parsing: text)
      for _ in 0..<60 {
        let west = Int32.random(in: -16_000_000...16_000_000, using: &random)
        let south = Int32.random(in: -13_000_000...13_000_000, using: &random)
        var size = Int32(8_000_000)
        for _ in 0..<Int.random(in: 0..<8, using: &random) { size /= 3 }
        let box = Box(west: west, south: south, east: west + size, north: south + size / 2)
        let relation = polygon.relation(to: box)
        let exact = oracle.relation(to: box)
        // Random boxes almost never share only a border with the polygon, so the answers are the
        // same.
        #expect(relation == exact, "seed \(seed): \(box) \(text)")
        seen[relation, default: 0] += 1
      }
    }
    #expect(seen.count == 3 && seen.values.allSatisfy { $0 > 50 }, "\(seen)")
  }

  @Test func aBoxThatTouchesIsNeverOutside() throws {
    let polygon = try Polygon(
      parsing: "POLYGON ((0 0, 2 0, 2 2, 0 2, 0 0), (0.5 0.5, 1.5 0.5, 1.5 1.5, 0.5 1.5, 0.5 0.5))")
    let step = Int32(10_000_000)
    #expect(polygon.boundingBox == Box(west: 0, south: 0, east: 2 * step, north: 2 * step))
    for (box, relation) in [
      (Box(west: 2 * step, south: 0, east: 3 * step, north: step), Relation.crosses),
      (Box(west: 2 * step + 1, south: 0, east: 3 * step, north: step), .outside),
      (Box(west: step * 2, south: step * 2, east: step * 3, north: step * 3), .crosses),
      (Box(west: 6_000_000, south: 6_000_000, east: 14_000_000, north: 14_000_000), .outside),
      (Box(west: 5_000_000, south: 6_000_000, east: 14_000_000, north: 14_000_000), .crosses),
      (Box(west: 1_000_000, south: 1_000_000, east: 4_000_000, north: 19_000_000), .inside),
      (.world, .crosses), (.empty, .outside),
    ] {
      #expect(polygon.relation(to: box) == relation, "\(box)")
    }
    #expect(
      polygon.contains(Coordinate(longitude: 5_000_000, latitude: 5_000_000)),
      "a hole's border is not in the hole")
    #expect(polygon.contains(Coordinate(longitude: 0, latitude: 0)))
    #expect(!polygon.contains(Coordinate(longitude: 5_000_001, latitude: 5_000_001)))
  }

  @Test func theFeaturesOfACollectionMayOverlap() throws {
    let square = { (x: Int) in
      """
      {"type": "Feature", "properties": null, "geometry": {"type": "Polygon", "coordinates":
      [[[\(x), 0], [\(x + 2), 0], [\(x + 2), 2], [\(x), 2], [\(x), 0]]]}}
      """
    }
    let nowhere = #"{"type": "Feature", "properties": {}, "geometry": null}"#
    let polygon = try Polygon(
      parsing:
        #"""
        {"type": "FeatureCollection", \#
        "features": [\#(square(0)), \#(nowhere), \#(square(1)), \#(square(4))]}
        """#
    )
    for (longitude, inside) in [
      (-0.5, false), (0.5, true), (1.5, true), (2.5, true), (3.5, false), (4, true), (6.1, false),
    ] {
      let position = try #require(Coordinate(latitudeDegrees: 1, longitudeDegrees: longitude))
      #expect(polygon.contains(position) == inside, "\(longitude)")
    }
    #expect(polygon.vertexCount == 15)
    #expect(polygon.boundingBox == Box(west: 0, south: 0, east: 60_000_000, north: 20_000_000))
    #expect(
      polygon.relation(to: Box(west: 11_000_000, south: 1, east: 19_000_000, north: 9)) == .inside)
  }

  @Test func threadsMayAskAtOnce() async throws {
    let polygon = try Polygon(
      parsing: "POLYGON ((0 0, 1 0.3, 2 0, 1.7 1, 2 2, 1 1.7, 0 2, 0.3 1, 0 0))")
    // Positions on the edges, so that all need GEOS.
    let onEdge = (0...50).map { Coordinate(longitude: 200_000 * $0, latitude: 60_000 * $0) }
    let expected = onEdge.map { polygon.contains($0) }
    let same = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          (0..<20).allSatisfy { _ in onEdge.map { polygon.contains($0) } == expected }
        }
      }
      return await group.allSatisfy { $0 }
    }
    #expect(same)
    #expect(expected.contains(true))
  }

  @Test func aPolygonFinerThanTheGridHoldsNothing() throws {
    let polygon = try Polygon(parsing: "POLYGON ((1e-8 1e-8, 3e-8 1e-8, 3e-8 3e-8, 1e-8 1e-8))")
    #expect(polygon.boundingBox.isEmpty)
    #expect(!polygon.contains(Coordinate(longitude: 0, latitude: 0)))
    #expect(polygon.relation(to: .world) == .outside)
  }

  @Test(arguments: [
    "POLYGON((1e-320 0,0 1e-320 0,-7 0e-7,1e-320 0))", "POLYGON((0 0,1 0,1 1e-320,0 0))",
    "POLYGON((0 5e-324,1e-320 0,-7 0,0 5e-324))", "POLYGON((0 0,1e-10 0,0 1e-10,0 0))",
  ])
  func aHeightOfNextToNothingIsNoTrap(text: String) throws {
    guard let polygon = try? Polygon(parsing: Array(text.utf8).span) else { return }
    #expect(!polygon.contains(Coordinate(longitude: 20_000_000, latitude: 1)))
  }

  @Test func theWholeGlobeIsAPolygon() throws {
    let polygon = try Polygon(parsing: "POLYGON ((-180 -90, 180 -90, 180 90, -180 90, -180 -90))")
    #expect(polygon.boundingBox == .world)
    #expect(polygon.contains(Coordinate(longitude: 1_800_000_000, latitude: 900_000_000)))
    #expect(polygon.contains(Coordinate(longitude: -1_800_000_000, latitude: 1)))
  }
}
