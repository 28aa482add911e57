internal import Plat
internal import PlatCommon

/// A parameter of a route's own.
///
/// One table checks what comes in, and is what `/openapi.json` and `/api/chat/functions` are made
/// from.
struct RouteParameter: Sendable {
  /// Where it stands; `body` is a member of the JSON object of a POST.
  enum Place: String, Sendable { case path, query, body }

  /// What values it has.
  enum Kind: Sendable, Equatable {
    /// Any text.
    case text
    /// A text of so many characters (Unicode scalars).
    case word(ClosedRange<Int>)
    /// A whole number.
    case whole(ClosedRange<Int>)
    /// A number.
    case number(ClosedRange<Double>)
    /// `true` or `false`.
    case flag
    /// One of some words.
    case choice([String])
    /// Texts: a list in a body, with commas between them in a query.
    case texts
  }

  let name: String
  let place: Place
  let kind: Kind
  let summary: String
  let example: String
  let isRequired: Bool

  init(
    _ name: String, in place: Place, _ summary: String, as kind: Kind = .text, example: String,
    isRequired: Bool = false
  ) {
    self.name = name
    self.place = place
    self.kind = kind
    self.summary = summary
    self.example = example
    self.isRequired = isRequired || place == .path
  }

  /// What a value must be, in words.
  var expected: String {
    switch kind {
    case .text: "a text"
    case .word(let length): "a text of \(length.lowerBound) to \(length.upperBound) characters"
    case .whole(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .number(let range):
      "a number from \(NumberText.shortest(range.lowerBound)) to \(NumberText.shortest(range.upperBound))"
    case .flag: "true or false"
    case .choice(let words): words.map { "\"\($0)\"" }.joined(separator: " or ")
    case .texts: "a list of texts"
    }
  }

  /// The problem of a value that the parameter does not have, with the nearest one that it has.
  func refusing(_ value: String) -> Problem {
    var problem = Problem.badValue(name, value, expected: expected)
    if case .choice(let words) = kind {
      problem.nearest = Spelling.nearest(to: value, among: words)
    }
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
