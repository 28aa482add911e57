public import PlatCommon

/// An invalid parameter: its name, its value, and the expected value.
public struct ParameterError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The kind of error.
  public enum Reason: Equatable, Sendable {
    /// The parameter does not exist; with the nearest existing name, if any.
    case unknown(nearest: String?)
    /// The value is invalid.
    case badValue
    /// The parameter was given more than once.
    case repeated
    /// The parameter needs another one, or contradicts it.
    case conflict
    /// The parameter is required.
    case missing
    /// The value names something that existed and is gone.
    case gone
    /// The value names something unknown.
    case notFound
    /// The value names something that cannot be looked up now.
    case unavailable
    /// The check of the value ended early: its `WorkLimit` passed, or it was cancelled.
    case ended(WorkEnded)
  }

  /// The parameter's name.
  public let parameter: String
  /// Its value, shortened.
  public let value: String
  /// The kind of error.
  public let reason: Reason
  /// The expected value, in words.
  public let expected: String
  /// The valid value that was probably meant.
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

  /// One sentence for users.
  public var description: String {
    switch reason {
    case .unknown(let nearest):
      "there is no parameter \(parameter)"
        + (nearest.map { "; did you mean \($0)?" } ?? "; expected \(expected)")
    case .badValue:
      "\(parameter) is \"\(value)\", expected \(expected)"
        + (nearest.map { "; did you mean \($0)?" } ?? "")
    case .repeated: "\(parameter) is given more than once, expected \(expected)"
    case .conflict: "\(parameter): expected \(expected)"
    case .missing: "\(parameter) is missing, expected \(expected)"
    case .gone: "\(parameter) names \(value), which is gone; expected \(expected)"
    case .notFound: "\(parameter) names \(value), which is not known; expected \(expected)"
    case .unavailable: "\(parameter) cannot be looked up now; expected \(expected)"
    case .ended(.deadline):
      "the check of \(parameter) took too long and was ended; make it simpler, or ask again"
    case .ended(.cancelled): "the check of \(parameter) was cancelled"
    }
  }

  /// The error for an unknown name, with the nearest known one.
  package static func unknown(_ name: String, among names: [String]) -> ParameterError {
    ParameterError(
      name, "", .unknown(nearest: Spelling.nearest(to: name, among: names)),
      expected: "one of " + names.joined(separator: ", "))
  }
}
