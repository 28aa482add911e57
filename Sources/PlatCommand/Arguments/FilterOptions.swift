import FoundationEssentials
import Plat

/// Search parameters as options of a verb.
enum FilterOptions {
  /// The options of some parameters.
  static func options(_ parameters: [SearchParameter]) -> [Option] {
    parameters.map {
      let isSwitch = $0.isSwitch
      let value: String =
        switch $0.effect {
        case .within: "FILE"
        case .bbox: "W,S,E,N"
        case .tree: "JSON"
        case .near: "LAT,LON"
        case .sort: "K"
        case .limit, .page: "N"
        case .listingFor: "sale|rent"
        default: "VALUE"
        }
      let summary =
        $0.effect == .within
        ? "File with a polygon or multipolygon, as GeoJSON or WKT; or place:ID, area:NAME."
        : $0.summary
      return Option(
        $0.optionName, isSwitch ? nil : value, summary, repeats: $0.takesList,
        alias: $0.effect == .listingFor ? "listing-for" : nil, mayBeEmpty: true)
    }
  }

  /// The names and values of the given parameters; files are read.
  static func values(
    of parameters: [SearchParameter], in arguments: Arguments
  ) throws -> [(name: String, value: String)] {
    var values: [(name: String, value: String)] = []
    for parameter in parameters {
      for value in arguments.all(parameter.optionName) {
        let isFile = parameter.effect == .within && AreaReference(value) == nil
        let text = isFile ? try contents(value) : parameter.plain(value)
        values.append((parameter.name, parameter.isSwitch ? "true" : text))
      }
    }
    return values
  }

  /// Reads parameters.
  ///
  /// An invalid parameter is a usage error; a file with an invalid polygon is a file problem.
  static func read<Result>(
    _ arguments: Arguments, _ body: () throws(ParameterError) -> Result
  ) throws -> Result {
    do throws(ParameterError) { return try body() } catch {
      if error.parameter == "within", case .badValue = error.reason {
        throw FileProblem(
          path: arguments.value("within") ?? "", reason: "expected \(error.expected)")
      }
      throw error.usage { SearchParameter.named($0)?.optionName }
    }
  }

  private static func contents(_ path: String) throws -> String {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FileProblem(
        path: path, reason: "the file cannot be read, expected a polygon as GeoJSON or WKT")
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// One line for each warning about a value that no listing has.
  static func lines(_ warnings: [SearchWarning]) -> [String] {
    warnings.map { warning in
      let option = SearchParameter.named(warning.parameter)?.optionName ?? warning.parameter
      return "no listing has the --\(option) \"\(warning.value)\""
        + (warning.nearest.map { "; did you mean \($0)?" } ?? "")
    }
  }
}
