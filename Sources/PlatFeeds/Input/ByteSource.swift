/// Where bytes come from: a file, a pipe, an array, or anything else that hands them over in order.
///
/// One reader uses a source, one call at a time. It asks for a chunk at a time, so that one call
/// through the protocol serves hundreds of kilobytes.
public protocol ByteSource: Sendable {
  /// How many bytes there are in all, or nil where that is not known before the end (a pipe).
  var totalBytes: Int? { get }

  /// Puts the next bytes at `buffer[index...]` and says how many; 0 means the end, for good.
  ///
  /// A source may hand over fewer bytes than there is room for, and leaves the size of the buffer
  /// as it is. It waits until there is at least one byte.
  ///
  /// - Throws: ``FeedError/unreadable(input:offset:reason:)`` where the bytes cannot be had.
  mutating func read(into buffer: inout [UInt8], from index: Int) throws(FeedError) -> Int
}

/// A source that unpacks a compressed file.
protocol PackedSource: ByteSource {
  /// How many bytes of the compressed file have been read.
  var compressedBytesRead: Int { get }
}

/// Bytes that lie in memory, handed over in pieces of at most a chosen size.
public struct MemorySource: ByteSource {
  private let bytes: [UInt8]
  private let pieceSize: Int
  private var position = 0

  /// Reads `bytes` from the first to the last.
  ///
  /// - Parameters:
  ///   - bytes: What to read.
  ///   - pieceSize: The most bytes to hand over at once; at least 1 is taken.
  public init(_ bytes: [UInt8], pieceSize: Int = .max) {
    self.bytes = bytes
    self.pieceSize = max(pieceSize, 1)
  }

  /// How many bytes there are.
  public var totalBytes: Int? { bytes.count }

  /// Copies the next bytes.
  public mutating func read(into buffer: inout [UInt8], from index: Int) throws(FeedError) -> Int {
    let count = min(bytes.count - position, buffer.count - index, pieceSize)
    buffer.replaceSubrange(index..<index + count, with: bytes[position..<position + count])
    position += count
    return count
  }
}
