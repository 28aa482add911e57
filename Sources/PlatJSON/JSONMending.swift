/// Repairs strings of a document that is almost JSON.
struct JSONMending: ~Escapable {
  private let bytes: Span<UInt8>
  private var place = 0
  private var copied = 0
  private var mended: [UInt8] = []
  private var count = 0

  @_lifetime(copy bytes)
  private init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  /// The document with its strings repaired, and the number of repairs.
  ///
  /// An unpaired surrogate, as in truncated texts, becomes U+FFFD; a backslash before a character
  /// that needs none becomes a literal backslash; a control character other than a line end is
  /// escaped. Other errors stay.
  ///
  /// - Complexity: O(n).
  static func mendingStrings(in bytes: Span<UInt8>) -> (bytes: [UInt8], count: Int) {
    var mending = JSONMending(bytes)
    mending.run()
    return (mending.mended, mending.count)
  }

  private mutating func run() {
    var isInString = false
    while place < bytes.count {
      let byte = bytes[place]
      switch byte {
      case UInt8(ascii: "\""):
        isInString.toggle()
        place += 1
      case UInt8(ascii: "\\") where isInString: passEscape()
      case 0..<0x20 where isInString && byte != 0x0A && byte != 0x0D:
        replace(1, by: "\\u00" + (byte < 16 ? "0" : "1") + String(byte & 15, radix: 16))
      default: place += 1
      }
    }
    copy(to: bytes.count)
  }

  private mutating func passEscape() {
    guard place + 1 < bytes.count else {
      place += 1
      return
    }
    switch bytes[place + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      place += 2
    case UInt8(ascii: "u"): passUnit()
    default: replace(1, by: "\\\\")
    }
  }

  private mutating func passUnit() {
    guard let unit = unit(at: place) else { return replace(1, by: "\\\\") }
    switch unit {
    case 0xD800...0xDBFF:
      if let low = self.unit(at: place + 6), (0xDC00...0xDFFF).contains(low) {
        place += 12
      } else {
        replace(6, by: "\\ufffd")
      }
    case 0xDC00...0xDFFF: replace(6, by: "\\ufffd")
    default: place += 6
    }
  }

  /// The UTF-16 unit of an escape; nil if there is none.
  private func unit(at start: Int) -> Int? {
    guard start + 6 <= bytes.count, bytes[start] == UInt8(ascii: "\\"),
      bytes[start + 1] == UInt8(ascii: "u")
    else { return nil }
    var unit = 0
    for index in start + 2..<start + 6 {
      guard bytes[index] < 0x80,
        let digit = Character(UnicodeScalar(bytes[index])).hexDigitValue
      else { return nil }
      unit = unit << 4 | digit
    }
    return unit
  }

  private mutating func replace(_ length: Int, by text: String) {
    copy(to: place)
    mended.append(contentsOf: text.utf8)
    place += length
    copied = place
    count += 1
  }

  private mutating func copy(to end: Int) {
    let part = bytes.extracting(copied..<end)
    unsafe part.withUnsafeBufferPointer { unsafe mended.append(contentsOf: $0) }
    copied = end
  }
}
