public import PlatCommon
internal import PlatKernels
internal import PlatSnapshot

extension BlockSelection {
  /// Adds up the stored numbers of the selected rows that have a value.
  ///
  /// - Returns: The sum of the stored numbers, modulo 2^64, and the number of rows with a value.
  /// - Complexity: O(rows).
  /// - Throws: `WorkEnded` if the current `WorkLimit` has ended.
  public func sum(_ column: BlockColumn) throws(WorkEnded) -> (total: UInt64, count: Int) {
    account(blocks: count, bytes: count * IndexLayout.blockRows * column.width)
    var (total, found): (UInt64, Int) = (0, 0)
    try WorkLimit.windows(0..<count, of: Self.window) { window in
      let (blocks, words) = unsafe (self.blocks + window.lowerBound, self.words + window.lowerBound)
      let count = window.count
      var part: UInt64 = 0
      switch column.storage {
      case .u8(let zoned):
        unsafe found += plat_sum_u8(zoned.values.unsafeBaseAddress, blocks, words, count, &part)
      case .u16(let zoned):
        unsafe found += plat_sum_u16(zoned.values.unsafeBaseAddress, blocks, words, count, &part)
      case .u32(let zoned):
        unsafe found += plat_sum_u32(zoned.values.unsafeBaseAddress, blocks, words, count, &part)
      case .u64(let zoned):
        unsafe found += plat_sum_u64(zoned.values.unsafeBaseAddress, blocks, words, count, &part)
      }
      total &+= part
    }
    return (total, found)
  }
}

extension ColumnFrame {
  /// The mean of values from the sum of their stored numbers (``BlockSelection/sum(_:)``); nil if
  /// there are none.
  ///
  /// - Parameters:
  ///   - total: The sum of the stored numbers.
  ///   - count: The number of values.
  public func mean(_ total: UInt64, _ count: Int) -> Double? {
    guard count > 0 else { return nil }
    // Each stored number counts its value as 1 + (value - base) / step.
    let steps = total &- UInt64(count)
    let (above, overflows) = steps.multipliedReportingOverflow(by: step)
    let (offset, isFar) = base.multipliedReportingOverflow(by: Int64(count))
    if !overflows, !isFar, above <= UInt64(Int64.max) {
      let (sum, isFarther) = offset.addingReportingOverflow(Int64(above))
      if !isFarther { return Double(sum) / Double(count) }
    }
    return Double(base) + Double(steps) / Double(count) * Double(step)
  }
}
