import Foundation
import PlatGeometry
import PlatJSON
import PlatTestSupport
import Testing

@Suite(.timeLimit(.minutes(30))) struct BoundaryFileTests {
  typealias File = (file: String, features: Int, refused: Int)

  static let extracts: [File] = [
    ("seattle-zip-codes.geojson", 32, 0), ("coachella-valley-cities.geojson", 23, 0),
  ]

  static let larger: [File] = [
    ("seattle-neighborhoods.geojson", 90, 0), ("seattle-city-limits.geojson", 29, 0),
    ("los-angeles-county-neighborhoods.geojson", 272, 1),
  ]

  @Test(arguments: extracts) func featuresAreThoseOfGEOS(file: String, features: Int, refused: Int)
    throws
  {
    try compareWithGEOS(file, features: features, refused: refused)
    try readWhole(file, refused: refused)
  }

  @Test(.enabled(if: RealData.isThere("boundaries"), "\(RealData.hint)"), arguments: larger)
  func featuresOfLargerFilesAreThoseOfGEOS(file: String, features: Int, refused: Int) throws {
    try compareWithGEOS(file, features: features, refused: refused)
    try readWhole(file, refused: refused)
  }

  /// Each feature alone, and a random sample of its positions, against GEOS.
  private func compareWithGEOS(_ file: String, features: Int, refused: Int) throws {
    let seed: UInt64 = 500
    var random = SeededGenerator(seed: seed)
    let bytes = try RealData.bytes("boundaries/" + file)
    let plain = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    let plainFeatures = try #require(plain["features"] as? [[String: Any]])
    var parser = JSONParser()
    let root = try parser.parse(bytes.span)
    var cursor = root["features"].elements
    var read = 0
    var errors: [String] = []
    while cursor.next() {
      defer { read += 1 }
      let polygon: Polygon
      do throws(PolygonError) {
        polygon = try Polygon(geoJSON: cursor.value)
      } catch {
        errors.append(error.description)
        continue
      }
      let geometry = try #require(plainFeatures[read]["geometry"] as? [String: Any])
      let polygons: [[[[Double]]]] =
        if geometry["type"] as? String == "Polygon" {
          [try #require(geometry["coordinates"] as? [[[Double]]])]
        } else {
          try #require(geometry["coordinates"] as? [[[[Double]]]])
        }
      let oracle = try #require(GEOSOracle(wkt: wkt(polygons)))
      let box = polygon.boundingBox
      var positions = (0..<20).map { _ in
        Coordinate(
          longitude: .random(in: box.west...box.east, using: &random),
          latitude: .random(in: box.south...box.north, using: &random))
      }
      // Most vertices are on the grid, so they lie on the border.
      let ring = try #require(polygons.first?.first)
      for _ in 0..<5 {
        let vertex = try #require(ring.randomElement(using: &random))
        positions.append(
          try #require(Coordinate(latitudeDegrees: vertex[1], longitudeDegrees: vertex[0])))
      }
      for position in positions {
        #expect(
          polygon.contains(position) == oracle.covers(position),
          "seed \(seed), feature \(read + 1): \(position)")
      }
      for _ in 0..<4 {
        let a = try #require(positions.randomElement(using: &random))
        let b = Coordinate(
          longitude: a.longitude + Int32.random(in: 0...20_000, using: &random),
          latitude: a.latitude + Int32.random(in: 0...20_000, using: &random))
        let small = Box(west: a.longitude, south: a.latitude, east: b.longitude, north: b.latitude)
        let relation = polygon.relation(to: small)
        if relation != .crosses {
          #expect(
            relation == oracle.relation(to: small), "seed \(seed), feature \(read + 1): \(small)")
        }
      }
    }
    #expect(read == features)
    #expect(errors.count == refused, "\(errors)")
    #expect(
      errors.allSatisfy {
        $0.contains("invalid polygon: Too few points") && $0.contains("longitude")
      }, "\(errors)")
  }

  private func readWhole(_ file: String, refused: Int) throws {
    let bytes = try RealData.bytes("boundaries/" + file)
    if refused == 0 {
      #expect(try Polygon(parsing: bytes.span).vertexCount > 1000)
    } else {
      let error = #expect(throws: PolygonError.self) { try Polygon(parsing: bytes.span) }
      #expect(error?.place.feature != nil, "the refusal names the feature")
    }
  }

  /// The result of each file, named after its fault: words of the reason, or "" for a polygon.
  static let conformance: [String: String] = [
    "problematic_3d_coordinates": "", "problematic_4d_coordinates": "",
    "problematic_crosses_antimeridian": "",
    "problematic_duplicate_nodes": "", "problematic_excessive_coordinate_precision": "",
    "problematic_excessive_vertices": "", "problematic_holes": "",
    "problematic_feature_null_geometry": "no polygon",
    "problematic_inner_and_exterior_ring_intersect": "Self-intersection at longitude 13.38",
    "problematic_multitype_geometry_with_just_one_geometry": "",
    "problematic_outside_lat_lon_boundaries": "longitude -190.6",
    "problematic_self_intersection_large": "Self-intersection",
    "problematic_self_intersection_small": "Self-intersection",
    "problematic_wrong_bbox_coordinate_order": "",
    "problematic_zero_length_linestring": "LineString",
    "problematic_crs_defined": "longitude 797494", "problematic_geometry_not_wrapped": "",
    "problematic_geometrycollection_single": "GeometryCollection", "invalid_exterior_not_ccw": "",
    "invalid_incorrect_geometry_data_type": "LineString", "invalid_interior_not_cw": "",
    "invalid_less_three_unique_nodes": "3 positions", "invalid_unclosed": "not closed",
    "valid_geometry_polygon": "",
    "valid_geometry_multipolygon": "",
  ]

  @Test func conformanceFilesGiveAPolygonOrAnError() throws {
    var read = 0
    var known = 0
    for path in try RealData.files(
      of: .extracts, below: "boundaries/geojson-conformance", ending: ".geojson")
    {
      read += 1
      let file = URL(fileURLWithPath: path)
      let bytes = try RealData.bytes(path)
      var words = ""
      do throws(PolygonError) {
        let polygon = try Polygon(parsing: bytes.span)
        #expect(polygon.vertexCount >= 4)
      } catch {
        words = error.description
        #expect(!words.isEmpty)
      }
      if let expected = Self.conformance[file.deletingPathExtension().lastPathComponent] {
        known += 1
        #expect(
          expected.isEmpty ? words.isEmpty : words.contains(expected),
          "\(file.lastPathComponent): \(words)")
      }
    }
    #expect(read == 74)
    #expect(known == Self.conformance.count)
  }
}
