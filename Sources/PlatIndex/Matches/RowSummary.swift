public import PlatGeometry
internal import PlatKernels
internal import PlatListings
internal import PlatSnapshot

/// A summary of some listings: their number, the box around them, and their list prices.
@safe
public struct RowSummary: Sendable {
  var numbers: plat_summary

  /// The summary of no listings.
  public init() {
    numbers = plat_summary()
    unsafe plat_summary_clear(&numbers)
  }

  init(_ numbers: plat_summary) { self.numbers = numbers }

  /// The number of listings.
  public var rows: Int { Int(numbers.rows) }

  /// The box around their positions; empty if there are none.
  public var box: Box {
    Box(west: numbers.west, south: numbers.south, east: numbers.east, north: numbers.north)
  }

  /// The minimum, maximum and mean list price in cents; nil if no listing has a price.
  public func prices(in index: ListingIndex) -> (least: Int64, greatest: Int64, mean: Int64)? {
    index.numbers(.listPrice).flatMap { prices(in: $0.frame) }
  }

  /// The minimum, maximum and mean list price in cents; nil if no listing has a price.
  ///
  /// The mean is rounded to the nearest cent, halves up.
  ///
  /// - Parameter frame: The frame of the index's list prices.
  @inline(__always)
  public func prices(in frame: ColumnFrame) -> (least: Int64, greatest: Int64, mean: Int64)? {
    guard numbers.priced > 0, let least = frame.value(numbers.least_price),
      let greatest = frame.value(numbers.greatest_price)
    else { return nil }
    // The stored sum counts each price as 1 + (price - base) / step.
    let count = UInt64(numbers.priced)
    let (steps, overflows) = (numbers.price_sum &- count).multipliedReportingOverflow(
      by: frame.step)
    let above =
      overflows ? (numbers.price_sum &- count) / count &* frame.step : (steps &+ count / 2) / count
    return (least, greatest, frame.base &+ Int64(truncatingIfNeeded: above))
  }

  /// The mean list price in whole dollars, rounded once, halves up; nil if no listing has a price.
  ///
  /// - Parameter frame: The frame of the index's list prices, which are in cents.
  @inline(__always)
  public func meanDollars(in frame: ColumnFrame) -> Int64? {
    guard numbers.priced > 0 else { return nil }
    let count = UInt64(numbers.priced)
    // Splits the base into whole dollars and cents, so that the sum of the rest is small.
    let (dollars, cents) = frame.base.quotientAndRemainder(dividingBy: 100)
    let (steps, overflows) = (numbers.price_sum &- count).multipliedReportingOverflow(
      by: frame.step)
    if !overflows, let above = Int64(exactly: steps), let parts = Int64(exactly: count) {
      let (rest, isFar) = (cents &* parts).addingReportingOverflow(above)
      let (half, isFarther) = rest.addingReportingOverflow(50 &* parts)
      if !isFar, !isFarther {
        let whole = 100 &* parts
        let (quotient, remainder) = half.quotientAndRemainder(dividingBy: whole)
        return dollars + quotient - (remainder < 0 ? 1 : 0)
      }
    }
    // Above 2^63 cents the mean in cents is exact to less than a dollar.
    let mean =
      frame.base &+ Int64(truncatingIfNeeded: (numbers.price_sum &- count) / count &* frame.step)
    let (quotient, remainder) = (mean &+ 50).quotientAndRemainder(dividingBy: 100)
    return quotient - (remainder < 0 ? 1 : 0)
  }
}
