internal import Plat
internal import PlatAssistant

/// One of a route's own parameters.
///
/// One table validates the input and is the source of `/openapi.json`.
struct RouteParameter: Sendable {
  /// Its location; `body` is a member of the JSON object of a POST.
  enum Place: String, Sendable { case path, query, body }

  let name: String
  let place: Place
  /// The kind of its values.
  let kind: ValueKind
  let summary: String
  let example: String
  let isRequired: Bool

  init(
    _ name: String, in place: Place, _ summary: String, as kind: ValueKind = .text, example: String,
    isRequired: Bool = false
  ) {
    self.name = name
    self.place = place
    self.kind = kind
    self.summary = summary
    self.example = example
    self.isRequired = isRequired || place == .path
  }

  /// Makes a body member from a tool's parameter.
  init(_ parameter: ToolParameter) {
    self.init(
      parameter.name, in: .body, parameter.summary, as: parameter.kind, example: parameter.example,
      isRequired: parameter.isRequired)
  }

  /// The expected value, in words.
  var expected: String { kind.expected }

  /// The problem of an invalid value, with the nearest valid one.
  func refusing(_ value: String) -> Problem {
    var problem = Problem.badValue(name, value, expected: expected)
    problem.nearest = kind.nearest(to: value)
    problem.teach(self)
    return problem
  }

  /// The problem of a missing parameter.
  var missing: Problem {
    var problem = Problem(
      400, "missing-parameter", "Missing parameter",
      "\(name) is missing, expected \(expected)", parameter: name)
    problem.teach(self)
    return problem
  }
}
