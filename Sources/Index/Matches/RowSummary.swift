public import Geometry
internal import Kernels
internal import Listings
internal import Snapshot

/// What some listings are together: how many, the box around them, and their list prices.
@safe
public struct RowSummary: Sendable {
  var numbers: plat_summary

  /// The summary of no listings.
  public init() {
    numbers = plat_summary()
    unsafe plat_summary_clear(&numbers)
  }

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
    let (steps, overflows) = (numbers.price_sum &- count).multipliedReportingOverflow(by: frame.step)
    let above = overflows ? (numbers.price_sum &- count) / count &* frame.step : (steps &+ count / 2) / count
    return (least, greatest, frame.base &+ Int64(truncatingIfNeeded: above))
  }

  /// Adds other listings.
  mutating func add(_ other: RowSummary) {
    unsafe withUnsafePointer(to: other.numbers) { unsafe plat_summary_add(&numbers, $0) }
  }

  /// Adds the rows of a block that a word selects; the block is one with positions.
  mutating func add(block: Int, word: UInt64, of index: ListingIndex) {
    guard word != 0, let prices = index.numbers(.listPrice)?.column else { return }
    let block = UInt32(truncatingIfNeeded: block)
    let (x, y) = unsafe (index.longitudes.unsafeBaseAddress, index.latitudes.unsafeBaseAddress)
    switch prices.storage {
    case .u8(let zoned): unsafe plat_summary_block_u8(&numbers, zoned.values.unsafeBaseAddress, x, y, block, word)
    case .u16(let zoned): unsafe plat_summary_block_u16(&numbers, zoned.values.unsafeBaseAddress, x, y, block, word)
    case .u32(let zoned): unsafe plat_summary_block_u32(&numbers, zoned.values.unsafeBaseAddress, x, y, block, word)
    case .u64(let zoned): unsafe plat_summary_block_u64(&numbers, zoned.values.unsafeBaseAddress, x, y, block, word)
    }
  }
}
