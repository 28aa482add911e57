internal import Plat
internal import PlatCommon

/// The values of a route's own parameters, checked by the table.
extension Call {
  /// A parameter as a text; nil where it is not given.
  func text(_ name: String) throws(Problem) -> String? {
    let parameter = try own(name)
    guard let text = try given(parameter) else { return nil }
    switch parameter.kind {
    case .word(let length):
      guard length.contains(text.unicodeScalars.count) else { throw parameter.refusing(text) }
    case .choice(let words):
      guard words.contains(text) else { throw parameter.refusing(text) }
    default: break
    }
    return text
  }

  /// A parameter that must be given, as a text.
  func requiredText(_ name: String) throws(Problem) -> String {
    guard let text = try text(name) else { throw try own(name).missing }
    return text
  }

  /// A parameter as a number; nil where it is not given.
  func decimal(_ name: String) throws(Problem) -> Double? {
    let parameter = try own(name)
    guard let text = try given(parameter) else { return nil }
    guard let number = Double(text), number.isFinite else { throw parameter.refusing(text) }
    switch parameter.kind {
    case .number(let range): guard range.contains(number) else { throw parameter.refusing(text) }
    case .whole(let range):
      guard let whole = Int(exactly: number), range.contains(whole) else {
        throw parameter.refusing(text)
      }
    default: break
    }
    return number
  }

  /// A parameter as a flag; nil where it is not given.
  func flag(_ name: String) throws(Problem) -> Bool? {
    let parameter = try own(name)
    switch try given(parameter)?.lowercased() {
    case nil: return nil
    case "true": return true
    case "false": return false
    case let text?: throw parameter.refusing(text)
    }
  }

  /// A parameter as texts, blanks around them taken away, empty ones left out.
  func texts(_ name: String) throws(Problem) -> [String] {
    guard let text = try given(try own(name)) else { return [] }
    return text.unicodeScalars.split(separator: ",").map(\.withoutBlanks).filter { !$0.isEmpty }
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
