/// Why bytes are not accepted as JSON, and where.
public struct JSONError: Error, Sendable, Equatable {
  /// What is wrong.
  public enum Reason: Sendable, Equatable {
    /// The document is empty or blank.
    case empty
    /// The document is larger than the parser's limit, in bytes.
    case tooLarge(limit: Int)
    /// Objects and arrays are nested deeper than `JSONParser.depthLimit` levels.
    case tooDeep
    /// The bytes are not UTF-8.
    case notUTF8
    /// A number violates RFC 8259.
    case malformedNumber
    /// A number is too large: an integer beyond 64 bits, another number beyond a double.
    case numberOutOfRange
    /// A string contains an invalid escape, a control character or an unpaired surrogate, or is
    /// unterminated.
    case malformedString
    /// Another element or the end was found instead of the expected element.
    case expected(Expectation)
    /// Text follows the document.
    case trailingBytes
    /// Memory is exhausted.
    case outOfMemory
    /// The parser failed without a reason.
    case parserFailure
  }

  /// The element that the grammar expects.
  public enum Expectation: String, Sendable {
    case value = "a value"
    case key = "a member's key in quotes"
    case keyOrEnd = "a member's key in quotes, or '}'"
    case valueOrEnd = "a value, or ']'"
    case colon = "':'"
    case commaOrBrace = "',' or '}'"
    case commaOrBracket = "',' or ']'"
  }

  /// What is wrong.
  public let reason: Reason
  /// The offset of the first invalid byte, counted from 0; nil if no byte is at fault.
  public let offset: Int?

  /// Makes an error.
  public init(_ reason: Reason, offset: Int?) {
    self.reason = reason
    self.offset = offset
  }
}

extension JSONError: CustomStringConvertible {
  /// One line with the error, its place, and the expectation.
  public var description: String {
    let what =
      switch reason {
      case .empty: "no JSON value, only blanks"
      case .tooLarge(let limit): "the document is larger than the limit of \(limit) bytes"
      case .tooDeep: "nested deeper than \(JSONParser.depthLimit) levels"
      case .notUTF8: "not UTF-8; save the text as UTF-8"
      case .malformedNumber: "not a JSON number"
      case .numberOutOfRange: "the number is too large; write it as a string"
      case .malformedString: "the string has a bad escape, a control character or no end"
      case .expected(let what): "expected \(what.rawValue)"
      case .trailingBytes: "expected the end: one document at a time"
      case .outOfMemory: "memory is short"
      case .parserFailure: "the parser failed"
      }
    guard let offset else { return what }
    return "byte \(offset): \(what)"
  }
}
