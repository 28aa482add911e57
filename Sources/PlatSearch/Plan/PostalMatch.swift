internal import PlatCommon
internal import PlatIndex
internal import PlatListings
internal import PlatSnapshot

/// The postal codes that a search treats as one: those with the same five digits.
struct PostalGroups {
  /// For each code, from code 0, the code that stands for its group.
  private(set) var alike: [UInt32]
  private var digits: [UInt32: Int] = [:]

  /// Groups the codes of a column.
  ///
  /// - Complexity: O(bytes of the folded texts).
  init(_ column: CodeColumn) {
    let spellings = column.spellings
    alike = (0..<UInt32(column.folded.count) + 1).map { $0 }
    var firsts: [Int: UInt32] = [:]
    for place in 0..<column.folded.count {
      let code = UInt32(place) + 1
      guard let number = TextMatch.fiveDigits(column.folded.string(at: place).utf8Span.span) else {
        if !spellings.isEmpty { alike[place + 1] = spellings[place + 1] }
        continue
      }
      let first = firsts[number] ?? code
      firsts[number] = first
      alike[place + 1] = first
      digits[first] = number
    }
  }

  /// The five digits of a group; nil for a code that is none of the United States.
  func text(_ code: UInt32) -> String? {
    digits[code].map { number in
      let text = String(number)
      return String(repeating: "0", count: 5 - text.count) + text
    }
  }
}

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
    var end = text.count
    // A program that knows no texts wrote the code as a number: `92262.0`.
    if end == 7, text[5] == UInt8(ascii: "."), text[6] == 0x30 { end = 5 }
    guard end >= 5 else { return nil }
    var number = 0
    var digits = 0
    for index in 0..<end {
      let byte = text[index]
      if (0x30...0x39).contains(byte) {
        digits += 1
        if digits <= 5 { number = number * 10 + Int(byte - 0x30) }
      } else if digits != 5 || !isJoint(byte) {
        return nil
      }
    }
    return digits == 5 || digits == 9 ? number : nil
  }

  /// Whether a byte may stand between the five digits and the four: a hyphen, a blank, or a part of
  /// a dash beyond ASCII (U+2010 to U+2014).
  private static func isJoint(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == 0x20 || byte == 0xE2 || (0x80...0x94).contains(byte)
  }
}
