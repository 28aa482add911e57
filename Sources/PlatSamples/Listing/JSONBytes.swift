import PlatCommon

/// Writes JSON text into reserved bytes.
///
/// No text of the samples needs escaping in JSON; a test parses every line.
extension OutputSpan where Element == UInt8 {
  /// Appends constant text.
  @inline(__always)
  mutating func put(_ text: StaticString) {
    let size = text.utf8CodeUnitCount
    guard size > 0 else { return }
    precondition(size <= freeCapacity, "a sample listing is longer than its line")
    unsafe withUnsafeMutableBufferPointer { buffer, count in
      if let start = buffer.baseAddress {
        unsafe memcpy(start + count, text.utf8Start, size)
        count += size
      }
    }
  }

  /// Appends a whole number.
  mutating func put(_ number: Int) {
    var rest = number.magnitude
    if number < 0 { append(UInt8(ascii: "-")) }
    var digits: [20 of UInt8] = .init(repeating: 0)
    var first = 20
    repeat {
      let quotient = rest / 10
      first -= 1
      digits[first] = UInt8(truncatingIfNeeded: rest &- quotient &* 10) &+ UInt8(ascii: "0")
      rest = quotient
    } while rest > 0
    while first < 20 {
      append(digits[first])
      first += 1
    }
  }

  /// Appends a number of decimal digits, padded with leading zeros.
  mutating func put(_ number: Int, digits: Int) {
    var divisor = 1
    for _ in 1..<max(digits, 1) { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(truncatingIfNeeded: number / divisor % 10) &+ UInt8(ascii: "0"))
      divisor /= 10
    }
  }

  /// Appends a number in units of 10^-`decimals`, without trailing zeros.
  mutating func put(_ number: Int, decimals: Int) {
    var divisor = 1
    for _ in 0..<decimals { divisor *= 10 }
    if number < 0 { append(UInt8(ascii: "-")) }
    let magnitude = abs(number)
    put(magnitude / divisor)
    var rest = magnitude % divisor
    var width = decimals
    guard rest > 0 else { return }
    while rest % 10 == 0 {
      rest /= 10
      width -= 1
    }
    append(UInt8(ascii: "."))
    put(rest, digits: width)
  }

  /// Appends a day as 2026-06-30.
  mutating func put(day: Int) {
    let date = CalendarDay(days: day)
    put(date.year, digits: 4)
    append(UInt8(ascii: "-"))
    put(date.month, digits: 2)
    append(UInt8(ascii: "-"))
    put(date.day, digits: 2)
  }

  /// Appends a moment as 2026-06-30T12:34:56Z.
  mutating func put(moment seconds: Int) {
    let day = seconds / 86_400
    let rest = seconds - day * 86_400
    put(day: day)
    append(UInt8(ascii: "T"))
    put(rest / 3_600, digits: 2)
    append(UInt8(ascii: ":"))
    put(rest / 60 % 60, digits: 2)
    append(UInt8(ascii: ":"))
    put(rest % 60, digits: 2)
    append(UInt8(ascii: "Z"))
  }

  /// Appends a short name of lower-case letters and digits, unique for each number.
  mutating func put(token bits: UInt64) {
    var rest = bits
    for _ in 0..<6 {
      let digit = UInt8(truncatingIfNeeded: rest % 36)
      append(digit < 10 ? digit &+ UInt8(ascii: "0") : digit &- 10 &+ UInt8(ascii: "a"))
      rest /= 36
    }
  }
}
