internal import PlatListings
internal import PlatValuation

/// A parameter of a tool.
package struct ToolParameter: Sendable {
  /// The name in JSON.
  package let name: String
  /// One sentence for people and models.
  package let summary: String
  /// The kind of its values.
  package let kind: ValueKind
  /// An example value.
  package let example: String
  /// Whether it is required.
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

  /// Makes a parameter from one of a market analysis.
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

  /// The description for a model.
  ///
  /// Bounds are in words, because not every model server supports them.
  var description: String {
    switch kind {
    case .whole, .number: summary + " Such as \(example); \(kind.expected)."
    case .flag: summary
    default: summary + " Such as \(example)."
    }
  }
}
