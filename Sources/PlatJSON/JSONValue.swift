/// A value of a parsed document: an index into the parser's tape, read without copying or
/// allocating.
///
/// It is valid until the next parse, which the compiler enforces. A missing value has the kind
/// ``JSONKind/missing``, so lookups can be chained: `root["D"]["Results"]`.
///
/// The tape is described at <https://github.com/simdjson/simdjson/blob/master/doc/tape.md>.
@frozen
public struct JSONValue: ~Escapable {
  @usableFromInline let tape: Span<UInt64>
  @usableFromInline let strings: RawSpan
  /// The tape index; 0, the index of the root's own word, means a missing value.
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

  /// The kind of the value.
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

  /// Whether the value is missing.
  @inlinable
  public var isMissing: Bool { index == 0 }

  /// The index of the first word after the value.
  @inlinable
  var indexAfter: Int {
    switch UInt8(truncatingIfNeeded: word >> 56) {
    case UInt8(ascii: "{"), UInt8(ascii: "["): Int(truncatingIfNeeded: word & 0xFFFF_FFFF)
    case UInt8(ascii: "l"), UInt8(ascii: "u"), UInt8(ascii: "d"): index + 2
    default: index + 1
    }
  }
}

/// The kind of a JSON value.
///
/// Integers from -2⁶³ to 2⁶³ - 1 are ``int64``, larger ones up to 2⁶⁴ - 1 are ``uint64``, and
/// numbers with a fraction or an exponent are ``double``.
@frozen
public enum JSONKind: Sendable {
  case missing, null, `true`, `false`, int64, uint64, double, string, array, object
}

/// The position of a value in its document, to return to it without holding the value.
///
/// It is only meaningful for values of the same parse; for others it gives some other value or a
/// missing one, but never leaves the document.
@frozen
public struct JSONPosition: Sendable, Equatable {
  @usableFromInline let index: UInt32

  /// A number that grows along the document, for sorting positions.
  @inlinable
  public var number: Int { Int(index) }

  /// The position of a missing value.
  public static var none: JSONPosition {
    @inlinable get { JSONPosition(index: 0) }
  }

  @inlinable
  init(index: Int) { self.index = UInt32(truncatingIfNeeded: index) }
}

extension JSONValue {
  /// The value's position in its document.
  @inlinable
  public var position: JSONPosition { JSONPosition(index: index) }

  /// The value at a position that came from a value of the same parse.
  @inlinable
  @_lifetime(copy self)
  public func value(at position: JSONPosition) -> JSONValue {
    JSONValue(
      tape: tape, strings: strings,
      index: Int(position.index) < tape.count ? Int(position.index) : 0)
  }

  /// The value of the member whose key is at a ``JSONMembers/keyPosition``.
  @inlinable
  @_lifetime(copy self)
  public func value(ofKeyAt position: JSONPosition) -> JSONValue {
    value(at: JSONPosition(index: position.index == 0 ? 0 : Int(position.index) + 1))
  }
}
