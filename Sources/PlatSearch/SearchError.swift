public import PlatCommon

/// The reason a search cannot be answered.
public enum SearchError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A condition or facet on a field without a suitable column.
  case notSearchable(field: String, expected: String)
  /// An invalid number in the request.
  case outOfRange(name: String, value: Int, expected: String)
  /// A cursor that was not made by this engine, or was made for another sort.
  case badCursor(reason: String)
  /// The work ended before the answer was complete: its `WorkLimit` passed, or it was cancelled.
  case ended(WorkEnded)

  /// One sentence for users.
  public var description: String {
    switch self {
    case .notSearchable(let field, let expected):
      "\(field) cannot be searched this way: expected \(expected)"
    case .outOfRange(let name, let value, let expected): "\(name) is \(value), expected \(expected)"
    case .badCursor(let reason): "the cursor cannot be used: \(reason); start again without one"
    case .ended(.deadline): "the search took too long and was ended; ask for less, or again"
    case .ended(.cancelled): "the search was cancelled"
    }
  }
}
