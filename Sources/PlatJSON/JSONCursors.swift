/// Iterates over the members of an object: ``next()``, then ``key`` and ``value``.
@frozen
public struct JSONMembers: ~Escapable {
  @usableFromInline let object: JSONValue
  @usableFromInline let end: Int
  @usableFromInline var keyIndex: Int
  @usableFromInline var after: Int

  @inlinable
  @_lifetime(copy object)
  init(object: JSONValue, end: Int) {
    self.object = object
    self.end = end
    keyIndex = 0
    after = object.index + 1
  }

  /// Advances to the next member; false at the end.
  @inlinable
  @_lifetime(self: copy self)
  public mutating func next() -> Bool {
    guard after < end else { return false }
    keyIndex = after
    after = JSONValue(tape: object.tape, strings: object.strings, index: after + 1).indexAfter
    return true
  }

  /// The bytes of the member's key, unescaped; empty before the first ``next()``.
  @inlinable
  public var key: Span<UInt8> {
    @_lifetime(copy self)
    get { JSONValue(tape: object.tape, strings: object.strings, index: keyIndex).bytes }
  }

  /// The position of the member's key, for ``JSONValue/value(ofKeyAt:)``.
  @inlinable
  public var keyPosition: JSONPosition { JSONPosition(index: keyIndex) }

  /// The member's value; missing before the first ``next()``.
  @inlinable
  public var value: JSONValue {
    @_lifetime(copy self)
    get {
      JSONValue(tape: object.tape, strings: object.strings, index: keyIndex == 0 ? 0 : keyIndex + 1)
    }
  }
}

/// Iterates over the elements of an array: ``next()``, then ``value``.
@frozen
public struct JSONElements: ~Escapable {
  @usableFromInline let array: JSONValue
  @usableFromInline let end: Int
  @usableFromInline var index: Int
  @usableFromInline var after: Int

  @inlinable
  @_lifetime(copy array)
  init(array: JSONValue, end: Int) {
    self.array = array
    self.end = end
    index = 0
    after = array.index + 1
  }

  /// Advances to the next element; false at the end.
  @inlinable
  @_lifetime(self: copy self)
  public mutating func next() -> Bool {
    guard after < end else { return false }
    index = after
    after = JSONValue(tape: array.tape, strings: array.strings, index: after).indexAfter
    return true
  }

  /// The element; missing before the first ``next()``.
  @inlinable
  public var value: JSONValue {
    @_lifetime(copy self)
    get { JSONValue(tape: array.tape, strings: array.strings, index: index) }
  }
}
