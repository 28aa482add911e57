internal import Kernels
internal import Snapshot

// Questions about ranges of rows whose blocks the mask knows. Ranges are cut off at the last row with a position.
extension MatchMask {
  /// How many rows of a range match.
  ///
  /// - Complexity: O(blocks): a popcount each.
  public func count(_ rows: Range<Int>) -> Int {
    let rows = rows.clamped(to: 0..<index.located)
    return unsafe Int(plat_rows_count(words, rows.lowerBound, rows.upperBound))
  }

  /// The first row of a range that matches, or nil.
  public func first(_ rows: Range<Int>) -> Int? {
    let rows = rows.clamped(to: 0..<index.located)
    let row = unsafe plat_rows_first(words, rows.lowerBound, rows.upperBound)
    return row < rows.upperBound ? row : nil
  }

  /// The last row of a range that matches, or nil.
  public func last(_ rows: Range<Int>) -> Int? {
    let rows = rows.clamped(to: 0..<index.located)
    let row = unsafe plat_rows_last(words, rows.lowerBound, rows.upperBound)
    return row < rows.upperBound ? row : nil
  }

  /// The matching rows of a range in ascending order: so many at the most, after passing over some.
  ///
  /// - Complexity: O(blocks + rows returned): rows are passed over by popcounts.
  public func rows(_ rows: Range<Int>, offset: Int = 0, limit: Int = .max) -> [Int] {
    let rows = rows.clamped(to: 0..<index.located)
    var found: [Int] = []
    var pass = max(offset, 0)
    var row = rows.lowerBound
    while row < rows.upperBound, found.count < limit {
      let block = row / IndexLayout.blockRows
      let end = min((block + 1) * IndexLayout.blockRows, rows.upperBound)
      let matches = count(row..<end)
      if matches <= pass {
        pass -= matches
      } else {
        while found.count < limit, let next = first(row..<end) {
          if pass > 0 { pass -= 1 } else { found.append(next) }
          row = next + 1
        }
      }
      row = end
    }
    return found
  }

  /// What the matching rows of a range are together.
  ///
  /// - Complexity: O(log rows) once the nodes below are known, else O(blocks) the first time.
  public func summary(_ rows: Range<Int>) -> RowSummary {
    let rows = rows.clamped(to: 0..<index.located)
    var summary = RowSummary()
    if rows.isEmpty || summarize(rows, into: &summary) { return summary }
    return learnedSummary(rows)
  }

  /// Sums up rows whose nodes are known; false where one is not.
  private func summarize(_ rows: Range<Int>, into summary: inout RowSummary) -> Bool {
    guard let prices else { return false }
    let (x, y, base) = unsafe (index.longitudes.unsafeBaseAddress, index.latitudes.unsafeBaseAddress, prices.base)
    let (first, end, located) = (rows.lowerBound, rows.upperBound, index.located)
    let sum: Int32
    switch prices.width {
    case 1:
      unsafe sum = plat_summary_range_u8(
        &summary.numbers, view, base.assumingMemoryBound(to: UInt8.self), x, y, first, end, located)
    case 2:
      unsafe sum = plat_summary_range_u16(
        &summary.numbers, view, base.assumingMemoryBound(to: UInt16.self), x, y, first, end, located)
    case 4:
      unsafe sum = plat_summary_range_u32(
        &summary.numbers, view, base.assumingMemoryBound(to: UInt32.self), x, y, first, end, located)
    default:
      unsafe sum = plat_summary_range_u64(
        &summary.numbers, view, base.assumingMemoryBound(to: UInt64.self), x, y, first, end, located)
    }
    return sum != 0
  }

  /// Asks for the memory that the summary of some rows will read.
  public func prefetch(_ rows: Range<Int>) {
    guard let prices, rows.lowerBound >= 0, rows.upperBound <= index.located, !rows.isEmpty else { return }
    unsafe plat_prefetch(index.pyramid.partingZooms.unsafeBaseAddress + rows.lowerBound)
    unsafe plat_summary_prefetch(
      view, prices.base, prices.width, index.longitudes.unsafeBaseAddress, index.latitudes.unsafeBaseAddress,
      rows.lowerBound, rows.upperBound)
  }

  /// What the matching rows of a range are together, and the nodes over them from now on.
  private func learnedSummary(_ rows: Range<Int>) -> RowSummary {
    var summary = RowSummary()
    let blockRows = IndexLayout.blockRows
    let firstBlock = rows.lowerBound / blockRows
    let lastBlock = (rows.upperBound - 1) / blockRows
    let head: UInt64 = ~0 << UInt64(rows.lowerBound % blockRows)
    let tail: UInt64 = ~0 >> UInt64(blockRows - 1 - (rows.upperBound - 1) % blockRows)
    if firstBlock == lastBlock {
      summary.add(block: firstBlock, word: word(firstBlock) & head & tail, of: index)
      return summary
    }
    var first = firstBlock
    var end = lastBlock + 1
    if head != ~0 {
      summary.add(block: firstBlock, word: word(firstBlock) & head, of: index)
      first += 1
    }
    // The block behind the last row with a position may be a part of one and is whole nevertheless.
    if tail != ~0, rows.upperBound < index.located {
      summary.add(block: lastBlock, word: word(lastBlock) & tail, of: index)
      end -= 1
    }
    addNodes(first, end, to: &summary)
    return summary
  }

  /// Adds the blocks `first ..< end` by the greatest nodes that hold no others.
  private func addNodes(_ first: Int, _ end: Int, to summary: inout RowSummary) {
    var (first, end, level) = (first, end, 0)
    while true {
      while first < end, first % Self.fanOut != 0 || level + 1 >= levelCount {
        summary.add(node(level, first))
        first += 1
      }
      while first < end, end % Self.fanOut != 0, end < nodeCount(level) {
        end -= 1
        summary.add(node(level, end))
      }
      guard first < end else { return }
      // What is left begins and ends with a node of the next level, or at the end of all.
      first /= Self.fanOut
      end = (end + Self.fanOut - 1) / Self.fanOut
      level += 1
    }
  }
}
