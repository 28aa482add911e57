internal import CPlatCrypto

/// Random bytes that nobody can foretell, by OpenSSL's libcrypto.
package enum SecureRandom {
  /// So many bytes; nil where the system has no randomness to give.
  package static func bytes(_ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    let result = unsafe bytes.withUnsafeMutableBufferPointer {
      unsafe RAND_bytes($0.baseAddress, Int32(clamping: count))
    }
    return result == 1 ? bytes : nil
  }
}
