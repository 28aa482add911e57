internal import Plat
internal import PlatAssistant

/// The values of a route's own parameters, validated by its table.
extension Call {
  /// A parameter as a text; nil if missing.
  func text(_ name: String) throws(Problem) -> String? {
    let parameter = try own(name)
    guard let text = try given(parameter) else { return nil }
    guard parameter.kind.allows(text) else { throw parameter.refusing(text) }
    return text
  }

  /// A required parameter as a text.
  func requiredText(_ name: String) throws(Problem) -> String {
    guard let text = try text(name) else { throw try own(name).missing }
    return text
  }

  /// A parameter as a flag; nil if missing.
  func flag(_ name: String) throws(Problem) -> Bool? {
    let parameter = try own(name)
    guard let text = try given(parameter) else { return nil }
    guard let flag = ValueKind.flag(text) else { throw parameter.refusing(text) }
    return flag
  }

  /// A parameter of the table.
  private func own(_ name: String) throws(Problem) -> RouteParameter {
    guard let parameter = route.parameters.first(where: { $0.name == name }) else {
      throw Problem(500, "index", "Internal Server Error", "the table of routes has no \(name)")
    }
    return parameter
  }

  private func given(_ parameter: RouteParameter) throws(Problem) -> String? {
    if let value = try value(parameter.name) { return value }
    if parameter.isRequired { throw parameter.missing }
    return nil
  }
}
