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

  /// Whether reading it needs listings: it names a place or an area.
  var needsListings: Bool {
    parameter.isPlace || (parameter.effect == .within && AreaReference(value) != nil)
  }
}
