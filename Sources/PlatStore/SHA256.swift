internal import CPlatCrypto

/// SHA-256 (FIPS 180-4), by OpenSSL's libcrypto.
package enum SHA256 {
  /// The digest of bytes: 32 bytes.
  package static func digest(of bytes: Span<UInt8>) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe digest.withUnsafeMutableBufferPointer { digest in
        _ = unsafe CPlatCrypto.SHA256(bytes.baseAddress, bytes.count, digest.baseAddress)
      }
    }
    return digest
  }

  /// Whether two digests are the same, in a time that does not depend on where they differ.
  package static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard one.count == other.count else { return false }
    return unsafe CRYPTO_memcmp(one, other, one.count) == 0
  }
}
