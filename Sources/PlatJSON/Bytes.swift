import CPlatSimdjson

extension Span<UInt8> {
  /// Whether the bytes equal other bytes.
  ///
  /// - Complexity: O(n).
  @inlinable
  public func hasSameBytes(as other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    let mine = unsafe bytes
    let theirs = unsafe other.bytes
    // Eight bytes at a time; the last eight may overlap the previous ones.
    guard count >= 8 else {
      for index in indices where self[index] != other[index] { return false }
      return true
    }
    var place = 0
    while true {
      let left = unsafe mine.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self)
      let right = unsafe theirs.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self)
      if left != right { return false }
      if place == count - 8 { return true }
      place = min(place + 8, count - 8)
    }
  }

  /// Whether the bytes are valid UTF-8.
  ///
  /// - Complexity: O(n), several bytes per nanosecond.
  public var isValidUTF8: Bool {
    unsafe withUnsafeBufferPointer { unsafe plat_json_is_utf8($0.baseAddress, $0.count) != 0 }
  }

  /// The bytes decoded as UTF-8; invalid bytes become U+FFFD.
  ///
  /// - Complexity: O(n); allocates beyond 15 bytes.
  public var text: String {
    unsafe withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// The number that the bytes spell in decimal, such as `12`, `-0.5` or `5.0e4`, rounded to the
  /// nearest double.
  ///
  /// Nil for any other text: blanks, a leading plus, infinity, NaN, or a number too large for a
  /// double.
  public var decimalDouble: Double? {
    guard count > 0 else { return nil }
    var start = 0
    if self[0] == UInt8(ascii: "-") { start = 1 }
    guard start < count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self[start]) else {
      return nil
    }
    var value = 0.0
    let read = unsafe withUnsafeBufferPointer {
      unsafe plat_json_read_double($0.baseAddress, $0.count, &value)
    }
    return read != 0 ? value : nil
  }
}
