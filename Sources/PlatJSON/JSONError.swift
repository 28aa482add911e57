/// Why bytes were refused as JSON, and where.
public struct JSONError: Error, Sendable, Equatable {
  /// What is wrong.
  public enum Reason: Sendable, Equatable {
    /// There is nothing but blanks.
    case empty
    /// The document is larger than the parser's limit, in bytes.
    case tooLarge(limit: Int)
    /// Objects and arrays are nested deeper than `JSONParser.depthLimit` levels.
    case tooDeep
    /// The bytes are not UTF-8.
    case notUTF8
    /// A number is not written as RFC 8259 wants it.
    case malformedNumber
    /// A number is too large: beyond 64 bits for a whole one, beyond a double for another.
    case numberOutOfRange
    /// A string holds a bad escape, a control character or half a surrogate pair, or has no end.
    case malformedString
    /// Something else than the named thing stands here, or the document ends.
    case expected(Expectation)
    /// Something follows the document.
    case trailingBytes
    /// Memory is short.
    case outOfMemory
    /// The parser failed for a reason that it does not tell.
    case parserFailure
  }

  /// What the grammar asks for at a place.
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
  /// The offset of the first byte that cannot be, counted from 0; nil where no byte is to blame.
  public let offset: Int?

  /// Makes an error.
  public init(_ reason: Reason, offset: Int?) {
    self.reason = reason
    self.offset = offset
  }
}

extension JSONError: CustomStringConvertible {
  /// One line that says what is wrong, where, and what was expected.
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
