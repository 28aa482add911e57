/// Numbers of any length in the 62 letters and digits of ASCII.
enum Base62 {
  private static let digits = Array(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

  /// The last digits of a number that is given by its bytes, the greatest first.
  static func encode(_ bytes: [UInt8], digits count: Int) -> String {
    var number = bytes
    var text: [UInt8] = []
    for _ in 0..<count {
      var rest = 0
      for place in number.indices {
        let part = rest << 8 | Int(number[place])
        number[place] = UInt8(part / 62)
        rest = part % 62
      }
      text.append(digits[rest])
    }
    return String(decoding: text.reversed(), as: UTF8.self)
  }

  /// The last digits of a number.
  static func encode(_ number: UInt64, digits count: Int) -> String {
    encode((0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(56 - 8 * $0)) }, digits: count)
  }

  /// Whether a text has digits alone.
  static func isValid(_ text: Substring) -> Bool { text.utf8.allSatisfy(digits.contains) }
}
