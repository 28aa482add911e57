internal import PlatCommon

/// An encoding of the text of an input.
public enum TextEncoding: String, Sendable, CaseIterable {
  /// UTF-8; a value with invalid bytes is read as Windows-1252 if possible.
  case utf8 = "utf-8"
  /// Windows-1252, which includes Latin-1 (ISO 8859-1).
  case windows1252 = "windows-1252"
  /// Latin-9 (ISO 8859-15).
  case latin9 = "iso-8859-15"
  /// UTF-16 by its byte order mark; without one big-endian if the first byte is 0.
  case utf16 = "utf-16"
  /// UTF-16, little-endian.
  case utf16LittleEndian = "utf-16le"
  /// UTF-16, big-endian.
  case utf16BigEndian = "utf-16be"

  /// The encoding for a common name: `latin1`, `CP1252`, `ISO-8859-1`; nil for any other.
  public init?(named name: String) {
    let folded = name.lowercased().filter { $0.isLetter || $0.isNumber }
    switch folded {
    case "utf8", "ascii", "usascii": self = .utf8
    case "windows1252", "cp1252", "win1252", "1252", "latin1", "iso88591", "ansi":
      self = .windows1252
    case "latin9", "iso885915": self = .latin9
    case "utf16", "ucs2", "unicode": self = .utf16
    case "utf16le": self = .utf16LittleEndian
    case "utf16be": self = .utf16BigEndian
    default: return nil
    }
  }
}

/// Text in another encoding, converted to UTF-8 on demand.
struct TranscodingSource: ByteSource {
  private var source: any ByteSource
  private let encoding: TextEncoding
  /// Bytes that were read but not decoded yet.
  private var waiting: [UInt8]
  private var raw: [UInt8]
  private var text: [UInt8] = []
  private var handedOver = 0
  private var isAtEnd = false
  /// Whether a UTF-16 text is big-endian; nil before its first unit.
  private var isBigEndian: Bool?
  private var highSurrogate: UInt32?

  /// Bytes read from the source.
  private(set) var bytesRead: Int

  var totalBytes: Int? { source.totalBytes }

  /// Converts the bytes of `head` and then of `source` to UTF-8.
  init(_ encoding: TextEncoding, head: [UInt8], source: any ByteSource, bufferSize: Int) {
    self.source = source
    self.encoding = encoding
    waiting = head
    bytesRead = head.count
    raw = Array(repeating: 0, count: max(bufferSize, 16))
    if encoding == .utf16LittleEndian { isBigEndian = false }
    if encoding == .utf16BigEndian { isBigEndian = true }
  }

  mutating func read(into buffer: inout [UInt8], from index: Int) throws(FeedError) -> Int {
    while handedOver == text.count {
      text.removeAll(keepingCapacity: true)
      handedOver = 0
      if waiting.isEmpty || waiting.count == 1 && isWide {
        if isAtEnd { break }
        let count = try source.read(into: &raw, from: 0)
        bytesRead += count
        isAtEnd = count == 0
        waiting += raw[..<count]
      }
      decode()
    }
    let count = min(text.count - handedOver, buffer.count - index)
    buffer.replaceSubrange(index..<index + count, with: text[handedOver..<handedOver + count])
    handedOver += count
    return count
  }

  private var isWide: Bool {
    [.utf16, .utf16LittleEndian, .utf16BigEndian].contains(encoding)
  }

  private mutating func decode() {
    if isWide { return decodeWide() }
    for byte in waiting {
      if encoding == .latin9, let scalar = Self.latin9[byte] {
        append(scalar)
      } else {
        Windows1252.append(byte, to: &text)
      }
    }
    waiting.removeAll(keepingCapacity: true)
  }

  private static let latin9: [UInt8: UInt32] = [
    0xA4: 0x20AC, 0xA6: 0x160, 0xA8: 0x161, 0xB4: 0x17D, 0xB8: 0x17E, 0xBC: 0x152, 0xBD: 0x153,
    0xBE: 0x178,
  ]

  private mutating func decodeWide() {
    var place = 0
    while place + 1 < waiting.count {
      let (first, second) = (UInt32(waiting[place]), UInt32(waiting[place + 1]))
      // Without a mark text that begins in Latin letters says it by its zeros.
      if isBigEndian == nil { isBigEndian = first == 0 || first == 0xFE && second == 0xFF }
      take(isBigEndian == true ? first << 8 | second : second << 8 | first)
      place += 2
    }
    waiting.removeFirst(place)
    if isAtEnd {
      if highSurrogate != nil || !waiting.isEmpty { append(0xFFFD) }
      highSurrogate = nil
      waiting.removeAll()
    }
  }

  private mutating func take(_ unit: UInt32) {
    if let high = highSurrogate {
      highSurrogate = nil
      if (0xDC00...0xDFFF).contains(unit) {
        return append(0x10000 + (high - 0xD800) << 10 + (unit - 0xDC00))
      }
      append(0xFFFD)
    }
    if (0xD800...0xDBFF).contains(unit) {
      highSurrogate = unit
    } else {
      append(unit)
    }
  }

  private mutating func append(_ scalar: UInt32) {
    if let encoded = UTF8.encode(UnicodeScalar(scalar) ?? "\u{FFFD}") {
      text.append(contentsOf: encoded)
    }
  }
}
