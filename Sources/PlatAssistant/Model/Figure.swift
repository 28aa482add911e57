/// A number in a text, in digits or in words, and its unit.
struct Figure: Equatable {
  enum Kind: Sendable { case plain, dollars, percent }

  var value: Double
  /// The place value of the last digit that is not 0.
  var step: Double
  /// The place value of the last digit.
  var unit: Double
  var kind = Kind.plain
  /// Whether it has no exact meaning: letters among its digits, `millions`.
  var isOdd = false
  /// The range of its tokens.
  var range: Range<Int>

  /// The figure at a token of a text, or nil if there is none.
  init?(_ text: DraftText, at start: Int) {
    let isDollars = text.isSign(start, "$")
    let first = isDollars ? start + 1 : start
    guard let token = text[first] else { return nil }
    if token.kind == .number {
      let own = Self.digits(token.text)
      (value, step, unit) = (own.value, own.step, own.unit)
      range = start..<first + 1
      takeSuffix(text)
    } else if let words = NumberWords.read(text, at: first) {
      (value, step, unit) = (words.value, words.step, min(1, words.step))
      isOdd = words.isVague
      range = start..<words.end
    } else {
      return nil
    }
    takeScales(text)
    kind = isDollars ? .dollars : .plain
    takeUnit(text)
    // A digit within letters is not a number.
    if let before = text[start - 1], before.kind == .word, text[start]?.touches == true {
      isOdd = true
    }
  }

  /// The value of digits with commas and a point.
  private static func digits(_ text: String) -> (value: Double, step: Double, unit: Double) {
    var (value, step, unit) = (0.0, 1.0, 1.0)
    var (zeros, decimals) = (0, -1)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "."):
        // A number has one point. Infinity matches no fact.
        if decimals >= 0 { return (.infinity, 1, 1) }
        decimals = 0
      case UInt8(ascii: ","):
        if decimals >= 0 { return (.infinity, 1, 1) }
      default:
        let digit = Double(byte - UInt8(ascii: "0"))
        value = value * 10 + digit
        zeros = digit == 0 ? zeros + 1 : 0
        if decimals >= 0 { decimals += 1 }
      }
    }
    for _ in 0..<zeros { step *= 10 }
    for _ in 0..<max(0, decimals) {
      value /= 10
      step /= 10
      unit /= 10
    }
    return (value, step, unit)
  }

  /// Letters that touch the digits: `k`, `m`, `th`; others make the figure odd.
  private mutating func takeSuffix(_ text: DraftText) {
    guard let word = text[range.upperBound], word.kind == .word, word.touches else { return }
    range = range.lowerBound..<range.upperBound + 1
    switch word.plain {
    case "k": multiply(1e3)
    case "m", "mm", "mn": multiply(1e6)
    case "b", "bn": multiply(1e9)
    case "st", "nd", "rd", "th": break
    default: isOdd = true
    }
  }

  /// Words that multiply: `9 million`, `nine hundred grand`.
  private mutating func takeScales(_ text: DraftText) {
    while true {
      let next = NumberWords.skipHyphen(text, range.upperBound)
      guard let word = text[next], word.kind == .word, let scale = NumberWords.scale(word.plain)
      else { return }
      multiply(scale)
      range = range.lowerBound..<next + 1
    }
  }

  private mutating func multiply(_ scale: Double) {
    value *= scale
    step *= scale
    unit *= scale
  }

  /// The unit: percent or dollars.
  private mutating func takeUnit(_ text: DraftText) {
    let next = NumberWords.skipHyphen(text, range.upperBound)
    if text.isSign(next, "%") {
      (kind, range) = (.percent, range.lowerBound..<next + 1)
      return
    }
    guard let word = text[next], word.kind == .word else { return }
    switch word.plain {
    case "percent", "percentage", "pct": (kind, range) = (.percent, range.lowerBound..<next + 1)
    case "per" where text[next + 1]?.plain == "cent":
      (kind, range) = (.percent, range.lowerBound..<next + 2)
    case "dollar", "dollars", "usd", "bucks", "cents":
      (kind, range) = (.dollars, range.lowerBound..<next + 1)
    default: break
    }
  }
}
