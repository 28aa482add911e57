internal import Plat
internal import PlatCommon

/// A name and a value from a request, with the parameter that the name denotes.
struct Argument: Sendable {
  /// The parameter that a name denotes.
  enum Parameter: Sendable {
    /// One of the route's own parameters, by its position in the route's list.
    case own(Int)
    /// A search parameter that the route accepts.
    case search(SearchParameter)
    /// Unknown: the request is refused.
    case unknown
  }

  let name: String
  let value: String
  let parameter: Parameter
  /// Whether the value is an element of a JSON array, in which commas do not separate values.
  var isElement = false

  /// The argument of a search; nil for one of the route's own parameters.
  var search: SearchArgument? {
    guard case .search(let parameter) = parameter else { return nil }
    return SearchArgument(parameter, parameter.plain(value), isElement: isElement)
  }
}

extension Route {
  /// The parameter with a name, found in one table.
  func parameter(_ name: String) -> Argument.Parameter { table[name] ?? .unknown }

  /// A name and a value, with the parameter of that name.
  func argument(_ name: String, _ value: String) -> Argument {
    Argument(name: name, value: value, parameter: parameter(name))
  }

  /// Makes the table of all names that a query or body may contain.
  static func table(
    _ parameters: [RouteParameter], _ filters: Filters
  ) -> [String: Argument.Parameter] {
    var table: [String: Argument.Parameter] = [:]
    for parameter in Self.shared(filters) { table[parameter.name] = .search(parameter) }
    for (place, parameter) in parameters.enumerated() {
      table[parameter.name] = parameter.place == .path ? nil : .own(place)
    }
    return table
  }

  /// The search parameters that routes of a kind accept.
  private static func shared(_ filters: Filters) -> [SearchParameter] {
    switch filters {
    case .none: []
    case .map: SearchParameter.filters
    case .search: SearchParameter.all
    }
  }

  /// The search parameters that the route accepts, in the order of their list.
  var searchParameters: [SearchParameter] {
    let own = parameters.map(\.name)
    return Self.shared(filters).filter { !own.contains($0.name) }
  }

  /// All names that a query or body may contain.
  var queryNames: [String] {
    parameters.filter { $0.place != .path }.map(\.name) + searchParameters.map(\.name)
  }

  /// The arguments, if the route has all their parameters.
  ///
  /// - Throws: The problem of the first unknown name, with the nearest known one.
  func checked(_ arguments: [Argument]) throws(Problem) -> [Argument] {
    for argument in arguments {
      if case .unknown = argument.parameter { throw unknown(argument.name) }
    }
    return arguments
  }

  private func unknown(_ name: String) -> Problem {
    let names = queryNames
    // An address that was copied from HTML text.
    let isEscaped = name.hasPrefix("amp;")
    let nearest = Spelling.nearest(
      to: isEscaped ? String(name.dropFirst(4)) : name, among: names)
    let advice =
      nearest.map { "; did you mean \($0)?" + (isEscaped ? " Write & for &amp;" : "") }
      ?? (names.isEmpty
        ? "; this address takes none" : "; expected one of " + names.joined(separator: ", "))
    let detail =
      if name.isEmpty {
        "a parameter has no name; write name=value"
      } else if parameters.contains(where: { $0.place == .path && $0.name == name }) {
        "\(name) is a part of this address; it cannot be given again"
      } else {
        "there is no parameter \(name.shortened())" + advice
      }
    var problem = Problem(
      400, "unknown-parameter", "Invalid parameter", detail, parameter: name.shortened())
    problem.nearest = nearest
    if !names.isEmpty { problem.expected = "one of " + names.joined(separator: ", ") }
    if let nearest {
      problem.example =
        parameters.first { $0.name == nearest }?.example ?? SearchParameter.named(nearest)?.example
    }
    return problem
  }
}
