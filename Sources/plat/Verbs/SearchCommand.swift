import Foundation
import JSON
import Listings
import Plat
import Search

/// `plat search`: listings that match.
enum SearchCommand {
  static let command = Command(
    name: "search", summary: "Search an index by price, size, place and more.",
    usage: "INDEX [filters] [--sort K] [--limit N] [--explain] [--json]",
    discussion: """
      Every filter that is given must hold. Without --standard-status only Active listings match. The page is sorted by
      --sort; without it the newest come first, or with --near the nearest. Totals are exact.

      Examples:
        plat search indexes/demo --city "palm springs" --min-beds 3 --has-pool true --sort price
        plat search indexes/demo --near 33.8303,-116.5453 --radius 1mi --explain
        plat search indexes/demo --within region.geojson --facets city,beds,price --statistics --limit 0
      """,
    options: SearchParameter.all.map {
      let isSwitch = $0.effect == .statistics
      let value: String =
        switch $0.effect {
        case .within: "FILE"
        case .bbox: "W,S,E,N"
        case .near: "LAT,LON"
        case .sort: "K"
        case .limit, .page: "N"
        default: "VALUE"
        }
      let summary = $0.effect == .within ? "A file with a polygon or multipolygon, as GeoJSON or WKT." : $0.summary
      return Option($0.optionName, isSwitch ? nil : value, summary, repeats: Self.repeats($0))
    } + [
      Option("explain", nil, "Tell how the answer was found."),
      Option("json", nil, "Print the answer as JSON."),
    ], operands: 1...1, body: run)

  private static func repeats(_ parameter: SearchParameter) -> Bool {
    if case .oneOf = parameter.effect { return true }
    return false
  }

  private static func run(_ arguments: Arguments) throws {
    var parameters: [(name: String, value: String)] = []
    for parameter in SearchParameter.all {
      for value in arguments.all(parameter.optionName) {
        parameters.append((parameter.name, parameter.effect == .within ? try contents(value) : value))
      }
    }
    let database = try ListingsDatabase(opening: arguments.operands[0])
    for refused in database.refusedSnapshots { Console.error("plat search: passed over \(refused)") }
    var request: SearchRequest
    do { request = try SearchParameters.request(parameters) } catch {
      throw UsageError(message: "--\(SearchParameter.named(error.parameter)?.optionName ?? error.parameter): \(error)")
    }
    request.wantsExplanation = arguments.has("explain")
    let result = try database.search(request)
    if arguments.has("json") {
      var writer = JSONWriter()
      database.write(result, of: request, to: &writer)
      Console.print(writer.bytes)
    } else {
      Console.print(ResultText(database, request, result).text)
    }
  }

  private static func contents(_ path: String) throws -> String {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FileProblem(path: path, reason: "the file cannot be read, expected a polygon as GeoJSON or WKT")
    }
    return String(decoding: data, as: UTF8.self)
  }
}
