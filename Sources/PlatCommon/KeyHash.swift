/// A hash of short texts for values that leave the process, so it must never change.
///
/// Ids on maps and names of areas are built from it. It reads eight bytes at a time, where
/// ``StableHash`` reads one: a key of up to sixteen bytes costs two rounds of the `SplitMix64`
/// mixer. Collisions are easy to construct: check for them where that matters.
public enum KeyHash {
  /// The hash of a text's bytes; each seed gives a different hash function.
  ///
  /// - Complexity: O(bytes), about 5 ns for a short text.
  public static func of(_ bytes: Span<UInt8>, seed: UInt64 = 0) -> UInt64 {
    var hash = start(bytes.count, seed)
    for first in stride(from: 0, to: max(bytes.count, 9), by: 8) {
      var word: UInt64 = 0
      for place in first..<min(first + 8, max(bytes.count, first)) {
        word |= UInt64(bytes[place]) << UInt64((place - first) * 8)
      }
      hash = SplitMix64.mix(hash ^ word)
    }
    return hash
  }

  /// The hash of a text of at most sixteen bytes in two words, first byte lowest.
  ///
  /// - Parameters:
  ///   - words: The bytes; those after the end of the text are ignored.
  ///   - count: The length of the text in bytes, at most 16.
  @inlinable
  @inline(__always)
  public static func of(_ words: SIMD2<UInt64>, count: Int) -> UInt64 {
    // A shift by 64 or more gives 0.
    let low = words.x & ~(UInt64.max << UInt64(truncatingIfNeeded: count &* 8))
    let high = words.y & ~(UInt64.max << UInt64(truncatingIfNeeded: max(count &- 8, 0) &* 8))
    return SplitMix64.mix(SplitMix64.mix(start(count, 0) ^ low) ^ high)
  }

  @inlinable
  @inline(__always)
  static func start(_ count: Int, _ seed: UInt64) -> UInt64 {
    (UInt64(truncatingIfNeeded: count) ^ seed << 32) &* SplitMix64.increment
  }
}
