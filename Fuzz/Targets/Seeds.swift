import Foundation
import Plat

/// Initial inputs: the files of `samples/`, and small ones for other cases.
enum Seeds {
  private static let samples = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(
      path: "samples")

  private static func sample(_ name: String) -> [UInt8] {
    guard let data = try? Data(contentsOf: samples.appending(path: name)) else {
      fatalError("samples/\(name) is missing")
    }
    return [UInt8](data)
  }

  /// Feeds, each after two option bytes (`FeedRun`).
  static let feeds: [[UInt8]] =
    ["listings.ndjson", "listings.csv", "reso-page.json", "spark-page.json"].map {
      [40, 2] + sample($0)
    }
    + small.enumerated().map { [UInt8($0 * 7 % 256), UInt8($0 * 5 % 64)] + Array($1.utf8) }

  /// The same for gzip: the target reads the first four bytes of the file itself.
  static let gzip: [[UInt8]] =
    [[40, 2] + sample("listings.ndjson.gz").dropFirst(4)] + feeds.suffix(small.count)

  private static let small = [
    """
    {"listingKey":"A1","standardStatus":"Active","listPrice":450000,"latitude":33.8,\
    "longitude":-116.5}\n{"ListingKey":"A2","StandardStatus":"Closed","ClosePrice":"1e3",\
    "CloseDate":"2026-02-30","BedsTotal":33}\n
    """,
    """
    [{"ListingId":"1","Latitude":"33.1 ","Longitude":-181},{"ListingKey":null},7,{"a":[[[[{}]]]]}]
    """,
    """
    {"@odata.context":"x","value":[{"ListingKey":"B","Media":[{"MediaURL":"u","Order":2}]}],\
    "@odata.nextLink":"n"}
    """,
    """
    {"D":{"Success":true,"Results":[{"Id":"C","StandardFields":{"ListPrice":"********",\
    "Photos":[{"Id":"1","Uri300":"u"}]}}]}}
    """,
    #"{"D":{"Success":false,"Code":1000,"Message":"no"}}"#,
    """
    {"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point",\
    "coordinates":[-116.5,33.8]},"properties":{"listingKey":"G","listPrice":1}}]}
    """,
    """
    listingKey,listPrice,city,latitude,longitude\nA,1,"Palm ""Springs""\",33.8,-116.5\r\n\
    B,"2\n3",,91,1e400\n"C
    """,
    "ListingKey;ListPrice;City\nA;1,5;x\nB;2;y;z\n",
    "id\tprice\tLatitude\tLongitude\nX\t100\t2100000\t6050000\n",
    """
    \u{FEFF}{"listingKey":"\u{1F3E0}","publicRemarks":"\\ud83c\\u0000"}\n\n\u{1E}{"listingKey":"k"
    """,
    "{\"value\":[{\"ListingKey\":\"1\"},{\"ListingKey\":\"2\"",
    String(repeating: "[", count: 600),
  ]

  /// Polygons as WKT and GeoJSON.
  static let polygons: [[UInt8]] =
    [sample("region-palm-springs.geojson"), sample("region-palm-springs.wkt")]
    + [
      """
      POLYGON((-118 33,-116 33,-116 35,-118 35,-118 33),(-117.5 33.5,-117 33.5,-117 34,-117.5 \
      33.5))
      """,
      "SRID=4326;MULTIPOLYGON Z (((0 0 1,1 0 1,1 1 1,0 0 1)),((5 5 1,6 5 1,6 6 1,5 5 1)))",
      "polygon empty", "POLYGON((0 0,1 1,1 0,0 1,0 0))",
      "POLYGON((-180 -90,180 -90,180 90,-180 90,-180 -90))",
      "POLYGON((1e-320 0,0 0,1e-7 1e-7,1e-320 0))",
      #"{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]}"#,
      """
      {"type":"FeatureCollection","features":[{"type":"Feature","properties":null,\
      "geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}
      """,
      #"{"type":"GeometryCollection","geometries":[]}"#,
    ].map { Array($0.utf8) }

  /// Searches as `name=value` lines: the example of every parameter, alone and combined.
  static let parameters: [[UInt8]] =
    (SearchParameter.all.map { "\($0.name)=\($0.example)" } + [
      SearchParameter.all.filter { $0.name != "cursor" && $0.name != "page" }
        .map { "\($0.name)=\($0.example)" }.joined(separator: "\n"),
      "near=33.8,-116.5\nradius=1e30km\nsort=-distance", "bbox=179,-90,-179,90\nstandardStatus=any",
      "minPrice=-9223372036854775808\nmaxPrice=9223372036854775807", "limit=500\npage=2147483648",
      "near=90,180\nsort=distance\nstandardStatus=any\nlimit=500", "minbeds=1", "maxPrice=1e300",
    ]).map { Array($0.utf8) }

  /// Maps as lines: the example of every filter, alone and combined, with tiles and cluster ids.
  static let maps: [[UInt8]] =
    (SearchParameter.filters.map { "9/89/204\n\($0.name)=\($0.example)\n1" } + [
      "0/0/0\n5/5/12\n12/718/1635\n17/23000/52000\n24/0/16777215\n0\n64\n9007199254740991",
      SearchParameter.filters.map { "\($0.name)=\($0.example)" }.joined(separator: "\n")
        + "\n10/179/408\n32",
      "1/1/1\n8/44/102\nstandardStatus=any\n18446744073709551615\n4294967296\n31",
      "25/0/0\n-1/0/0\n3/8/0\nnear=33.8,-116.5",
      "6/11/25\nbbox=179,-90,-179,90\nstandardStatus=any\n2048",
      "near=33.8,-116.5\nradius=1e30km\n4/2/6\n96", "sort=price\n1/0/0",
    ]).map { Array($0.utf8) }

  /// The contents of cursors, as bytes: one for each order, one with a NaN distance.
  static let cursors: [[UInt8]] = {
    var cursors: [[UInt8]] = []
    for order in Array(UInt8(0)...8) + Array(100...103) {
      let numbers = [UInt8](repeating: order &* 37, count: 16)
      cursors.append([1, order, order & 1] + numbers + Array("MLS1".utf8))
    }
    let zeros = [UInt8](repeating: 0, count: 14)
    cursors.append([1, 100, 0, 0x7F, 0xF8] + zeros)
    cursors.append([1, 100, 0, 0x40, 0xF8] + zeros)
    return cursors
  }()

  /// Bytes in base64url, without padding.
  static func base64URL(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
      "=", with: "")
  }
}
