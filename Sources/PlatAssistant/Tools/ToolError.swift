package import Plat
package import PlatSearch

/// Why a call of a tool has no answer.
package enum ToolError: Error {
  /// An argument is wrong, and the assistant can correct it.
  case argument(ArgumentError)
  /// The library.
  case library(PlatError)
}

/// A wrong argument, and what helps to correct it.
package struct ArgumentError: Sendable, Equatable {
  /// What is wrong.
  package let error: ParameterError
  /// What the parameter takes, in words.
  package var expected: String?
  /// The valid value that was perhaps meant.
  package var nearest: String?
  /// A value that the parameter takes.
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

  /// A value that is not among the parameter's.
  static func badValue(_ value: String, of parameter: ToolParameter) -> ArgumentError {
    let kind = parameter.kind
    return ArgumentError(
      ParameterError(parameter.name, value, .badValue, expected: kind.expected),
      expected: kind.expected, nearest: kind.nearest(to: value), example: parameter.example)
  }

  /// A required value that is missing.
  static func missing(_ parameter: ToolParameter) -> ArgumentError {
    let expected = parameter.kind.expected
    return ArgumentError(
      ParameterError(parameter.name, "", .missing, expected: expected), expected: expected,
      example: parameter.example)
  }

  /// A value that is given twice.
  static func repeated(_ parameter: ToolParameter) -> ArgumentError {
    ArgumentError(ParameterError(parameter.name, "", .repeated, expected: "one value"))
  }
}
