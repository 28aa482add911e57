public import PlatCommon

/// A parameter that cannot be: which one, what its value is, and what was expected.
public struct ParameterError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Equatable, Sendable {
    /// There is no such parameter; perhaps another was meant.
    case unknown(nearest: String?)
    /// The value is not one that the parameter takes.
    case badValue
    /// The parameter was given more than once.
    case repeated
    /// The parameter has no meaning without another one, or with it.
    case conflict
    /// The parameter must be given.
    case missing
    /// What the value names was here and is gone.
    case gone
    /// What the value names is not known.
    case notFound
    /// What the value names cannot be looked up now.
    case unavailable
    /// The check of the value was ended before it was complete: its `WorkLimit` passed, or nobody
    /// waits for it.
    case ended(WorkEnded)
  }

  /// The parameter's name.
  public let parameter: String
  /// Its value, shortened.
  public let value: String
  /// What is wrong.
  public let reason: Reason
  /// What was expected, in words.
  public let expected: String
  /// The valid value that was perhaps meant.
  public let nearest: String?

  package init(
    _ parameter: String, _ value: String, _ reason: Reason, expected: String,
    nearest: String? = nil
  ) {
    self.parameter = parameter.shortened()
    self.value = value.shortened()
    self.reason = reason
    self.expected = expected
    self.nearest = nearest
  }

  /// One sentence for people.
  public var description: String {
    switch reason {
    case .unknown(let nearest):
      "there is no parameter \(parameter)"
        + (nearest.map { "; did you mean \($0)?" } ?? "; expected \(expected)")
    case .badValue:
      "\(parameter) is \"\(value)\", expected \(expected)"
        + (nearest.map { "; did you mean \($0)?" } ?? "")
    case .repeated: "\(parameter) is given more than once, expected \(expected)"
    case .conflict: "\(parameter) cannot be used so: expected \(expected)"
    case .missing: "\(parameter) is missing, expected \(expected)"
    case .gone: "\(parameter) names \(value), which is gone; expected \(expected)"
    case .notFound: "\(parameter) names \(value), which is not known; expected \(expected)"
    case .unavailable: "\(parameter) cannot be looked up now; expected \(expected)"
    case .ended(.deadline):
      "the check of \(parameter) took too long and was ended; make it simpler, or ask again"
    case .ended(.cancelled): "the check of \(parameter) was cancelled"
    }
  }

  /// The error of a name that no parameter has, with the nearest one that is.
  package static func unknown(_ name: String, among names: [String]) -> ParameterError {
    ParameterError(
      name, "", .unknown(nearest: Spelling.nearest(to: name, among: names)),
      expected: "one of " + names.joined(separator: ", "))
  }
}
