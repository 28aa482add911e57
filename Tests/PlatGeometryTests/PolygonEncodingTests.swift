import PlatCommon
import PlatTestSupport
import Testing

@testable import PlatGeometry

/// Polygons as bytes: the same for the same rings, readable again, and nothing else is accepted.
@Suite(.timeLimit(.minutes(30))) struct PolygonEncodingTests {
  private static let texts = [
    "POLYGON((0 0,10 0,10 10,0 10,0 0))",
    "POLYGON((0 0,10 0,10 10,0 10,0 0),(1 1,2 1,2 2,1 1),(4 4,5 4,5 5,4 4))",
    "MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((-5 -5,-4 -5,-4 -4,-5 -5),"
      + "(-4.6 -4.9,-4.4 -4.9,-4.4 -4.8,-4.6 -4.9)))",
    "POLYGON((-116.123456789012345 33.1,-116.1 33.3333333333333333,-116.2 33.4,"
      + "-116.123456789012345 33.1))",
    """
    {"type":"FeatureCollection","features":[
    {"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[0,0],[3,0],[3,3],[0,0]]]}},
    {"type":"Feature","geometry":{"type":"Polygon","coordinates":[[[1,0],[4,0],[4,3],[1,0]]]}}]}
    """,
  ]

  private static func read(_ bytes: [UInt8]) -> Polygon? { Polygon(encoded: bytes.span) }

  @Test(arguments: texts) func whatIsReadAgainIsTheSame(_ text: String) throws {
    let polygon = try Polygon(parsing: text)
    let bytes = polygon.encoded
    let again = try #require(Self.read(bytes))
    #expect(again == polygon && again.encoded == bytes)
    #expect(again.vertexCount == polygon.vertexCount && again.boundingBox == polygon.boundingBox)
    let few = Polygon(encoded: bytes.span, limits: .init(vertices: polygon.vertexCount - 1))
    #expect(few == nil)
  }

  @Test func oneShapeHasOneFormWhateverItIsWrittenIn() throws {
    let forms = [
      "POLYGON((0 0,10 0,10 10,0 0))", "polygon (( -0 0.0, 1e1 0, 10 10.0, 0 -0 ))",
      "SRID=4326;POLYGON Z((0 0 1,10 0 2,10 10 3,0 0 1))", "MULTIPOLYGON(((0 0,10 0,10 10,0 0)))",
      #"{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,0]]]}"#,
      #"{"type":"Feature","properties":null,"geometry":"#
        + #"{"type":"Polygon","coordinates":[[[0,0],[10,0],[10,10],[0,0]]]}}"#,
    ]
    let bytes = try forms.map { try Polygon(parsing: $0).encoded }
    #expect(Set(bytes).count == 1)
    #expect(try Polygon(parsing: "POLYGON((0 0,10 0,10 11,0 0))").encoded != bytes[0])
  }

  @Test func bytesOfNoPolygonAreRefused() throws {
    let whole = try Polygon(parsing: Self.texts[1]).encoded
    #expect(Self.read(whole) != nil)
    for length in 0..<whole.count {
      #expect(Self.read(Array(whole.prefix(length))) == nil, "\(length) bytes")
    }
    #expect(Self.read(whole + [0]) == nil && Self.read([0, 0, 0, 0]) == nil)
    // Changing a byte gives another polygon or none, and never ends the process.
    var draw = SeededGenerator(seed: 5)
    for _ in 0..<2_000 {
      var bytes = whole
      for _ in 0..<draw.int(1...3) {
        bytes[draw.int(0...bytes.count - 1)] = UInt8(draw.int(0...255))
      }
      if let polygon = Self.read(bytes) { #expect(Self.read(polygon.encoded) == polygon) }
    }
  }
}
