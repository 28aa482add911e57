extension JSONValue {
  /// The bytes of a string, unescaped, in valid UTF-8; empty for any other kind.
  @inlinable
  public var bytes: Span<UInt8> {
    @_lifetime(copy self)
    get {
      guard kind == .string else { return Span<UInt8>() }
      return stringBytes(at: word)
    }
  }

  /// The bytes of the string that a tape word refers to.
  @inlinable
  @_lifetime(copy self)
  func stringBytes(at word: UInt64) -> Span<UInt8> {
    let start = Int(truncatingIfNeeded: word & 0x00FF_FFFF_FFFF_FFFF)
    let count = Int(unsafe strings.unsafeLoadUnaligned(fromByteOffset: start, as: UInt32.self))
    return Span<UInt8>(_bytes: strings.extracting((start + 4)..<(start + 4 + count)))
  }

  /// The string, or nil for any other kind.
  ///
  /// - Complexity: O(n); allocates. In hot code, compare ``bytes`` instead.
  public var string: String? { kind == .string ? bytes.text : nil }

  /// The number, if it is an integer from -2⁶³ to 2⁶³ - 1 without fraction or exponent.
  @inlinable
  public var int64: Int64? { kind == .int64 ? Int64(bitPattern: tape[index + 1]) : nil }

  /// The number, if it is an integer from 0 to 2⁶⁴ - 1 without fraction or exponent.
  @inlinable
  public var uint64: UInt64? {
    switch kind {
    case .uint64: tape[index + 1]
    case .int64: UInt64(exactly: Int64(bitPattern: tape[index + 1]))
    default: nil
    }
  }

  /// The number in any notation; integers beyond 2⁵³ are rounded.
  @inlinable
  public var double: Double? {
    switch kind {
    case .double: Double(bitPattern: tape[index + 1])
    case .int64: Double(Int64(bitPattern: tape[index + 1]))
    case .uint64: Double(tape[index + 1])
    default: nil
    }
  }

  /// The boolean.
  @inlinable
  public var bool: Bool? {
    switch kind {
    case .true: true
    case .false: false
    default: nil
    }
  }
}
