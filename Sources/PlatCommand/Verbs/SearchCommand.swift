import Plat
import PlatJSON
import PlatListings
import PlatSearch

/// `plat search`: finds matching listings.
enum SearchCommand {
  static let command = Command(
    name: "search", summary: "Search an index by price, size, place and more.",
    usage: "INDEX [--for sale|rent] [filters] [--sort K] [--limit N] [--explain] [--json]",
    discussion: """
      Every filter that is given must hold. Without --standard-status only Active listings match. \
      The page is sorted by
      --sort; without it the newest come first, or with --near the nearest. Totals are exact.

      Examples:
        plat search indexes/demo --for sale --city "palm springs" --min-beds 3 --max-price 900k \
      --sort price
        plat search indexes/demo --near 33.8303,-116.5453 --radius 1mi --explain
        plat search indexes/demo --within region.geojson --facets city,beds,price --statistics \
      --limit 0
      """,
    options: FilterOptions.options(SearchParameter.all) + [
      Option("json", nil, "Print the answer as JSON.")
    ], operands: 1...1, body: run)

  private static func run(_ arguments: Arguments) throws {
    let parameters = try FilterOptions.values(of: SearchParameter.all, in: arguments)
    try FilterOptions.read(arguments) { () throws(ParameterError) in
      try SearchParameters.check(parameters)
    }
    let database = try ListingsDatabase(opening: arguments.operands[0])
    for refused in database.refusedSnapshots {
      Console.error("plat search: passed over \(refused)")
    }
    let request = try FilterOptions.read(arguments) { () throws(ParameterError) in
      try SearchParameters.request(parameters, in: database, areas: AreaLookup(database))
    }
    let result = try database.search(request)
    for line in FilterOptions.lines(result.warnings) { Console.error("plat search: \(line)") }
    if arguments.has("json") {
      var writer = JSONWriter()
      database.write(result, of: request, to: &writer)
      Console.print(writer.bytes)
    } else {
      Console.print(ResultText(database, request, result).text)
    }
  }
}
