/// A source of bytes: a file, a pipe, an array, or anything else that delivers them in order.
///
/// One reader uses a source, one call at a time. It reads a chunk at a time, so one call through
/// the protocol delivers hundreds of kilobytes.
public protocol ByteSource: Sendable {
  /// The total number of bytes, or nil if it is unknown before the end (a pipe).
  var totalBytes: Int? { get }

  /// Puts the next bytes at `buffer[index...]` and returns their number; 0 means the end, for good.
  ///
  /// A source may deliver fewer bytes than there is room for, and does not change the size of the
  /// buffer. It waits until there is at least one byte.
  ///
  /// - Throws: ``FeedError/unreadable(input:offset:reason:)`` if the bytes are not available.
  mutating func read(into buffer: inout [UInt8], from index: Int) throws(FeedError) -> Int
}

/// A source that unpacks a compressed file.
protocol PackedSource: ByteSource {
  /// How many bytes of the compressed file have been read.
  var compressedBytesRead: Int { get }
}

/// Bytes in memory, delivered in pieces of at most a chosen size.
public struct MemorySource: ByteSource {
  private let bytes: [UInt8]
  private let pieceSize: Int
  private var position = 0

  /// Reads `bytes` from the first to the last.
  ///
  /// - Parameters:
  ///   - bytes: The bytes to read.
  ///   - pieceSize: The maximum number of bytes per call (at least 1).
  public init(_ bytes: [UInt8], pieceSize: Int = .max) {
    self.bytes = bytes
    self.pieceSize = max(pieceSize, 1)
  }

  /// The number of bytes.
  public var totalBytes: Int? { bytes.count }

  /// Copies the next bytes.
  public mutating func read(into buffer: inout [UInt8], from index: Int) throws(FeedError) -> Int {
    let count = min(bytes.count - position, buffer.count - index, pieceSize)
    buffer.replaceSubrange(index..<index + count, with: bytes[position..<position + count])
    position += count
    return count
  }
}
