import Foundation
import PlatGeometry
import PlatTestSupport
import Testing

@Suite(.timeLimit(.minutes(30))) struct PolygonRefusalTests {
  @Test(arguments: [
    "POLYGON ((0 0, 1 0, 1 1, 0 0))", "polygon((0 0,1 0,1 1,0 0))",
    "SRID=4326;POLYGON((0 0, 1 0, 1 1, 0 0))",
    " \n srid = 4326 ; MultiPolygon (((0 0, 1 0, 1 1, 0 0)))\r\n",
    "POLYGON Z ((0 0 5, 1 0 5, 1 1 5, 0 0 5))",
    "POLYGON M ((0 0 5, 1 0 5, 1 1 5, 0 0 5))", "POLYGON ZM ((0 0 5 6, 1 0 5 6, 1 1 5 6, 0 0 5 6))",
    "POLYGON ((0 0 1, 1 0 1, 1 1 1, 0 0 1))", "POLYGON ((-0 0.0e0, +1 0, 1 1e0, 0 0))",
    #"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}"#,
    #"  {"type":"MultiPolygon","coordinates":[[[[0,0,9],[1,0,9],[1,1,9],[0,0,9]]]],"bbox":[4]}"#,
    #"""
    {"geometry":{"coordinates":[[[0,0],[0.5,0],[0.5,0],[1,0],[1,1],[0,0]]],"type":"Polygon"},\#
    "type":"Feature"}
    """#,
  ])
  func goodTextsAreRead(text: String) throws {
    let polygon = try Polygon(parsing: text)
    #expect(polygon.boundingBox == Box(west: 0, south: 0, east: 10_000_000, north: 10_000_000))
  }

  /// An invalid text, and words that its error must contain.
  static let refusals: [(text: String, says: String)] = [
    ("", "expected POLYGON or MULTIPOLYGON, found the end"),
    ("   ", "expected POLYGON or MULTIPOLYGON, found the end"),
    ("CIRCLE (0 0)", "found \"CIRCLE\""), ("POINT (1 2)", "found \"POINT\""),
    ("GEOMETRYCOLLECTION (POLYGON ((0 0, 1 0, 1 1, 0 0)))", "found \"GEOMETRYCOLLECTION\""),
    (String(repeating: "GEOMETRYCOLLECTION (", count: 100_000), "found \"GEOMETRYCOLLECTION\""),
    (String(repeating: "A", count: 100_000), "AAA…"),
    ("SRID=3857;POLYGON ((0 0, 1 0, 1 1, 0 0))", "expected SRID=4326;"),
    ("SRID", "expected SRID=4326;"),
    ("POLYGON EMPTY", "no polygon"), ("MULTIPOLYGON EMPTY", "no polygon"),
    ("POLYGON", "expected '('"),
    ("POLYGON ZZ ((0 0))", "found \"ZZ\""), ("POLYGON ()", "ring 1: byte 9: expected '('"),
    ("POLYGON (())", "expected a number, found ')'"),
    ("POLYGON ((0 0, 1 0, 1 1, 0 0)", "byte 29: expected ',' or ')', found the end"),
    ("POLYGON ((0 0, 1 0, 1 1, 0 0)) x", "expected the end, found 'x'"),
    ("POLYGON ((0 0, 1 0, 1 1, 0 1))", "ring 1: the ring is not closed"),
    ("POLYGON ((0 0, 1 0, 0 0))", "ring 1: the ring has 3 positions"),
    ("POLYGON ((0 0, 9 0, 9 9, 0 0), (5 3, 6 3, 5 3))", "ring 2: the ring has 3 positions"),
    (
      "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6)))",
      "polygon 2, ring 1: the ring has 3 positions"
    ),
    ("POLYGON ((0 0, nan 0, 1 1, 0 0))", "ring 1, position 2"),
    ("POLYGON ((0 0, 1e999 0, 1 1, 0 0))", "expected a number"),
    ("POLYGON ((0 0, inf 0, 1 1, 0 0))", "expected a number, found 'i'"),
    ("POLYGON ((0 0, 1-1 0, 1 1, 0 0))", "expected a number"),
    ("POLYGON ((0 0, 181 0, 1 1, 0 0))", "longitude 181.0, latitude 0.0 is not on the globe"),
    ("POLYGON ((0 0, 1 -90.5, 1 1, 0 0))", "ring 1, position 2: longitude 1.0, latitude -90.5"),
    ("POLYGON ((0 0, 1 0, 1 1 1 1 1, 0 0))", "expected ',' or ')', found '1'"),
    ("POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))", "Self-intersection at longitude 0.5, latitude 0.5"),
    ("POLYGON ((0 0, 1 0, 1 1, 0 0), (4 4, 5 4, 5 5, 4 4))", "Hole lies outside shell"),
    ("MULTIPOLYGON (((0 0, 4 0, 4 4, 0 0)), ((1 0, 5 0, 5 4, 1 0)))", "Self-intersection"),
    ("POLYGON ((1 1, 1 1, 1 1, 1 1))", "invalid polygon: Too few points"),
    ("POLYGON ((0 0, 1 0, 2 0, 0 0))", "invalid polygon"),
    ("{", "not JSON: byte 1"), ("{}", "expected a string \"type\", found nothing"),
    (#"{"type":4}"#, "found a number"),
    (String(repeating: "{\"type\":", count: 100_000), "not JSON"),
    (
      String(repeating: "{\"type\":", count: 300) + "1" + String(repeating: "}", count: 300),
      "nested deeper"
    ),
    (
      #"{"type":"Point","coordinates":[1,2]}"#,
      "expected a Polygon or MultiPolygon, found type \"Point\""
    ),
    (#"{"type":"GeometryCollection","geometries":[]}"#, "found type \"GeometryCollection\""),
    (#"{"type":"Polygon"}"#, "expected an array \"coordinates\", found nothing"),
    (#"{"type":"Polygon","coordinates":[]}"#, "no polygon"),
    (#"{"type":"MultiPolygon","coordinates":[]}"#, "no polygon"),
    (#"{"type":"MultiPolygon","coordinates":[[]]}"#, "polygon 1: no polygon"),
    (#"{"type":"Polygon","coordinates":[[]]}"#, "the ring has 0 positions"),
    (
      #"{"type":"Polygon","coordinates":[[0,0],[1,0],[1,1],[0,0]]}"#,
      "expected a position [longitude, latitude], found a number"
    ),
    (
      #"{"type":"Polygon","coordinates":[[[[0,0]],[1,0],[1,1],[0,0]]]}"#,
      "position 1: expected a number, found an array"
    ),
    (
      #"{"type":"Polygon","coordinates":[[[0,0],[1],[1,1],[0,0]]]}"#,
      "position 2: expected a position"
    ),
    (
      #"{"type":"Polygon","coordinates":[[[0,0],["1",0],[1,1],[0,0]]]}"#,
      "expected a number, found a string"
    ),
    (#"{"type":"Polygon","coordinates":[[[0,0],[null,0],[1,1],[0,0]]]}"#, "found null"),
    (#"{"type":"Polygon","coordinates":{"a":1}}"#, "found an object"),
    (#"{"type":"Feature","geometry":null}"#, "no polygon"),
    (#"{"type":"Feature"}"#, "found nothing"),
    (#"{"type":"FeatureCollection","features":[]}"#, "no polygon"),
    (#"{"type":"FeatureCollection"}"#, "an array \"features\""),
    (
      #"{"type":"FeatureCollection","features":[null]}"#,
      "feature 1: expected a Feature, found null"
    ),
    (
      #"{"type":"FeatureCollection","features":[{"type":"Polygon"}]}"#,
      "feature 1: expected a Feature"
    ),
    (#"[1]"#, "found '['"),
  ]

  @Test(arguments: refusals) func badTextsAreRefused(text: String, says: String) {
    let error = #expect(throws: PolygonError.self) { try Polygon(parsing: text) }
    let words = error?.description ?? ""
    #expect(words.contains(says), "\(text.prefix(80)): \(words)")
  }

  @Test func reasonsCanBeTold() throws {
    let bowtie = #expect(throws: PolygonError.self) {
      try Polygon(parsing: "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))")
    }
    #expect(bowtie?.reason == .invalid("Self-intersection", longitude: 0.5, latitude: 0.5))
    let open = #expect(throws: PolygonError.self) {
      try Polygon(parsing: "POLYGON ((0 0, 1 0, 1 1, 0 1))")
    }
    #expect(open?.reason == .notClosed && open?.place.ring == 1 && open?.place.position == nil)
    let triangle = "POLYGON ((0 0, 1 0, 1 1, 0 0))"
    let large = #expect(throws: PolygonError.self) {
      try Polygon(parsing: triangle, limits: .init(vertices: 3))
    }
    #expect(large?.reason == .tooManyVertices(limit: 3) && large?.place.description == "")
    let holes = String(repeating: ", (0 0, 1 0, 1 1, 0 0)", count: 500)
    let many = #expect(throws: PolygonError.self) {
      try Polygon(parsing: "POLYGON ((0 0, 1 0, 1 1, 0 0)\(holes))")
    }
    #expect(
      many?.reason == .tooManyRings(limit: 500)
        && many?.description.hasPrefix("more than 500 rings") == true)
    #expect(try Polygon(parsing: triangle, limits: .init(vertices: 4)).vertexCount == 4)
  }

  /// Every beginning of a text, and every text with one byte changed, gives a polygon or an error.
  @Test(arguments: [
    """
    SRID=4326;MULTIPOLYGON Z (((0 0 1, 1.5e0 0 2, 1 1 3, 0 0 4), (0.5 0.2 1, .6 0.2 1, 0.6 0.3 1, \
    0.5 0.2 1)))
    """,
    #"""
    {"type":"FeatureCollection","features":[{"type":"Feature","geometry":\#
    {"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}
    """#,
  ])
  func damagedTextsNeverTrap(text: String) {
    let seed: UInt64 = 9
    var random = SeededGenerator(seed: seed)
    let bytes = Array(text.utf8)
    var refused = 0
    for length in 0...bytes.count {
      let start = Array(bytes[0..<length])
      if (try? Polygon(parsing: start.span)) == nil { refused += 1 }
    }
    #expect(refused >= bytes.count - 2)
    for _ in 0..<2000 {
      var damaged = bytes
      damaged[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
        in: 0...255, using: &random)
      _ = try? Polygon(parsing: damaged.span)
    }
  }
}
