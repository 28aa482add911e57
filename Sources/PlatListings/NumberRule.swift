/// The storage of a field's numbers as integers, prepared from
/// ``FieldKind/number(scale:minimum:maximum:rounds:)``.
struct NumberRule: Sendable {
  let scale: Int64
  let minimum: Int64
  let maximum: Int64
  let rounds: Bool
  /// The factor from a stored number to a number with ``decimals`` decimal places: 25 for quarters,
  /// else 1.
  let decimalFactor: Int64
  let decimals: Int

  init(scale: Int64, minimum: Double, maximum: Double, rounds: Bool) {
    self.scale = scale
    self.minimum = Int64(minimum * Double(scale))
    self.maximum = Int64(maximum * Double(scale))
    self.rounds = rounds
    var unit: Int64 = 1
    var decimals = 0
    while unit % scale != 0, decimals < 18 {
      unit *= 10
      decimals += 1
    }
    self.decimals = decimals
    decimalFactor = unit / scale
  }

  /// The outcome of a number.
  enum Outcome: Equatable {
    case stored(Int64)
    case refused(FieldNote.Reason)
  }

  /// The stored form of a whole number.
  func store(_ value: Int64) -> Outcome {
    let (scaled, overflow) = value.multipliedReportingOverflow(by: scale)
    return overflow || scaled < minimum || scaled > maximum
      ? .refused(.outOfRange) : .stored(scaled)
  }

  /// The stored form of a double; halves are rounded away from zero.
  func store(_ value: Double) -> Outcome {
    let scaled = value * Double(scale)
    guard let whole = scaled.wholePart else { return .refused(.outOfRange) }
    let rest = scaled - Double(whole)
    let stored = whole + (rest >= 0.5 ? 1 : rest <= -0.5 ? -1 : 0)
    guard stored >= minimum, stored <= maximum else { return .refused(.outOfRange) }
    return rounds || rest == 0 ? .stored(stored) : .refused(.notAStep)
  }

  /// The stored form of a number in a text.
  func store(_ text: DecimalText) -> Outcome {
    switch text {
    case .malformed: return .refused(.notANumber)
    case .huge: return .refused(.outOfRange)
    case .double(let value): return store(value)
    case .exact(let isNegative, var mantissa, var places):
      var (product, overflow) = mantissa.multipliedReportingOverflow(by: UInt64(scale))
      while overflow, places > 0 {
        mantissa /= 10
        places -= 1
        (product, overflow) = mantissa.multipliedReportingOverflow(by: UInt64(scale))
      }
      if overflow { return .refused(.outOfRange) }
      var unit: UInt64 = 1
      for _ in 0..<places { unit *= 10 }
      let (quotient, rest) = product.quotientAndRemainder(dividingBy: unit)
      // The unit is at most 10^18, so nothing overflows here.
      let isStep = rest == 0
      let whole = quotient + (rest * 2 >= unit ? 1 : 0)
      guard whole <= UInt64(Int64.max) else { return .refused(.outOfRange) }
      let stored = isNegative ? -Int64(whole) : Int64(whole)
      guard stored >= minimum, stored <= maximum else { return .refused(.outOfRange) }
      return rounds || isStep ? .stored(stored) : .refused(.notAStep)
    }
  }
}

extension Double {
  /// The number without its fraction; nil if it is not exact and well within Int64: 9e15, infinity,
  /// NaN.
  var wholePart: Int64? { abs(self) < 9e15 ? Int64(self) : nil }

  /// The number as an integer if it is whole.
  var asWhole: Int64? { wholePart.flatMap { Double($0) == self ? $0 : nil } }
}
