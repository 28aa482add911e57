internal import PlatListings

/// A parameter of a search with its value in a request.
public struct SearchArgument: Sendable {
  /// The parameter, looked up by its name.
  public let parameter: SearchParameter
  /// The value as text.
  public let value: String
  /// Whether the value is one element of a JSON array, so that its commas do not separate values.
  public let isElement: Bool

  /// Makes an argument from a parameter and a value.
  public init(_ parameter: SearchParameter, _ value: String, isElement: Bool = false) {
    (self.parameter, self.value, self.isElement) = (parameter, value, isElement)
  }

  /// Whether its value is split at commas or freed of quotes, where no listing has the whole text.
  var mayBeSplit: Bool {
    value.utf8.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }
  }

  /// Whether it can be read where there are listings alone: it names a place or an area, its words
  /// may be those that the operator mapped, or listings decide how it is split.
  var needsListings: Bool {
    switch parameter.effect {
    case .place: true
    case .within: AreaReference(value) != nil
    case .oneOf(let field), .noneOf(let field): field.closedWords != nil || mayBeSplit
    case .contains: mayBeSplit
    default: false
    }
  }
}
