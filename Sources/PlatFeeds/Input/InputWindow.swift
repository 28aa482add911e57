/// The part of a feed in memory: bytes from ``mark`` on are kept, bytes before it may be gone.
///
/// All positions are offsets in the (inflated) feed, so they stay valid when the window moves. The
/// window contains the bytes between ``mark`` and ``limit``. It grows only if these are far apart,
/// so a reader must advance the mark.
struct InputWindow {
  private var source: any ByteSource
  private let packed: (any PackedSource)?
  /// The memory; the byte at offset `o` is `bytes[o - base]`.
  private(set) var bytes: [UInt8]
  /// Offset of `bytes[0]`.
  private(set) var base = 0
  /// Offset after the last byte read.
  private(set) var limit = 0
  /// Offset of the first byte that must stay in memory.
  var mark = 0
  private(set) var isAtEnd = false
  private var countedTo = 0
  private var newlines = 0

  let totalBytes: Int?

  /// Starts at the first byte of a source; unpacks it where it begins as a gzip or a
  /// Zstandard file does.
  ///
  /// - Parameter encoding: The encoding of its text if it is not UTF-8.
  init(
    input: String, source: any ByteSource, chunkSize: Int, encoding: TextEncoding? = nil
  ) throws(FeedError) {
    let chunkSize = max(chunkSize, 16)
    var plain = source
    var memory = [UInt8](repeating: 0, count: chunkSize)
    var count = 0
    while count < 4 {
      let more = try plain.read(into: &memory, from: count)
      if more == 0 { break }
      count += more
    }
    totalBytes = source.totalBytes
    packed = try Self.unpacking(
      Array(memory[..<count]), input: input, source: plain, chunkSize: chunkSize)
    self.source = packed ?? plain
    if packed != nil { count = 0 }
    if let encoding, encoding != .utf8 {
      self.source = TranscodingSource(
        encoding, head: Array(memory[..<count]), source: self.source, bufferSize: chunkSize)
    } else {
      limit = count
    }
    bytes = memory
  }

  /// The reader that unpacks a file with these first bytes; nil if it is plain, or if the library
  /// is missing.
  private static func unpacking(
    _ head: [UInt8], input: String, source: any ByteSource, chunkSize: Int
  ) throws(FeedError) -> (any PackedSource)? {
    if head.starts(with: [0x1F, 0x8B]) {
      return try GzipSource(input: input, head: head, source: source, bufferSize: chunkSize)
    }
    guard ZstdSource.begins(head), let library = ZstdLibrary.shared else { return nil }
    return try ZstdSource(
      library, input: input, head: head, source: source, bufferSize: chunkSize)
  }

  /// The number of bytes read from the file itself, compressed or not.
  var bytesRead: Int {
    packed?.compressedBytesRead ?? (source as? TranscodingSource)?.bytesRead ?? limit
  }

  /// The byte at an offset in memory.
  subscript(offset: Int) -> UInt8 { bytes[offset - base] }

  /// The offset of the first line feed at or after an offset, or nil if none is in memory.
  func firstNewline(from offset: Int) -> Int? {
    firstByte(0x0A, in: bytes.span.extracting(offset - base..<limit - base)).map { $0 + offset }
  }

  /// Reads more bytes after ``limit``; false at the end of the feed.
  ///
  /// Makes room by dropping the bytes before ``mark``, then by growing.
  mutating func fill() throws(FeedError) -> Bool {
    if isAtEnd { return false }
    if limit - base == bytes.count { makeRoom() }
    let count = try source.read(into: &bytes, from: limit - base)
    limit += count
    isAtEnd = count == 0
    return count > 0
  }

  /// Reads ahead: false if nothing was read, either at the end of the feed or after an error.
  ///
  /// An error is reported again by ``fill()``, after the good bytes before it have been used.
  mutating func fillAhead() -> Bool { (try? fill()) ?? false }

  private mutating func makeRoom() {
    let kept = mark - base
    if kept > 0 {
      _ = line(at: mark)
      let length = limit - mark
      unsafe bytes.withUnsafeMutableBytes { bytes in
        let moved = unsafe UnsafeRawBufferPointer(rebasing: bytes[kept..<kept + length])
        unsafe bytes.copyMemory(from: moved)
      }
      base = mark
    }
    if limit - base > bytes.count / 2 {
      bytes.append(contentsOf: repeatElement(0, count: bytes.count))
    }
  }

  /// Counts a line whose first byte was the last queried offset and whose line feed is known,
  /// without searching for the line feed again.
  mutating func countLine(from start: Int, to feed: Int) {
    guard countedTo == start, feed < limit else { return }
    countedTo = feed + 1
    newlines += 1
  }

  /// The line number of an offset, from 1.
  ///
  /// Offsets must be queried in rising order and be at or after ``mark``; an earlier one returns
  /// the last answer.
  /// - Complexity: O(bytes since the last query).
  mutating func line(at offset: Int) -> Int {
    if offset > countedTo {
      newlines += countNewlines(in: bytes.span.extracting(countedTo - base..<offset - base))
      countedTo = offset
    }
    return newlines + 1
  }
}
