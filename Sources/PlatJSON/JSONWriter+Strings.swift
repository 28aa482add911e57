extension JSONWriter {
  /// Appends a quoted string with only the escapes that RFC 8259 requires; after a key, also a
  /// colon.
  mutating func appendQuoted(_ text: Span<UInt8>, isKey: Bool) {
    let comma = needsComma
    needsComma = !isKey
    let firstStop = Self.firstToEscape(in: text, from: 0)
    // Copies a whole string without escapes, or the part before the first escape, at once.
    unsafe append(upTo: firstStop + 4) { place in
      var count = 0
      if comma {
        unsafe place[count] = UInt8(ascii: ",")
        count += 1
      }
      unsafe place[count] = UInt8(ascii: "\"")
      count += 1
      unsafe text.withUnsafeBufferPointer { source in
        if let start = source.baseAddress {
          unsafe (place + count).update(from: start, count: firstStop)
        }
      }
      count += firstStop
      guard firstStop == text.count else { return count }
      unsafe place[count] = UInt8(ascii: "\"")
      count += 1
      if isKey {
        unsafe place[count] = UInt8(ascii: ":")
        count += 1
      }
      return count
    }
    if firstStop < text.count { appendEscaped(text, from: firstStop, isKey: isKey) }
  }

  /// Appends the rest of a string, starting at its first byte to escape, and the closing quote.
  private mutating func appendEscaped(_ text: Span<UInt8>, from firstStop: Int, isKey: Bool) {
    var stop = firstStop
    while stop < text.count {
      appendEscape(of: text[stop])
      let start = stop + 1
      stop = Self.firstToEscape(in: text, from: start)
      append(text.extracting(start..<stop))
    }
    bytes.append(UInt8(ascii: "\""))
    if isKey { bytes.append(UInt8(ascii: ":")) }
  }

  private mutating func appendEscape(of byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    default:
      for letter in "u00".utf8 { bytes.append(letter) }
      for digit in [byte >> 4, byte & 15] {
        bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
    }
  }

  /// The index of the first quote, backslash or control character, or the end.
  ///
  /// Eight bytes at a time: `(x - 0x0101...) & ~x & 0x8080...` is nonzero if and only if a byte of
  /// x is 0 (Mycroft 1987); the slow loop finds which one.
  private static func firstToEscape(in text: Span<UInt8>, from start: Int) -> Int {
    let raw = unsafe text.bytes
    var place = start
    while place + 8 <= text.count {
      let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self)
      let ones: UInt64 = 0x0101_0101_0101_0101
      let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
      let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
      let hit =
        ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)
        | ((word &- ones &* 0x20) & ~word)
      if hit & (ones &* 0x80) != 0 { break }
      place += 8
    }
    while place < text.count {
      let byte = text[place]
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return place }
      place += 1
    }
    return place
  }
}
