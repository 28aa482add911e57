extension JSONWriter {
  /// Writes a number's decimal digits at an address, zero-padded to a minimum count; returns the
  /// number of digits.
  @inline(__always)
  static func writeDigits(_ value: UInt64, minimumCount: Int, at place: UnsafeMutablePointer<UInt8>)
    -> Int
  {
    var count = minimumCount
    var bound: UInt64 = 1
    for _ in 0..<minimumCount { bound = bound &* 10 }
    while count < 20, value >= bound {
      count += 1
      let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
      if overflow { break }
      bound = next
    }
    var rest = value
    var index = count
    while index > 0 {
      let quotient = rest / 10
      index -= 1
      unsafe place[index] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest &- quotient &* 10)
      rest = quotient
    }
    return count
  }
}
