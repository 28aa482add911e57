internal import PlatCommon
internal import PlatIndex
internal import PlatListings
internal import PlatSnapshot

extension TextMatch {
  /// The codes that match a folded text of a field: those of the same folded text, and of postal
  /// codes those with the same five digits (`92262`, `92262-1234`, `922621234`).
  static func codes(
    of field: Field, equalTo folded: [UInt8], _ column: CodeColumn
  ) throws(WorkEnded) -> [UInt64] {
    guard field == .postalCode, let digits = fiveDigits(folded.span) else {
      return try codes(equalTo: folded, column)
    }
    var found: [UInt64] = []
    for place in 0..<column.folded.count {
      let own = column.folded.string(at: place)
      if fiveDigits(own.utf8Span.span) == digits { found.append(UInt64(place) + 1) }
    }
    return found
  }

  /// The first five digits of a United States postal code as a number; nil for any other text.
  static func fiveDigits(_ text: Span<UInt8>) -> Int? {
    guard text.count >= 5 else { return nil }
    var number = 0
    var digits = 0
    for index in text.indices {
      let byte = text[index]
      if (0x30...0x39).contains(byte) {
        digits += 1
        if digits <= 5 { number = number * 10 + Int(byte - 0x30) }
      } else if digits != 5 || byte != UInt8(ascii: "-") && byte != 0x20 {
        return nil
      }
    }
    return digits == 5 || digits == 9 ? number : nil
  }
}
