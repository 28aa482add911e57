/// The kind of a feed, judged by its first bytes.
enum ContentKind: Equatable {
  case json
  case csv
  /// An unreadable input: the reason, and a remedy.
  case refused(RefusalReason, expected: String)

  /// Examines the first bytes of a feed; its name does not matter.
  ///
  /// - Parameters:
  ///   - head: The first bytes, up to some thousands.
  ///   - isAll: Whether the input has no more bytes.
  init(head: Span<UInt8>, isAll: Bool) {
    if let refused = Self.encoding(head) ?? Self.container(head) {
      self = refused
      return
    }
    var start = Self.markLength(head)
    while start < head.count, isBlank(head[start]) || head[start] == 0x1E { start += 1 }
    guard start < head.count else {
      // More text follows a head of blanks; JSON is the only format that may start like this.
      self = isAll ? .refused(.empty, expected: "Expected listings as JSON or CSV.") : .json
      return
    }
    switch head[start] {
    case UInt8(ascii: "{"), UInt8(ascii: "["): self = .json
    case UInt8(ascii: "<"):
      self = .refused(
        .markup, expected: "Expected JSON or CSV; this may be a server's error page, or XML.")
    default:
      self =
        Self.isBinary(head)
        ? .refused(.binary, expected: "Expected text: JSON or CSV, or either in gzip or zstd.")
        : .csv
    }
  }

  /// The length of the UTF-8 byte order mark at the start; 0 without one.
  static func markLength(_ head: Span<UInt8>) -> Int {
    head.count >= 3 && head[0] == 0xEF && head[1] == 0xBB && head[2] == 0xBF ? 3 : 0
  }

  private static func encoding(_ head: Span<UInt8>) -> ContentKind? {
    guard head.count >= 2 else { return nil }
    let advice = "Read it with --encoding utf-16, or save it as UTF-8."
    switch (head[0], head[1]) {
    case (0xFF, 0xFE), (0xFE, 0xFF): return .refused(.utf16, expected: advice)
    case (0, 1...0x7F), (1...0x7F, 0):
      // UTF-16 without a mark: every second byte of Latin text is 0.
      let zero = head[0] == 0 ? 0 : 1
      for index in 0..<min(head.count & ~1, 16) where (head[index] == 0) != (index & 1 == zero) {
        return nil
      }
      return .refused(.utf16, expected: advice)
    default: return nil
    }
  }

  /// Container formats, detected by their first bytes.
  private static func container(_ head: Span<UInt8>) -> ContentKind? {
    let kinds: [(magic: [UInt8], name: String, advice: String)] = [
      ([0x50, 0x4B, 0x03, 0x04], "zip archive", "Unpack it first: unzip."),
      ([0x28, 0xB5, 0x2F, 0xFD], zstandard.name, zstandard.advice),
      ([0x50, 0x2A, 0x4D, 0x18], zstandard.name, zstandard.advice),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz file", "Unpack it first: xz -d, or pipe it in."),
      ([0x42, 0x5A, 0x68], "bzip2 file", "Unpack it first: bzip2 -d, or pipe it in."),
      ([0x1F, 0x8B], "gzip file inside a compressed file", "Unpack it once: gzip -d or zstd -d."),
      ([0x50, 0x41, 0x52, 0x31], "Parquet file", "Write it as CSV or JSON lines."),
      (Array("SQLite format 3".utf8), "SQLite database", "Write its table as CSV or JSON lines."),
      (Array("%PDF-".utf8), "PDF", "Expected listings as JSON or CSV."),
    ]
    for kind in kinds where head.count >= kind.magic.count {
      var length = 0
      while length < kind.magic.count, head[length] == kind.magic[length] { length += 1 }
      // Three letters could begin a CSV header; in a bzip2 file, a digit and then a byte that no
      // text has follow them.
      if length == kind.magic.count, kind.name != "bzip2 file" || isBinary(head) {
        return .refused(.binary, expected: "This is a \(kind.name). " + kind.advice)
      }
    }
    return nil
  }

  /// What a Zstandard file is that was not unpacked.
  private static let zstandard: (name: String, advice: String) =
    ZstdLibrary.shared == nil
    ? ("Zstandard file", ZstdLibrary.missing)
    : ("Zstandard file inside a compressed file", "Unpack it once: zstd -d or gzip -d.")

  /// Whether there are control characters that do not occur in text.
  private static func isBinary(_ head: Span<UInt8>) -> Bool {
    for index in head.indices {
      switch head[index] {
      case 0x09, 0x0A, 0x0C, 0x0D, 0x1B, 0x20...0x7E, 0x80...0xFF: break
      default: return true
      }
    }
    return false
  }
}
