internal import PlatCommon

/// The index of the first byte with a value, or nil if there is none.
///
/// - Complexity: O(n), at tens of bytes a nanosecond.
func firstByte(_ byte: UInt8, in bytes: Span<UInt8>) -> Int? {
  unsafe bytes.withUnsafeBufferPointer { buffer in
    guard let start = buffer.baseAddress,
      let found = unsafe memchr(start, Int32(byte), buffer.count)
    else {
      return nil
    }
    return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(start)
  }
}

/// The number of line feeds.
func countNewlines(in bytes: Span<UInt8>) -> Int {
  let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
  var count = 0
  var start = 0
  while start < bytes.count {
    let word = eightBytes(of: bytes, at: start) ^ 0x0A0A_0A0A_0A0A_0A0A
    // The highest bit of exactly those bytes that are now 0.
    count &+= (~(((word & low) &+ low) | word | low)).nonzeroBitCount
    start += 8
  }
  return count
}

/// Eight bytes as a number, the first one lowest; bytes after the end count as zeros.
@inline(always)
func eightBytes(of bytes: Span<UInt8>, at index: Int) -> UInt64 {
  if bytes.count - index >= 8 {
    return unsafe UInt64(
      littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
  }
  var word: UInt64 = 0
  for place in 0..<bytes.count - index { word |= UInt64(bytes[index + place]) << UInt64(place * 8) }
  return word
}
