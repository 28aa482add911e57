public import PlatCommon

/// Why a home cannot be valued.
public enum ValuationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Something about the subject cannot be.
  case subject(field: String, value: String, expected: String)
  /// An option cannot be.
  case option(name: String, value: String, expected: String)
  /// The index lacks a column that valuations are made from.
  case notSearchable(field: String)
  /// No sale compares with the subject; what was asked last, and why that may be.
  case nothingCompares(reason: String)
  /// The work was ended before the answer was complete: its `WorkLimit` passed, or nobody waits for
  /// it.
  case ended(WorkEnded)

  /// One sentence for people.
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
