/// A value of a parsed document: a place on the parser's tape, so it is read without copying or
/// allocating.
///
/// It lives as long as the parse that made it; the compiler sees to that. What is not there is a
/// value of kind ``JSONKind/missing``, so that look-ups can be chained: `root["D"]["Results"]`.
///
/// The tape is described at <https://github.com/simdjson/simdjson/blob/master/doc/tape.md>.
@frozen
public struct JSONValue: ~Escapable {
  @usableFromInline let tape: Span<UInt64>
  @usableFromInline let strings: RawSpan
  /// The place on the tape; 0, which is the root's own word, stands for a value that is missing.
  @usableFromInline let index: Int

  @inlinable
  @_lifetime(copy tape, copy strings)
  init(tape: Span<UInt64>, strings: RawSpan, index: Int) {
    self.tape = tape
    self.strings = strings
    self.index = index
  }

  @inlinable
  var word: UInt64 { tape[index] }

  /// What the value is.
  @inlinable
  public var kind: JSONKind {
    switch UInt8(truncatingIfNeeded: word >> 56) {
    case UInt8(ascii: "{"): .object
    case UInt8(ascii: "["): .array
    case UInt8(ascii: "\""): .string
    case UInt8(ascii: "l"): .int64
    case UInt8(ascii: "u"): .uint64
    case UInt8(ascii: "d"): .double
    case UInt8(ascii: "t"): .true
    case UInt8(ascii: "f"): .false
    case UInt8(ascii: "n"): .null
    default: .missing
    }
  }

  /// Whether there is no such value.
  @inlinable
  public var isMissing: Bool { index == 0 }

  /// The place of the first word after the value.
  @inlinable
  var indexAfter: Int {
    switch UInt8(truncatingIfNeeded: word >> 56) {
    case UInt8(ascii: "{"), UInt8(ascii: "["): Int(truncatingIfNeeded: word & 0xFFFF_FFFF)
    case UInt8(ascii: "l"), UInt8(ascii: "u"), UInt8(ascii: "d"): index + 2
    default: index + 1
    }
  }
}

/// What a JSON value is.
///
/// Whole numbers between -2⁶³ and 2⁶³ - 1 are ``int64``, larger ones up to 2⁶⁴ - 1 are ``uint64``,
/// and whatever has a fraction or an exponent is ``double``.
@frozen
public enum JSONKind: Sendable {
  case missing, null, `true`, `false`, int64, uint64, double, string, array, object
}

/// The place of a value within its document, to come back to it without holding the value.
///
/// It means something only with values of the same parse; with others it leads to some other value
/// or to none, never outside the document.
@frozen
public struct JSONPosition: Sendable, Equatable {
  @usableFromInline let index: UInt32

  /// A number that grows along the document, to sort places by.
  @inlinable
  public var number: Int { Int(index) }

  /// The place of no value: what is there is missing.
  public static var none: JSONPosition {
    @inlinable get { JSONPosition(index: 0) }
  }

  @inlinable
  init(index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

extension JSONValue {
  /// Where the value is in its document.
  @inlinable
  public var position: JSONPosition { JSONPosition(index: index) }

  /// The value at a place that a value of the same parse told.
  @inlinable
  @_lifetime(copy self)
  public func value(at position: JSONPosition) -> JSONValue {
    JSONValue(
      tape: tape, strings: strings,
      index: Int(position.index) < tape.count ? Int(position.index) : 0)
  }

  /// The value of the member whose key is at a place that ``JSONMembers/keyPosition`` told.
  @inlinable
  @_lifetime(copy self)
  public func value(ofKeyAt position: JSONPosition) -> JSONValue {
    value(at: JSONPosition(index: position.index == 0 ? 0 : Int(position.index) + 1))
  }
}
