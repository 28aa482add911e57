/// A parameter of a search with the value that a request gives it.
public struct SearchArgument: Sendable {
  /// The parameter, looked up by its name.
  public let parameter: SearchParameter
  /// The value, not read yet.
  public let value: String

  /// Gives a parameter a value.
  public init(_ parameter: SearchParameter, _ value: String) {
    (self.parameter, self.value) = (parameter, value)
  }
}
