/// Text in Windows-1252, a superset of printable Latin-1 that Windows programs write.
package enum Windows1252 {
  /// The scalars of 0x80 to 0x9F; 0 for undefined bytes.
  private static let controls: [UInt32] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122,
    0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
  ]

  /// Appends the scalar of a byte as UTF-8; U+FFFD for an undefined byte.
  package static func append(_ byte: UInt8, to bytes: inout [UInt8]) {
    var scalar = UInt32(byte)
    if (0x80...0x9F).contains(byte) { scalar = controls[Int(byte) - 0x80] }
    if scalar < 0x80, scalar == UInt32(byte) { return bytes.append(byte) }
    let known = scalar == 0 ? nil : UnicodeScalar(scalar)
    if let encoded = UTF8.encode(known ?? "\u{FFFD}") { bytes.append(contentsOf: encoded) }
  }

  /// Converts a text that is not UTF-8 to UTF-8 if it is certainly Windows-1252; else nil.
  ///
  /// The test: its bytes beyond ASCII are accented letters or common punctuation and signs, and at
  /// most two of them are adjacent; texts in other encodings have longer runs.
  package static func decoded(_ text: Span<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count + 8)
    var row = 0
    var place = 0
    while place < text.count {
      // What is UTF-8 in a text of both encodings stays.
      let length = sequenceLength(text, place)
      if length > 1 {
        for index in place..<place + length { bytes.append(text[index]) }
        place += length
        row = 0
        continue
      }
      row = text[place] < 0x80 ? 0 : row + 1
      guard row <= 2, isUsual(text[place]) else { return nil }
      append(text[place], to: &bytes)
      place += 1
    }
    return bytes
  }

  /// Reads each invalid byte of a UTF-8 text as Windows-1252, or replaces it with U+FFFD if that is
  /// unlikely; also returns how many bytes it converted.
  package static func mended(_ text: Span<UInt8>) -> (bytes: [UInt8], count: Int) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count + 64)
    var count = 0
    var place = 0
    while place < text.count {
      let length = sequenceLength(text, place)
      if length > 0 {
        for index in place..<place + length { bytes.append(text[index]) }
        place += length
        continue
      }
      if isUsual(text[place]) {
        append(text[place], to: &bytes)
      } else {
        bytes.append(contentsOf: "\u{FFFD}".utf8)
      }
      count += 1
      place += 1
    }
    return (bytes, count)
  }

  /// Whether a byte is ASCII, an accented letter, or common punctuation or a sign.
  private static func isUsual(_ byte: UInt8) -> Bool {
    switch byte {
    case 0..<0x80, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0xFF: true
    case 0x80, 0x85, 0x8A, 0x8C, 0x8E, 0x91...0x97, 0x99, 0x9A, 0x9C, 0x9E, 0x9F: true
    case 0xA0, 0xA1, 0xA3, 0xA9...0xAB, 0xAE, 0xB0...0xB3, 0xB7, 0xB9...0xBF: true
    default: false
    }
  }

  /// The length in bytes of the UTF-8 sequence that starts at an index; 0 if none does.
  private static func sequenceLength(_ text: Span<UInt8>, _ place: Int) -> Int {
    let first = text[place]
    let length =
      switch first {
      case 0..<0x80: 1
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 0
      }
    guard length > 0, place + length <= text.count else { return 0 }
    for index in place + 1..<max(place + length, place + 1) where text[index] & 0xC0 != 0x80 {
      return 0
    }
    if length < 3 { return length }
    let second = text[place + 1]
    let isWrong =
      switch first {
      case 0xE0: second < 0xA0
      case 0xED: second > 0x9F
      case 0xF0: second < 0x90
      case 0xF4: second > 0x8F
      default: false
      }
    return isWrong ? 0 : length
  }
}
