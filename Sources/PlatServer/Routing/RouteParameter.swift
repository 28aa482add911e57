internal import Plat
internal import PlatAssistant

/// A parameter of a route's own.
///
/// One table checks the input, and is the source of `/openapi.json`.
struct RouteParameter: Sendable {
  /// Where it stands; `body` is a member of the JSON object of a POST.
  enum Place: String, Sendable { case path, query, body }

  let name: String
  let place: Place
  /// Its values.
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

  /// The parameter of a tool, as a member of a body.
  init(_ parameter: ToolParameter) {
    self.init(
      parameter.name, in: .body, parameter.summary, as: parameter.kind, example: parameter.example,
      isRequired: parameter.isRequired)
  }

  /// What a value must be, in words.
  var expected: String { kind.expected }

  /// The problem of a value that the parameter does not have, with the nearest one that it has.
  func refusing(_ value: String) -> Problem {
    var problem = Problem.badValue(name, value, expected: expected)
    problem.nearest = kind.nearest(to: value)
    problem.teach(self)
    return problem
  }

  /// The problem of its absence.
  var missing: Problem {
    var problem = Problem(
      400, "missing-parameter", "Missing parameter",
      "\(name) is missing, expected \(expected)", parameter: name)
    problem.teach(self)
    return problem
  }
}
