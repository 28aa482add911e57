internal import CPlatXXHash

/// XXH3 with 64 bits (Collet, xxHash 0.8), for tables in memory and for entity tags.
///
/// Never store its values or build an id from them; use ``StableHash`` for those.
package enum FastHash {
  /// Hashes bytes; each seed gives a different hash function.
  ///
  /// - Complexity: O(bytes), about 5 ns for a short text.
  package static func of(_ bytes: Span<UInt8>, seed: UInt64 = 0) -> UInt64 {
    unsafe bytes.withUnsafeBytes { unsafe XXH3_64bits_withSeed($0.baseAddress, $0.count, seed) }
  }

  /// Hashes the UTF-8 bytes of a text.
  package static func of(_ text: String, seed: UInt64 = 0) -> UInt64 {
    of(text.utf8Span.span, seed: seed)
  }
}
