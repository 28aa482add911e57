import Plat
import PlatCommon
import PlatSearch

/// `plat export`: writes every match to a file.
enum ExportCommand {
  /// The parameters that choose listings.
  private static let parameters = SearchParameter.filters

  static let command = Command(
    name: "export", summary: "Write every match to a file: NDJSON, CSV or GeoJSON.",
    usage: "INDEX [filters] --out FILE|- [--format ndjson|csv|geojson] [--all-fields]",
    discussion: """
      Writes the public fields of all matches, in the order in which listings were first added. \
      Without --standard-status
      only Active listings match. --all-fields writes the stored documents whole, private members \
      too. CSV has the
      catalogue's fields without lists such as photos. What plat export writes, plat build reads.

      Examples:
        plat export indexes/demo --city indio --out indio.csv
        plat export indexes/demo --standard-status any --all-fields --out backup.ndjson
        plat export indexes/demo --within region.geojson --format geojson --out - > homes.geojson
      """,
    options: FilterOptions.options(parameters) + [
      Option("out", "FILE", "File to write; - for standard output."),
      Option(
        "format", "F", "ndjson, csv or geojson (default: as FILE ends, ndjson for -)."),
      Option("all-fields", nil, "Write private members too."),
    ], operands: 1...1, body: run)

  private static func run(_ arguments: Arguments) throws {
    let values = try FilterOptions.values(of: parameters, in: arguments)
    try FilterOptions.read(arguments) { () throws(ParameterError) in
      try SearchParameters.check(values)
    }
    let path = try arguments.required("out")
    let format = try format(arguments.value("format"), path)
    let database = try ListingsDatabase(opening: arguments.operands[0])
    for refused in database.refusedSnapshots {
      Console.error("plat export: passed over \(refused)")
    }
    let request = try FilterOptions.read(arguments) { () throws(ParameterError) in
      try SearchParameters.request(values, in: database, areas: AreaLookup(database))
    }
    for line in FilterOptions.lines(try database.warnings(of: values)) {
      Console.error("plat export: \(line)")
    }
    var export = try database.export(
      request, as: format, allFields: arguments.has("all-fields"))
    let file = path == "-" ? .standardOutput : try FileOutput(replacing: path)
    let progress = ProgressLine()
    var bytes: [UInt8] = []
    do {
      while try export.next(into: &bytes) {
        try file.write(bytes)
        bytes.removeAll(keepingCapacity: true)
        progress.show(
          "\(NumberText.grouped(export.position)) of \(NumberText.grouped(export.count)) listings")
      }
      progress.end()
      try file.close()
    } catch {
      progress.end()
      file.discard()
      throw error
    }
    if path != "-" {
      Console.print("wrote \(NumberText.grouped(export.written)) listings to \(path)")
    }
  }

  private static func format(_ name: String?, _ path: String) throws -> ExportFormat {
    if let name {
      guard let format = ExportFormat(rawValue: name) else {
        throw UsageError(message: "--format is \(name), expected ndjson, csv or geojson")
      }
      return format
    }
    if path == "-" { return .ndjson }
    guard let format = ExportFormat(fileName: path) else {
      throw UsageError(
        message: "--out is \(path), expected a name that ends with .ndjson, .csv or .geojson, "
          + "or --format with it")
    }
    return format
  }
}
