/// The packing of a column's numbers: `value = base + step * (stored - 1)`; a stored 0 is a missing
/// value.
///
/// The base is the minimum and the step is the greatest common divisor of all differences from it,
/// so that dollars in cents, square feet in hundredths and days in seconds take no more bytes than
/// needed. Source: frame of reference with common divisors, as in Lucene's numeric doc values.
public struct ColumnFrame: Equatable, Sendable {
  /// The minimum of the column.
  public let base: Int64
  /// The common divisor of all differences from the base; at least 1.
  public let step: UInt64

  /// Takes a stored frame; a step of 0 becomes 1.
  public init(base: Int64, step: UInt64) {
    self.base = base
    self.step = max(step, 1)
  }

  /// The frame of some values, and the greatest stored number in it.
  ///
  /// - Parameter values: The values; `missing` stands for a missing one.
  static func fitting(_ values: Span<Int64>, missing: Int64) -> (
    frame: ColumnFrame, greatest: UInt64
  ) {
    var least = Int64.max
    var greatest = Int64.min
    for index in values.indices where values[index] != missing {
      least = min(least, values[index])
      greatest = max(greatest, values[index])
    }
    guard least <= greatest else { return (ColumnFrame(base: 0, step: 1), 0) }
    var step: UInt64 = 0
    for index in values.indices where values[index] != missing && step != 1 {
      step = divisor(step, distance(from: least, to: values[index]))
    }
    step = max(step, 1)
    return (ColumnFrame(base: least, step: step), distance(from: least, to: greatest) / step + 1)
  }

  /// The stored form of a value that the frame was fitted to.
  @inlinable
  public func store(_ value: Int64) -> UInt64 {
    Self.distance(from: base, to: value) / step &+ 1
  }

  /// The value of a stored number, or nil for 0.
  @inlinable
  public func value(_ stored: UInt64) -> Int64? {
    guard stored > 0 else { return nil }
    return base &+ Int64(truncatingIfNeeded: (stored &- 1) &* step)
  }

  /// The stored numbers whose values lie between two values, or nil if there are none.
  public func stored(from low: Int64, through high: Int64) -> ClosedRange<UInt64>? {
    guard low <= high, high >= base else { return nil }
    let last = Self.number(Self.distance(from: base, to: high) / step)
    guard low > base else { return 1...last }
    let (quotient, remainder) = Self.distance(from: base, to: low).quotientAndRemainder(
      dividingBy: step)
    let first = Self.number(remainder > 0 ? quotient + 1 : quotient)
    return first <= last ? first...last : nil
  }

  /// The stored number for a number of steps, saturated for the largest step of a damaged frame.
  private static func number(_ steps: UInt64) -> UInt64 { steps == .max ? .max : steps + 1 }

  /// `to - from` for `from <= to`, whose difference may not fit an `Int64`.
  @inlinable
  static func distance(from: Int64, to: Int64) -> UInt64 {
    UInt64(bitPattern: to) &- UInt64(bitPattern: from)
  }

  static func divisor(_ a: UInt64, _ b: UInt64) -> UInt64 {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
