/// Text of one line with uniform white space.
///
/// Names come with tabs, line breaks, doubled and no-break spaces; in the uniform form they are the
/// names that they look like.
package enum LineText {
  /// Whether the uniform form of a text differs from the text.
  ///
  /// - Complexity: O(length).
  package static func isUneven(_ text: Span<UInt8>) -> Bool {
    var isBehindSpace = true
    var place = 0
    while place < text.count {
      let byte = text[place]
      if byte == 0x20 {
        if isBehindSpace { return true }
        isBehindSpace = true
      } else {
        if (0x09...0x0D).contains(byte) || byte >= 0xC2 && sign(text, place) != nil { return true }
        isBehindSpace = false
      }
      place += 1
    }
    return isBehindSpace && text.count > 0
  }

  /// Appends the uniform form of a text: each run of white space is one space, none is at either
  /// end, and characters without width are left out.
  ///
  /// - Complexity: O(length).
  package static func append(_ text: Span<UInt8>, to line: inout [UInt8]) {
    let start = line.count
    var isSpaceDue = false
    var place = 0
    while place < text.count {
      let byte = text[place]
      if byte == 0x20 || (0x09...0x0D).contains(byte) {
        isSpaceDue = true
        place += 1
      } else if byte >= 0xC2, let sign = sign(text, place) {
        if sign.isSpace { isSpaceDue = true }
        place += sign.bytes
      } else {
        if isSpaceDue, line.count > start { line.append(0x20) }
        isSpaceDue = false
        line.append(byte)
        place += 1
      }
    }
  }

  /// The uniform form of a text.
  package static func uniform(_ text: String) -> String {
    guard isUneven(text.utf8Span.span) else { return text }
    var line: [UInt8] = []
    append(text.utf8Span.span, to: &line)
    return String(decoding: line, as: UTF8.self)
  }

  /// The white space or the character without width that begins at a byte outside ASCII; nil if
  /// another character does.
  private static func sign(_ text: Span<UInt8>, _ place: Int) -> (isSpace: Bool, bytes: Int)? {
    let second = place + 1 < text.count ? text[place + 1] : 0
    let third = place + 2 < text.count ? text[place + 2] : 0
    switch (text[place], second, third) {
    // U+0085 and U+00A0.
    case (0xC2, 0x85, _), (0xC2, 0xA0, _): return (true, 2)
    // U+1680; U+2000 to U+200A, U+2028, U+2029, U+202F; U+205F; U+3000.
    case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8...0xA9),
      (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
      return (true, 3)
    // U+200B, U+2060 and U+FEFF.
    case (0xE2, 0x80, 0x8B), (0xE2, 0x81, 0xA0), (0xEF, 0xBB, 0xBF): return (false, 3)
    default: return nil
    }
  }
}
