internal import CPlatZlib

/// The contents of a gzip file, inflated on demand.
///
/// A file may consist of several members (RFC 1952, section 2.2), as `cat a.gz b.gz` makes them;
/// zero bytes after the last one are padding. zlib checks each member's checksum and length at its
/// end.
@safe
final class GzipSource: PackedSource, @unchecked Sendable {
  private let input: String
  private var source: any ByteSource
  /// zlib stores the address, so it must not move.
  private let stream: UnsafeMutablePointer<z_stream>
  private var compressed: [UInt8]
  private var start = 0
  private var end: Int
  /// File offset of the first byte of `compressed`.
  private var base = 0
  private var isInMember = false
  private var isFinished = false
  private var damage: FeedError?
  let totalBytes: Int? = nil

  /// The number of bytes read from the compressed file.
  var compressedBytesRead: Int { base + end }

  /// Inflates the bytes of `head` and then of `source`.
  ///
  /// - Parameters:
  ///   - input: The name for errors.
  ///   - head: Bytes already read from `source`.
  init(input: String, head: [UInt8], source: any ByteSource, bufferSize: Int) throws(FeedError) {
    self.input = input
    self.source = source
    end = head.count
    compressed = head
    compressed.append(contentsOf: repeatElement(0, count: max(bufferSize - head.count, 1)))
    // 15 + 16: the largest window, and only a gzip wrapper.
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let status = unsafe inflateInit2_(
      stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      throw .unreadable(input: input, offset: 0, reason: "zlib refused to start.")
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  func read(into buffer: inout [UInt8], from index: Int) throws(FeedError) -> Int {
    while !isFinished {
      if let damage { throw damage }
      if start == end { try refill() }
      if start == end {
        if isInMember { throw corrupt("The file ends inside the compressed data.") }
        isFinished = true
        break
      }
      if !isInMember, try !beginMember() { continue }
      let written = try inflateSome(into: &buffer, from: index)
      if written > 0 { return written }
    }
    return 0
  }

  /// Enters the member that starts here, or skips one byte of padding and returns false.
  private func beginMember() throws(FeedError) -> Bool {
    if base + start > 0, compressed[start] == 0 {
      start += 1
      return false
    }
    if base + start > 0, compressed[start] != 0x1F {
      throw corrupt("Bytes that are not gzip follow the compressed data.")
    }
    isInMember = true
    return true
  }

  private func inflateSome(into buffer: inout [UInt8], from index: Int) throws(FeedError) -> Int {
    let available = end - start
    let room = min(buffer.count - index, 1 << 30)
    let (status, unread, written) = unsafe compressed.withUnsafeMutableBufferPointer { input in
      unsafe buffer.withUnsafeMutableBufferPointer { output in
        unsafe stream.pointee.next_in = input.baseAddress.map { unsafe $0 + start }
        unsafe stream.pointee.avail_in = UInt32(available)
        unsafe stream.pointee.next_out = output.baseAddress.map { unsafe $0 + index }
        unsafe stream.pointee.avail_out = UInt32(room)
        let status = unsafe inflate(stream, Z_NO_FLUSH)
        return unsafe (status, Int(stream.pointee.avail_in), room - Int(stream.pointee.avail_out))
      }
    }
    start = end - unread
    switch status {
    case Z_OK, Z_BUF_ERROR:
      // No progress with input left would loop forever; zlib does not do this if there is room for
      // output.
      if written == 0, unread == available { throw corrupt("The compressed data does not go on.") }
    case Z_STREAM_END:
      isInMember = false
      unsafe inflateReset(stream)
    default:
      let message = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
      // The output before the damage is good; the next call reports the damage.
      damage = corrupt("The compressed data is damaged" + (message.map { ": \($0)." } ?? "."))
    }
    return written
  }

  private func refill() throws(FeedError) {
    base += end
    start = 0
    end = 0
    end = try source.read(into: &compressed, from: 0)
  }

  private func corrupt(_ reason: String) -> FeedError {
    .damagedGzip(input: input, offset: base + start, reason: reason)
  }
}
