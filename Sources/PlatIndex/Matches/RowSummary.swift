public import PlatGeometry
internal import PlatKernels
internal import PlatListings
internal import PlatSnapshot

/// What some listings are together: how many, the box around them, and their list prices.
@safe
public struct RowSummary: Sendable {
  var numbers: plat_summary

  /// The summary of no listings.
  public init() {
    numbers = plat_summary()
    unsafe plat_summary_clear(&numbers)
  }

  init(_ numbers: plat_summary) { self.numbers = numbers }

  /// How many listings there are.
  public var rows: Int { Int(numbers.rows) }

  /// The box around their positions; empty where there are none.
  public var box: Box {
    Box(west: numbers.west, south: numbers.south, east: numbers.east, north: numbers.north)
  }

  /// The least, the greatest and the mean list price in cents; nil where none has a price.
  public func prices(in index: ListingIndex) -> (least: Int64, greatest: Int64, mean: Int64)? {
    index.numbers(.listPrice).flatMap { prices(in: $0.frame) }
  }

  /// The least, the greatest and the mean list price in cents; nil where none has a price.
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
}
