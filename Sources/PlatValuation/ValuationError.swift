public import PlatCommon

/// The reason a home cannot be valued.
public enum ValuationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A fact of the subject is invalid.
  case subject(field: String, value: String, expected: String)
  /// An option is invalid.
  case option(name: String, value: String, expected: String)
  /// The index lacks a column that valuations need.
  case notSearchable(field: String)
  /// No sale is comparable with the subject: the last search, and the likely reason.
  case nothingCompares(reason: String)
  /// The work ended before the answer was complete: its `WorkLimit` passed, or the client is gone.
  case ended(WorkEnded)

  /// One sentence for users.
  public var description: String {
    switch self {
    case .subject(let field, let value, let expected):
      "the subject's \(field) is \(value), expected \(expected)"
    case .option(let name, let value, let expected): "\(name) is \(value), expected \(expected)"
    case .notSearchable(let field):
      "the index has no column \(field); build it again with this version"
    case .nothingCompares(let reason): "nothing compares: \(reason)"
    case .ended(.deadline): "the valuation took too long and was ended; ask again"
    case .ended(.cancelled): "the valuation was cancelled"
    }
  }
}
