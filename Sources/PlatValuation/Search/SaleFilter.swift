internal import PlatCommon
internal import PlatGeometry
internal import PlatIndex
internal import PlatListings

/// Conditions on sales, in the stored numbers of one index; nil for no condition.
struct SaleFilter {
  var dates: ClosedRange<UInt64>?
  var sqft: ClosedRange<UInt64>?
  var beds: ClosedRange<UInt64>?
  var baths: ClosedRange<UInt64>?
  var type: UInt64?
  /// Whether a condition excludes every row.
  var isNever = false

  static let secondsPerMonth = 2_629_800.0

  /// Sales of the subject's type that closed in the months before the valuation.
  init(_ subject: Subject, months: Double, _ columns: SaleColumns) {
    let begin = subject.asOf.subtractingReportingOverflow(
      Int64((months * Self.secondsPerMonth).rounded()))
    let end = subject.asOf.subtractingReportingOverflow(1)
    dates =
      end.overflow
      ? nil
      : columns.closeDate.frame.stored(
        from: begin.overflow ? Listing.missing + 1 : begin.partialValue, through: end.partialValue)
    isNever = dates == nil || columns.closed == 0 || columns.prices == nil
    if let text = subject.propertyType {
      type = columns.types[text.lowercased()]
      if type == nil { isNever = true }
    }
  }

  /// Requires a living area, and room counts if they are known, near the subject's.
  mutating func require(_ reach: ComparableSearch.Reach, _ subject: Subject, _ columns: SaleColumns)
  {
    sqft = Self.range(subject.sqft, apart: subject.sqft * reach.sqftShare, columns.sqft)
    if sqft == nil { isNever = true }
    guard let rooms = reach.rooms else { return }
    if let known = subject.beds {
      beds = Self.range(known, apart: rooms, columns.beds)
      if beds == nil { isNever = true }
    }
    if let known = subject.baths {
      baths = Self.range(known, apart: rooms, columns.baths)
      if baths == nil { isNever = true }
    }
  }

  /// The stored numbers of values within a distance of another; both bounds are included,
  /// regardless of rounding.
  private static func range(
    _ value: Double, apart: Double, _ column: MeasuredColumn
  ) -> ClosedRange<UInt64>? {
    let doubt = 1e-6
    return column.frame.stored(
      from: whole(((value - apart) * column.scale - doubt).rounded(.up)),
      through: whole(((value + apart) * column.scale + doubt).rounded(.down)))
  }

  private static func whole(_ value: Double) -> Int64 {
    Int64(exactly: max(-9e18, min(9e18, value))) ?? 0
  }

  /// Selects the sales in a circle; the selection must be empty.
  ///
  /// - Complexity: O(blocks that the circle's box touches). Dates come first: they drop the most.
  /// - Throws: `WorkEnded` if the current `WorkLimit` has ended.
  func run(in circle: Circle, _ columns: SaleColumns, _ selection: BlockSelection) throws(WorkEnded)
  {
    guard !isNever, let dates, let prices = columns.prices else { return selection.clear() }
    selection.select(circle.boundingBoxes, of: columns.index, exactly: false)
    try WorkLimit.windows(0..<selection.count, of: BlockSelection.window) { window in
      selection.keep(columns.closeDate.column, in: dates, window: window)
      selection.keep(columns.status.column, in: columns.closed...columns.closed, window: window)
      if let type { selection.keep(columns.type.column, in: type...type, window: window) }
      if let sqft { selection.keep(columns.sqft.column, in: sqft, window: window) }
      if let beds { selection.keep(columns.beds.column, in: beds, window: window) }
      if let baths { selection.keep(columns.baths.column, in: baths, window: window) }
      selection.keep(columns.closePrice.column, in: prices, window: window)
    }
    selection.compact()
    try selection.keep(circle, of: columns.index)
    selection.compact()
  }
}
