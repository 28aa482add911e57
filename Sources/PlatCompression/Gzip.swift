internal import CPlatDeflate
internal import Synchronization

/// Gzip (RFC 1952) of whole answers, by libdeflate: the same input gives the same output, without a
/// timestamp or a file name.
///
/// Any number of threads may compress at once; the memory of finished calls is reused.
public enum Gzip {
  /// The default effort, from 1 to 12.
  ///
  /// Level 4 makes tiles within 3 % of the smallest size in a third of the time of level 6.
  public static let defaultLevel = 4

  /// Compresses bytes.
  ///
  /// - Parameters:
  ///   - bytes: The bytes to compress.
  ///   - level: From 1 (fastest) to 12 (smallest); values outside are clamped.
  /// - Complexity: O(n); about 10 ns a byte at the default level.
  public static func compress(_ bytes: Span<UInt8>, level: Int = defaultLevel) -> [UInt8] {
    withCompressed(bytes, level: level) { compressed in
      unsafe compressed.withUnsafeBufferPointer { unsafe Array($0) }
    }
  }

  /// Compresses bytes and lends the result to a closure, in memory that the next call reuses.
  ///
  /// - Parameters:
  ///   - bytes: The bytes to compress.
  ///   - level: From 1 (fastest) to 12 (smallest); values outside are clamped.
  ///   - body: Uses the result; it must copy any bytes that it keeps.
  public static func withCompressed<Result>(
    _ bytes: Span<UInt8>, level: Int = defaultLevel, _ body: (Span<UInt8>) -> Result
  ) -> Result {
    let level = min(max(level, 1), 12)
    let compressor = spare.withLock { $0[level].popLast() } ?? Compressor(level: level)
    defer { spare.withLock { $0[level].append(compressor) } }
    return compressor.withCompressed(bytes, body)
  }

  /// Decompresses one gzip member.
  ///
  /// - Parameters:
  ///   - bytes: The member: header, data, checksum and length, with nothing after them.
  ///   - limit: The maximum size of the result in bytes.
  /// - Throws: ``GzipError`` if the result would be larger, or the member is damaged.
  /// - Complexity: O(n + limit).
  public static func decompress(_ bytes: Span<UInt8>, limit: Int) throws(GzipError) -> [UInt8] {
    let decompressor = unsafe libdeflate_alloc_decompressor()
    defer { unsafe libdeflate_free_decompressor(decompressor) }
    precondition(unsafe decompressor != nil, "no memory for a decompressor")
    var result = [UInt8](repeating: 0, count: max(limit, 0))
    var (read, written) = (0, 0)
    let status = unsafe result.withUnsafeMutableBufferPointer { buffer in
      unsafe bytes.withUnsafeBufferPointer { source in
        unsafe libdeflate_gzip_decompress_ex(
          decompressor, source.baseAddress, source.count, buffer.baseAddress, buffer.count,
          &read, &written)
      }
    }
    if status == LIBDEFLATE_INSUFFICIENT_SPACE { throw .tooLarge }
    guard status == LIBDEFLATE_SUCCESS, read == bytes.count else { throw .damaged }
    result.removeLast(result.count - written)
    return result
  }

  private static let spare = Mutex([[Compressor]](repeating: [], count: 13))
}

/// Why bytes could not be decompressed.
public enum GzipError: Error, Equatable, Sendable {
  /// They are not one gzip member, or its checksum or length is wrong.
  case damaged
  /// The decompressed bytes exceed the limit.
  case tooLarge
}

/// A compressor of one level, used by one thread at a time.
@safe
private final class Compressor: @unchecked Sendable {
  // Unchecked: the pool lends it to one thread at a time.
  private let compressor: OpaquePointer?
  /// Memory for results, kept up to a limit.
  private var memory: [UInt8] = []
  private static let keptBytes = 1 << 20

  init(level: Int) {
    unsafe compressor = libdeflate_alloc_compressor(Int32(level))
    precondition(unsafe compressor != nil, "no memory for a compressor")
  }

  deinit { unsafe libdeflate_free_compressor(compressor) }

  func withCompressed<Result>(_ bytes: Span<UInt8>, _ body: (Span<UInt8>) -> Result) -> Result {
    let most = unsafe libdeflate_gzip_compress_bound(compressor, bytes.count)
    if memory.count < most { memory = [UInt8](repeating: 0, count: most) }
    defer { if memory.count > Self.keptBytes { memory = [] } }
    let count = unsafe memory.withUnsafeMutableBufferPointer { buffer in
      unsafe bytes.withUnsafeBufferPointer { source in
        unsafe libdeflate_gzip_compress(
          compressor, source.baseAddress, source.count, buffer.baseAddress, buffer.count)
      }
    }
    return body(memory.span.extracting(0..<count))
  }
}
