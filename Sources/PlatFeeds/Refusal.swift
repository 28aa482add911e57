/// A rejected part of a feed: its place, and the reason.
public struct Refusal: Sendable, Equatable {
  /// The extent of the loss.
  public enum Scope: String, Sendable, CaseIterable {
    /// One value; its listing was taken without it.
    case field
    /// One record.
    case record
    /// One page of a server's answers, which contains no listings.
    case page
    /// Everything from ``Refusal/offset`` to the end of the input.
    case rest
    /// The whole input.
    case file
  }

  /// The extent of the loss.
  public var scope: Scope
  /// The reason.
  public var reason: RefusalReason
  /// The name of the input: its path, or `-` for standard input.
  public var input: String
  /// The number of the record in its input, from 1; nil if the refusal is not about a record.
  public var record: Int?
  /// The line number of the record's start, from 1; nil if it is unknown.
  public var line: Int?
  /// The offset of the record's start, or of the fault in the text, in bytes of the (inflated)
  /// input.
  public var offset: Int
  /// The key of the listing whose field was dropped, if it is known.
  public var listingKey: String?
  /// The field or column; nil if the refusal is not about a field.
  public var field: String?
  /// The rejected text, shortened; nil if there is none to show.
  public var value: String?
  /// The expected value, or a remedy: one sentence.
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
  /// One line with the place, the extent, the reason and a remedy.
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
