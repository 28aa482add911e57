package import Plat
package import PlatSearch

/// The reason why a tool call has no answer.
package enum ToolError: Error {
  /// An argument is wrong; the assistant can correct it.
  case argument(ArgumentError)
  /// An error of the library.
  case library(PlatError)
}

/// A wrong argument, with hints to correct it.
package struct ArgumentError: Sendable, Equatable {
  /// The fault.
  package let error: ParameterError
  /// The expected value, in words.
  package var expected: String?
  /// The nearest valid value.
  package var nearest: String?
  /// A valid value of the parameter.
  package var example: String?

  init(
    _ error: ParameterError, expected: String? = nil, nearest: String? = nil,
    example: String? = nil
  ) {
    self.error = error
    self.expected = expected
    self.nearest = nearest
    self.example = example
  }

  /// The error for an invalid value.
  static func badValue(_ value: String, of parameter: ToolParameter) -> ArgumentError {
    let kind = parameter.kind
    return ArgumentError(
      ParameterError(parameter.name, value, .badValue, expected: kind.expected),
      expected: kind.expected, nearest: kind.nearest(to: value), example: parameter.example)
  }

  /// The error for a missing required value.
  static func missing(_ parameter: ToolParameter) -> ArgumentError {
    let expected = parameter.kind.expected
    return ArgumentError(
      ParameterError(parameter.name, "", .missing, expected: expected), expected: expected,
      example: parameter.example)
  }

  /// The error for a value that is given twice.
  static func repeated(_ parameter: ToolParameter) -> ArgumentError {
    ArgumentError(ParameterError(parameter.name, "", .repeated, expected: "one value"))
  }
}
