internal import PlatListings
internal import PlatValuation

/// A parameter of a tool.
package struct ToolParameter: Sendable {
  /// The name in JSON.
  package let name: String
  /// One sentence for people and models.
  package let summary: String
  /// Its values.
  package let kind: ValueKind
  /// A value as an example.
  package let example: String
  /// Whether a call must have it.
  package let isRequired: Bool

  init(
    _ name: String, _ summary: String, as kind: ValueKind, example: String,
    isRequired: Bool = false
  ) {
    self.name = name
    self.summary = summary
    self.kind = kind
    self.example = example
    self.isRequired = isRequired
  }

  /// A parameter of a market analysis.
  init(_ parameter: AnalysisParameter) {
    let kind: ValueKind =
      switch parameter.kind {
      case .text: .word(1...300)
      case .field(let field, let range):
        switch field.definition.kind {
        case .number(_, let least, let most, _): .number(range ?? least...most)
        default: .text
        }
      }
    self.init(parameter.name, parameter.summary, as: kind, example: parameter.example)
  }

  /// What a model is told of it: bounds, which not every server of models knows, stand in words.
  var description: String {
    switch kind {
    case .whole, .number: summary + " Such as \(example); \(kind.expected)."
    case .flag: summary
    default: summary + " Such as \(example)."
    }
  }
}
