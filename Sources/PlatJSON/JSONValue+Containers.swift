extension JSONValue {
  /// A cursor over the members of an object, in document order; empty for any other kind.
  ///
  /// ```swift
  /// var members = object.members
  /// while members.next() { use(members.key, members.value) }
  /// ```
  @inlinable
  public var members: JSONMembers {
    @_lifetime(copy self)
    get { JSONMembers(object: self, end: kind == .object ? indexAfter - 1 : index + 1) }
  }

  /// A cursor over the elements of an array, in order; empty for any other kind.
  @inlinable
  public var elements: JSONElements {
    @_lifetime(copy self)
    get { JSONElements(array: self, end: kind == .array ? indexAfter - 1 : index + 1) }
  }

  /// The number of members or elements.
  ///
  /// - Complexity: O(1) below 16,777,215 of them, else O(n).
  public var count: Int {
    guard kind == .object || kind == .array else { return 0 }
    let told = Int(truncatingIfNeeded: (word >> 32) & 0xFF_FFFF)
    guard told == 0xFF_FFFF else { return told }
    var count = 0
    var place = JSONValue(tape: tape, strings: strings, index: index + 1)
    while place.index < indexAfter - 1 {
      count += 1
      let valueIndex = kind == .object ? place.index + 1 : place.index
      place = value(
        at: JSONPosition(
          index: JSONValue(tape: tape, strings: strings, index: valueIndex).indexAfter))
    }
    return count
  }

  /// The value of an object's member, or a missing value.
  ///
  /// If several members have the same key, the last counts.
  ///
  /// - Complexity: O(n) in the members; their contents are skipped.
  public subscript(key: StaticString) -> JSONValue {
    @_lifetime(copy self)
    get {
      let name = unsafe Span<UInt8>(_unsafeStart: key.utf8Start, count: key.utf8CodeUnitCount)
      return member(name)
    }
  }

  /// The value of an object's member, or a missing value.
  ///
  /// If several members have the same key, the last counts.
  ///
  /// - Complexity: O(n) in the members; their contents are skipped.
  @_lifetime(copy self)
  public func member(_ key: Span<UInt8>) -> JSONValue {
    var found = 0
    var members = self.members
    while members.next() {
      if members.key.hasSameBytes(as: key) { found = members.value.index }
    }
    return JSONValue(tape: tape, strings: strings, index: found)
  }

  /// An array's element, or a missing value if the index is out of range.
  ///
  /// - Complexity: O(position).
  @_lifetime(copy self)
  public func element(_ position: Int) -> JSONValue {
    var elements = self.elements
    var left = position
    while left >= 0, elements.next() {
      if left == 0 { return elements.value }
      left -= 1
    }
    return JSONValue(tape: tape, strings: strings, index: 0)
  }
}
