internal import CPlatZstd

/// The bytes that a Zstandard file holds, decompressed as they are asked for.
///
/// A file may hold several frames one after another, skippable ones among them (RFC 8878), as
/// `cat a.zst b.zst` and `pzstd` make them. The library checks the checksum of each frame that has
/// one. Memory is bounded by the window of a frame: one of more than 128 MiB, which `zstd` itself
/// reads only when told to, is refused.
@safe
final class ZstdSource: PackedSource, @unchecked Sendable {
  private let input: String
  private let library: ZstdLibrary
  private let stream: UnsafeMutableRawPointer
  private var source: any ByteSource
  private var compressed: [UInt8]
  private var start = 0
  private var end: Int
  /// Offset in the file of the first byte of `compressed`.
  private var base = 0
  /// How many bytes the library wants next.
  private var wanted: Int
  private var isInFrame = false
  /// Whether the library may hold bytes for which there was no room.
  private var hasMore = false
  private var isFinished = false
  let totalBytes: Int? = nil

  /// How many bytes of the compressed file have been read.
  var compressedBytesRead: Int { base + end }

  /// Whether a file begins with a frame or a skippable frame.
  static func begins(_ head: [UInt8]) -> Bool {
    guard head.count >= 4 else { return false }
    return head[..<4] == [0x28, 0xB5, 0x2F, 0xFD]
      || head[0] & 0xF0 == 0x50 && head[1..<4] == [0x2A, 0x4D, 0x18]
  }

  /// Whether a byte may be the first of a frame.
  private static func mayBegin(_ byte: UInt8) -> Bool { byte == 0x28 || byte & 0xF0 == 0x50 }

  /// Decompresses what `head` and then `source` hand over.
  ///
  /// - Parameters:
  ///   - library: libzstd.
  ///   - input: The name for errors.
  ///   - head: Bytes that were already read from `source`.
  ///   - source: The rest of the file.
  ///   - bufferSize: The number of bytes to read at once.
  init(
    _ library: ZstdLibrary, input: String, head: [UInt8], source: any ByteSource, bufferSize: Int
  ) throws(FeedError) {
    guard let stream = unsafe library.functions.pointee.create() else {
      throw .unreadable(input: input, offset: 0, reason: "libzstd has no memory.")
    }
    unsafe self.stream = stream
    wanted = unsafe library.functions.pointee.start(stream)
    self.library = library
    self.input = input
    self.source = source
    end = head.count
    compressed = head
    compressed.append(contentsOf: repeatElement(0, count: max(bufferSize - head.count, 1)))
  }

  deinit { _ = unsafe library.functions.pointee.release(stream) }

  func read(into buffer: inout [UInt8], from index: Int) throws(FeedError) -> Int {
    while !isFinished {
      if start == end, !hasMore {
        try refill()
        if start == end {
          if isInFrame { throw damaged("The file ends inside the compressed data.") }
          isFinished = true
          break
        }
      }
      // The library would take some bytes of something else for the start of a frame.
      if !isInFrame, base + start > 0, !Self.mayBegin(compressed[start]) {
        throw damaged("Bytes that are not Zstandard follow the compressed data.")
      }
      let written = try decompressSome(into: &buffer, from: index)
      if written > 0 { return written }
    }
    return 0
  }

  private func decompressSome(into buffer: inout [UInt8], from index: Int) throws(FeedError) -> Int
  {
    // It asks for a block with the header of the next one behind it. Without that header a call
    // ends with the block: what comes out before damage does not depend on the pieces of the file.
    let block = wanted > Self.blockHeader ? wanted - Self.blockHeader : wanted
    let available = min(max(block, 1), end - start)
    let room = buffer.count - index
    let (result, consumed, written) = unsafe compressed.withUnsafeMutableBytes { bytes in
      unsafe buffer.withUnsafeMutableBytes { space in
        var input = unsafe plat_zstd_input(
          source: bytes.baseAddress.map { unsafe UnsafeRawPointer($0 + start) }, size: available,
          position: 0)
        var output = unsafe plat_zstd_output(
          destination: space.baseAddress.map { unsafe $0 + index }, size: room, position: 0)
        let result = unsafe library.functions.pointee.decompress(stream, &output, &input)
        return unsafe (result, input.position, output.position)
      }
    }
    guard unsafe library.functions.pointee.is_error(result) == 0 else { throw error(result) }
    start += consumed
    wanted = result
    isInFrame = result != 0
    hasMore = isInFrame && written == room
    // Without progress nothing would ever change; the library does not do this with room to write.
    if written == 0, consumed == 0, available > 0 {
      throw damaged("The compressed data does not go on.")
    }
    return written
  }

  /// The library's error in words.
  private func error(_ result: Int) -> FeedError {
    if 0 &- result == Self.windowTooLarge {
      return damaged(
        "It needs more than 128 MiB to be read; compress it with zstd --long=27 or less.")
    }
    let name = unsafe String(cString: library.functions.pointee.error_name(result))
    return damaged("The compressed data is damaged: \(name).")
  }

  private static let blockHeader = 3
  /// ZSTD_error_frameParameter_windowTooLarge, a number that zstd_errors.h promises.
  private static let windowTooLarge = 16

  private func refill() throws(FeedError) {
    base += end
    start = 0
    end = 0
    end = try source.read(into: &compressed, from: 0)
  }

  private func damaged(_ reason: String) -> FeedError {
    .damagedZstd(input: input, offset: base + start, reason: reason)
  }
}
