import CPlatXXHash

/// XXH3 with 64 bits and seed 0 (Collet, xxHash 0.8): the checksum of the file format.
enum Checksum {
  /// The checksum of bytes in memory; for no bytes it is `0x2D06800538D394C2`.
  static func of(_ bytes: Span<UInt8>) -> UInt64 {
    unsafe bytes.withUnsafeBytes { unsafe XXH3_64bits($0.baseAddress, $0.count) }
  }

  /// The checksum of bytes that arrive in pieces.
  @safe
  final class Stream {
    private let state: OpaquePointer

    /// Starts with no bytes.
    ///
    /// - Parameter path: The file being checked, named in the error if memory runs out.
    init(path: String) throws(SnapshotError) {
      guard let state = unsafe XXH3_createState() else {
        throw SnapshotError(.inputOutput, path: path, reason: "there is no memory left")
      }
      unsafe self.state = state
      unsafe XXH3_64bits_reset(state)
    }

    deinit { unsafe XXH3_freeState(state) }

    /// Starts again with no bytes.
    func reset() { unsafe XXH3_64bits_reset(state) }

    /// Adds the next bytes.
    func update(_ bytes: Span<UInt8>) {
      unsafe bytes.withUnsafeBytes {
        _ = unsafe XXH3_64bits_update(state, $0.baseAddress, $0.count)
      }
    }

    /// The checksum of all bytes added since the start.
    var value: UInt64 { unsafe XXH3_64bits_digest(state) }
  }
}
