import PlatJSON

/// A decimal number in a text, exactly: its digits and the number of decimal places.
///
/// The text may have digits with an optional sign, an optional dollar sign, commas between groups
/// of three whole digits, a point with or without digits on one side, and an exponent; nothing
/// else.
enum DecimalText: Equatable {
  /// `mantissa / 10^places`, negated if `isNegative`.
  case exact(isNegative: Bool, mantissa: UInt64, places: Int)
  /// A number with an exponent, to the nearest double.
  case double(Double)
  /// A number that is too large for every field.
  case huge
  /// Not a number.
  case malformed

  /// The maximum digits of a mantissa; further decimals are dropped.
  private static let mostDigits = 18

  /// Reads trimmed text.
  init(_ text: Span<UInt8>) {
    var place = 0
    var isNegative = false
    var isPlain = true
    if place < text.count, text[place] == UInt8(ascii: "-") || text[place] == UInt8(ascii: "+") {
      isNegative = text[place] == UInt8(ascii: "-")
      isPlain = isNegative
      place += 1
    }
    if place < text.count, text[place] == UInt8(ascii: "$") {
      isPlain = false
      place += 1
    }
    var mantissa: UInt64 = 0
    var significant = 0
    var digits = 0
    var sinceComma = -1
    while place < text.count {
      let byte = text[place]
      if byte.isDigit {
        if significant == Self.mostDigits {
          self = .huge
          if Self.isNumber(text, from: place) { return }
          self = .malformed
          return
        }
        mantissa = mantissa * 10 + UInt64(byte - UInt8(ascii: "0"))
        if mantissa != 0 { significant += 1 }
        digits += 1
        if sinceComma >= 0 { sinceComma += 1 }
      } else if byte == UInt8(ascii: ",") {
        guard sinceComma == 3 || (sinceComma < 0 && (1...3).contains(digits)) else {
          self = .malformed; return
        }
        sinceComma = 0
        isPlain = false
      } else {
        break
      }
      place += 1
    }
    guard sinceComma < 0 || sinceComma == 3 else { self = .malformed; return }
    var places = 0
    if place < text.count, text[place] == UInt8(ascii: ".") {
      place += 1
      while place < text.count, text[place].isDigit {
        if significant < Self.mostDigits, places < Self.mostDigits {
          mantissa = mantissa * 10 + UInt64(text[place] - UInt8(ascii: "0"))
          if mantissa != 0 { significant += 1 }
          places += 1
        }
        digits += 1
        place += 1
      }
    }
    guard digits > 0 else { self = .malformed; return }
    if place == text.count {
      self = .exact(isNegative: isNegative, mantissa: mantissa, places: places)
    } else if isPlain, text[place] | 0x20 == UInt8(ascii: "e") {
      self = Self.withExponent(text)
    } else {
      self = .malformed
    }
  }

  /// Whether only digits, commas and a fraction follow.
  private static func isNumber(_ text: Span<UInt8>, from start: Int) -> Bool {
    for place in start..<text.count where !text[place].isDigit && text[place] != UInt8(ascii: ",") {
      return text[place] == UInt8(ascii: ".")
        && (place + 1..<text.count).allSatisfy { text[$0].isDigit }
    }
    return true
  }

  private static func withExponent(_ text: Span<UInt8>) -> DecimalText {
    if let value = text.decimalDouble { return .double(value) }
    // No nearest double: either 1e400 or not a number.
    var place = 0
    while place < text.count, text[place] | 0x20 != UInt8(ascii: "e") { place += 1 }
    place += 1
    if place < text.count, text[place] == UInt8(ascii: "+") || text[place] == UInt8(ascii: "-") {
      place += 1
    }
    guard place < text.count, (place..<text.count).allSatisfy({ text[$0].isDigit }) else {
      return .malformed
    }
    return .huge
  }
}

extension UInt8 {
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

  /// An ASCII space, or one of the control characters from tab to carriage return.
  var isBlank: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }
}

extension Span<UInt8> {
  /// The bytes without spaces at either end.
  var trimmed: Span<UInt8> {
    @_lifetime(copy self)
    get {
      var start = 0
      var end = count
      while start < end, self[start].isBlank { start += 1 }
      while end > start, self[end - 1].isBlank { end -= 1 }
      return extracting(start..<end)
    }
  }

  /// Whether the bytes are a masked value: four or more asterisks and nothing else.
  ///
  /// Listing services write this in place of a hidden value.
  var isMask: Bool {
    guard count >= 4, self[0] == UInt8(ascii: "*") else { return false }
    for index in indices where self[index] != UInt8(ascii: "*") { return false }
    return true
  }
}
