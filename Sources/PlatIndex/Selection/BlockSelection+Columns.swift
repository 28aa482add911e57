public import PlatCommon
internal import PlatKernels
internal import PlatSnapshot

extension BlockSelection {
  /// Keeps the rows whose stored number lies in one of some ranges; a missing value (0) never does.
  ///
  /// - Parameters:
  ///   - column: A column of the index that lent the selection.
  ///   - ranges: Ranges of stored numbers; none begins at 0.
  ///   - window: The part of the list to filter (default: all of it).
  /// - Complexity: Per listed block a zone map check; values are read only for blocks that it
  ///   cannot decide.
  public func keep(
    _ column: BlockColumn, in ranges: [ClosedRange<UInt64>], window: Range<Int>? = nil
  ) {
    let window = (window ?? 0..<count).clamped(to: 0..<count)
    guard !ranges.isEmpty else { return clear(window) }
    let (blocks, words) = unsafe (self.blocks + window.lowerBound, self.words + window.lowerBound)
    let count = window.count
    let read: Int
    switch column.storage {
    case .u8(let zoned):
      read = unsafe zoned.withBounds(ranges) {
        unsafe plat_ranges_u8(
          zoned.values.unsafeBaseAddress, $0, $1, blocks, words, count, $2, $3, $4)
      }
    case .u16(let zoned):
      read = unsafe zoned.withBounds(ranges) {
        unsafe plat_ranges_u16(
          zoned.values.unsafeBaseAddress, $0, $1, blocks, words, count, $2, $3, $4)
      }
    case .u32(let zoned):
      read = unsafe zoned.withBounds(ranges) {
        unsafe plat_ranges_u32(
          zoned.values.unsafeBaseAddress, $0, $1, blocks, words, count, $2, $3, $4)
      }
    case .u64(let zoned):
      read = unsafe zoned.withBounds(ranges) {
        unsafe plat_ranges_u64(
          zoned.values.unsafeBaseAddress, $0, $1, blocks, words, count, $2, $3, $4)
      }
    }
    account(blocks: read, bytes: (read * IndexLayout.blockRows + count * 2) * column.width)
  }

  /// Keeps the rows whose stored number lies in a range; a missing value (0) does not.
  public func keep(_ column: BlockColumn, in range: ClosedRange<UInt64>, window: Range<Int>? = nil)
  {
    let window = (window ?? 0..<count).clamped(to: 0..<count)
    let (blocks, words) = unsafe (self.blocks + window.lowerBound, self.words + window.lowerBound)
    let read = unsafe plat_range(
      Int32(column.width), column.base, range.lowerBound, range.upperBound, blocks, words,
      window.count, column.low,
      column.high)
    account(blocks: read, bytes: (read * IndexLayout.blockRows + window.count * 2) * column.width)
  }

  /// Keeps the rows whose stored number is a set bit of a bitmap.
  ///
  /// - Parameters:
  ///   - column: A column of the index that lent the selection.
  ///   - bitmap: Bit `n` of the whole says whether number `n` is wanted; bit 0, for missing values,
  ///     may be set.
  ///   - window: The part of the list to filter (default: all of it).
  public func keep(_ column: BlockColumn, bitmap: [UInt64], window: Range<Int>? = nil) {
    let window = (window ?? 0..<count).clamped(to: 0..<count)
    let (blocks, words) = unsafe (self.blocks + window.lowerBound, self.words + window.lowerBound)
    let count = window.count
    guard let first = bitmap.firstIndex(where: { $0 != 0 }),
      let last = bitmap.lastIndex(where: { $0 != 0 })
    else {
      return clear(window)
    }
    let least = UInt64(first * 64 + bitmap[first].trailingZeroBitCount)
    let greatest = UInt64(last * 64 + 63 - bitmap[last].leadingZeroBitCount)
    let bits = bitmap.count * 64
    let read: Int
    switch column.storage {
    case .u8(let zoned):
      guard least <= 0xFF else { return clear(window) }
      read = unsafe plat_bitmap_u8(
        zoned.values.unsafeBaseAddress, zoned.low.unsafeBaseAddress, zoned.high.unsafeBaseAddress,
        blocks, words, count,
        bitmap, bits, UInt8(least), UInt8(clamping: greatest))
    case .u16(let zoned):
      guard least <= 0xFFFF else { return clear(window) }
      read = unsafe plat_bitmap_u16(
        zoned.values.unsafeBaseAddress, zoned.low.unsafeBaseAddress, zoned.high.unsafeBaseAddress,
        blocks, words, count,
        bitmap, bits, UInt16(least), UInt16(clamping: greatest))
    case .u32(let zoned):
      guard least <= 0xFFFF_FFFF else { return clear(window) }
      read = unsafe plat_bitmap_u32(
        zoned.values.unsafeBaseAddress, zoned.low.unsafeBaseAddress, zoned.high.unsafeBaseAddress,
        blocks, words, count,
        bitmap, bits, UInt32(least), UInt32(clamping: greatest))
    case .u64(let zoned):
      read = unsafe plat_bitmap_u64(
        zoned.values.unsafeBaseAddress, zoned.low.unsafeBaseAddress, zoned.high.unsafeBaseAddress,
        blocks, words, count,
        bitmap, bits, least, greatest)
    }
    account(blocks: read, bytes: (read * IndexLayout.blockRows + count * 2) * column.width)
  }

  /// Counts how often each stored number occurs in the selected rows.
  ///
  /// - Returns: The count of each number from 0 up to `bins - 1`; greater numbers are left out.
  /// - Throws: `WorkEnded` if the current `WorkLimit` has ended.
  public func tally(_ column: BlockColumn, bins: Int) throws(WorkEnded) -> [UInt32] {
    var counts = [UInt32](repeating: 0, count: bins)
    try WorkLimit.windows(0..<count, of: Self.window) { window in
      let (blocks, words) = unsafe (self.blocks + window.lowerBound, self.words + window.lowerBound)
      let count = window.count
      switch column.storage {
      case .u8(let zoned):
        unsafe plat_tally_u8(zoned.values.unsafeBaseAddress, blocks, words, count, &counts, bins)
      case .u16(let zoned):
        unsafe plat_tally_u16(zoned.values.unsafeBaseAddress, blocks, words, count, &counts, bins)
      case .u32(let zoned):
        unsafe plat_tally_u32(zoned.values.unsafeBaseAddress, blocks, words, count, &counts, bins)
      case .u64(let zoned):
        unsafe plat_tally_u64(zoned.values.unsafeBaseAddress, blocks, words, count, &counts, bins)
      }
    }
    account(blocks: count, bytes: count * IndexLayout.blockRows * column.width)
    return counts
  }

  /// The stored numbers of the selected rows, in row order; 0 for a missing value.
  ///
  /// - Throws: `WorkEnded` if the current `WorkLimit` has ended.
  public func gather(_ column: BlockColumn) throws(WorkEnded) -> [UInt64] {
    let total = rowCount
    account(blocks: count, bytes: count * IndexLayout.blockRows * column.width)
    // Without capacity the array would be the empty array that all threads share, and its count
    // would be written to.
    guard total > 0 else { return [] }
    var ended: WorkEnded?
    let numbers = unsafe [UInt64](unsafeUninitializedCapacity: total) { buffer, filled in
      guard let base = buffer.baseAddress else { return }
      do throws(WorkEnded) {
        try WorkLimit.windows(0..<count, of: Self.window) { window in
          let (blocks, words) = unsafe (
            self.blocks + window.lowerBound, self.words + window.lowerBound
          )
          let (out, count) = unsafe (base + filled, window.count)
          switch column.storage {
          case .u8(let zoned):
            filled += unsafe plat_gather_u8(
              zoned.values.unsafeBaseAddress, blocks, words, count, out)
          case .u16(let zoned):
            filled += unsafe plat_gather_u16(
              zoned.values.unsafeBaseAddress, blocks, words, count, out)
          case .u32(let zoned):
            filled += unsafe plat_gather_u32(
              zoned.values.unsafeBaseAddress, blocks, words, count, out)
          case .u64(let zoned):
            filled += unsafe plat_gather_u64(
              zoned.values.unsafeBaseAddress, blocks, words, count, out)
          }
        }
      } catch { ended = error }
    }
    if let ended { throw ended }
    return numbers
  }

  /// Clears the selection.
  public func clear() { count = 0 }

  /// Clears a part of the list.
  private func clear(_ window: Range<Int>) {
    unsafe (words + window.lowerBound).update(repeating: 0, count: window.count)
  }

  func account(blocks: Int, bytes: Int) {
    blocksRead += blocks
    bytesRead += bytes
  }
}

extension BlockColumn.Zoned where Element: FixedWidthInteger {
  /// Calls a kernel with the zone map and the bounds of ranges: minima, maxima, lower bounds, upper
  /// bounds, and the number of ranges.
  ///
  /// A range beyond the column's width becomes an empty one.
  @inline(__always)
  func withBounds(
    _ ranges: [ClosedRange<UInt64>],
    _ kernel: (
      UnsafePointer<Element>, UnsafePointer<Element>, UnsafePointer<Element>,
      UnsafePointer<Element>, Int
    ) ->
      Int
  ) -> Int {
    unsafe withUnsafeTemporaryAllocation(of: Element.self, capacity: ranges.count * 2 + 1) {
      bounds in
      guard let from = bounds.baseAddress else { return 0 }
      var fitting = 0
      for range in ranges where range.lowerBound <= UInt64(Element.max) {
        unsafe from[fitting] = Element(truncatingIfNeeded: range.lowerBound)
        unsafe from[ranges.count + fitting] = Element(clamping: range.upperBound)
        fitting += 1
      }
      return unsafe kernel(
        low.unsafeBaseAddress, high.unsafeBaseAddress, from, from + ranges.count, fitting)
    }
  }
}
