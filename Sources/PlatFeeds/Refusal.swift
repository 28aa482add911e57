/// What of a feed was not taken, where it stands, and why.
public struct Refusal: Sendable, Equatable {
  /// How much was lost.
  public enum Scope: String, Sendable, CaseIterable {
    /// One value; its listing was taken without it.
    case field
    /// One record.
    case record
    /// One page of a server's answers, which holds no listings.
    case page
    /// All from ``Refusal/offset`` to the end of the input.
    case rest
    /// The whole input.
    case file
  }

  /// How much was lost.
  public var scope: Scope
  /// Why.
  public var reason: RefusalReason
  /// The name of the input: its path, or `-` for standard input.
  public var input: String
  /// The number of the record in its input, from 1; nil where it is about no record.
  public var record: Int?
  /// The number of the line on which the record starts, from 1; nil where it is not known.
  public var line: Int?
  /// Where the record starts, or what is wrong in the text: bytes from the start of the (inflated)
  /// input.
  public var offset: Int
  /// The key of the listing whose field was dropped, where it is known.
  public var listingKey: String?
  /// The field or column; nil where it is about no field.
  public var field: String?
  /// What stood there, shortened; nil where there is nothing to show.
  public var value: String?
  /// What was expected, or what to do: one sentence.
  public var expected: String

  /// Makes a refusal.
  public init(
    _ scope: Scope, _ reason: RefusalReason, input: String, record: Int? = nil, line: Int? = nil,
    offset: Int,
    listingKey: String? = nil, field: String? = nil, value: String? = nil, expected: String
  ) {
    self.scope = scope
    self.reason = reason
    self.input = input
    self.record = record
    self.line = line
    self.offset = offset
    self.listingKey = listingKey
    self.field = field
    self.value = value
    self.expected = expected
  }
}

extension Refusal: CustomStringConvertible {
  /// One line: where, what, why, and what to do.
  public var description: String {
    var place = input
    if let line, scope != .file { place += ":\(line)" }
    if let record, scope != .file { place += ": record \(record)" }
    if scope != .file { place += " at byte \(offset)" }
    if let listingKey { place += " (\(listingKey))" }
    let lost =
      switch scope {
      case .field: "dropped"
      case .record: "refused"
      case .page: "page refused"
      case .rest: "the rest was not read"
      case .file: "not read"
      }
    var text = "\(place): \(lost): \(reason.summary)"
    if let field { text += ": \(field)" }
    if let value { text += field == nil ? ": \(value)" : " = \(value)" }
    return text + ". " + expected
  }
}
