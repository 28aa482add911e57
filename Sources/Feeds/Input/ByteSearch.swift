#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The place of the first byte of a value, or nil where there is none.
///
/// - Complexity: O(n), at tens of bytes a nanosecond.
func firstByte(_ byte: UInt8, in bytes: Span<UInt8>) -> Int? {
  unsafe bytes.withUnsafeBufferPointer { buffer in
    guard let start = buffer.baseAddress, let found = unsafe memchr(start, Int32(byte), buffer.count) else { return nil }
    return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(start)
  }
}

/// How many line feeds there are.
func countNewlines(in bytes: Span<UInt8>) -> Int {
  var count = 0
  for index in bytes.indices { count &+= bytes[index] == 0x0A ? 1 : 0 }
  return count
}
