import FoundationEssentials
import Plat

/// Search parameters as options of a verb.
enum FilterOptions {
  /// The options of some parameters.
  static func options(_ parameters: [SearchParameter]) -> [Option] {
    parameters.map {
      let isSwitch = $0.effect == .statistics || $0.effect == .explain
      let value: String =
        switch $0.effect {
        case .within: "FILE"
        case .bbox: "W,S,E,N"
        case .near: "LAT,LON"
        case .sort: "K"
        case .limit, .page: "N"
        default: "VALUE"
        }
      let summary =
        $0.effect == .within
        ? "A file with a polygon or multipolygon, as GeoJSON or WKT; or place:ID, area:NAME."
        : $0.summary
      return Option($0.optionName, isSwitch ? nil : value, summary, repeats: repeats($0))
    }
  }

  private static func repeats(_ parameter: SearchParameter) -> Bool {
    if case .oneOf = parameter.effect { return true }
    return false
  }

  /// The names and values of the parameters that are given; files are read.
  static func values(
    of parameters: [SearchParameter], in arguments: Arguments
  ) throws -> [(name: String, value: String)] {
    var values: [(name: String, value: String)] = []
    for parameter in parameters {
      for value in arguments.all(parameter.optionName) {
        let isFile = parameter.effect == .within && AreaReference(value) == nil
        values.append((parameter.name, isFile ? try contents(value) : value))
      }
    }
    return values
  }

  /// Where an area or a place is looked up, if a parameter names one.
  static func areas(
    of parameters: [(name: String, value: String)], in index: String
  ) throws -> AreaLookup? {
    let namesArea = parameters.contains {
      SearchParameter.named($0.name)?.effect == .within && AreaReference($0.value) != nil
    }
    return namesArea ? AreaLookup(try ListingsDatabase(opening: index)) : nil
  }

  /// Reads parameters; one that cannot be is wrong usage.
  static func read<Result>(_ body: () throws(ParameterError) -> Result) throws -> Result {
    do throws(ParameterError) { return try body() } catch {
      throw UsageError(
        message:
          "--\(SearchParameter.named(error.parameter)?.optionName ?? error.parameter): \(error)")
    }
  }

  private static func contents(_ path: String) throws -> String {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FileProblem(
        path: path, reason: "the file cannot be read, expected a polygon as GeoJSON or WKT")
    }
    return String(decoding: data, as: UTF8.self)
  }
}
