import Plat
import PlatCompression
import PlatGeometry
import PlatJSON
import PlatTiles

/// `plat tile`: writes one map tile.
enum TileCommand {
  static let command = Command(
    name: "tile", summary: "Print one map tile: clusters and listings, under any filter.",
    usage: "INDEX Z/X/Y [filters] [--format json|mvt] [--limit N] [--gzip]",
    discussion: """
      Z/X/Y numbers tiles as web maps do. json is a GeoJSON FeatureCollection; mvt is a Mapbox \
      Vector Tile 2.1, whose layer
      is called listings. Without --standard-status only Active listings are counted.

      Examples:
        plat tile indexes/demo 10/180/409
        plat tile indexes/demo 12/721/1638 --min-price 500000 --has-pool true
        plat tile indexes/demo 10/180/409 --format mvt > tile.mvt
      """,
    options: FilterOptions.options(SearchParameter.filters) + [
      Option("format", "json|mvt", "Output format (default: json)."),
      Option(
        "limit", "N",
        "Maximum number of features, from 1 (default: \(ListingMap.defaultFeatureLimit))."),
      Option("gzip", nil, "Compress the bytes."),
    ], operands: 2...2, body: run)

  private static func run(_ arguments: Arguments) throws {
    let tile = try tile(arguments.operands[1])
    let parameters = try FilterOptions.values(of: SearchParameter.filters, in: arguments)
    try FilterOptions.read(arguments) { () throws(ParameterError) in
      try MapParameters.check(parameters)
    }
    let limit = try arguments.number("limit", 1...1_000_000) ?? ListingMap.defaultFeatureLimit
    let format = arguments.value("format") ?? "json"
    guard ["json", "mvt"].contains(format) else {
      throw UsageError(message: "--format is \(format), expected json or mvt")
    }
    let database = try ListingsDatabase(opening: arguments.operands[0])
    for refused in database.refusedSnapshots { Console.error("plat tile: passed over \(refused)") }
    let query = try FilterOptions.read(arguments) { () throws(ParameterError) in
      try MapParameters.query(parameters, in: database, areas: AreaLookup(database))
    }
    for line in FilterOptions.lines(try database.warnings(of: parameters)) {
      Console.error("plat tile: \(line)")
    }
    var bytes: [UInt8]
    if format == "mvt" {
      bytes = try database.map.vectorTile(tile, matching: query, limit: limit)
    } else {
      var writer = JSONWriter()
      try database.map.writeGeoJSON(tile, matching: query, limit: limit, to: &writer)
      writer.newline()
      bytes = writer.bytes
    }
    if arguments.has("gzip") { bytes = Gzip.compress(bytes.span) }
    Console.write(bytes)
  }

  private static func tile(_ text: String) throws -> Tile {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let z = parts[0], let x = parts[1], let y = parts[2] else {
      throw UsageError(message: "the tile is \(text), expected Z/X/Y such as 10/180/409")
    }
    guard let tile = Tile(z: z, x: x, y: y) else {
      throw UsageError(
        message:
          """
          there is no tile \(text): zooms go from 0 to \(Tile.zoomLimit), columns and rows from 0 \
          to 2^Z - 1
          """
      )
    }
    return tile
  }
}
