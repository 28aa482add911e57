internal import PlatKernels
internal import PlatSnapshot

// Queries on ranges of rows whose blocks the mask knows. Ranges are cut off at the last row with a
// position.
extension MatchMask {
  /// The number of matching rows in a range.
  ///
  /// - Complexity: O(blocks): a popcount each.
  public func count(_ rows: Range<Int>) -> Int {
    let rows = rows.clamped(to: 0..<index.located)
    return unsafe Int(plat_rows_count(words, rows.lowerBound, rows.upperBound))
  }

  /// The first matching row of a range, or nil.
  public func first(_ rows: Range<Int>) -> Int? {
    let rows = rows.clamped(to: 0..<index.located)
    let row = unsafe plat_rows_first(words, rows.lowerBound, rows.upperBound)
    return row < rows.upperBound ? row : nil
  }

  /// The last matching row of a range, or nil.
  public func last(_ rows: Range<Int>) -> Int? {
    let rows = rows.clamped(to: 0..<index.located)
    let row = unsafe plat_rows_last(words, rows.lowerBound, rows.upperBound)
    return row < rows.upperBound ? row : nil
  }

  /// The matching rows of a range in ascending order: at most `limit` of them, after skipping
  /// `offset`.
  ///
  /// - Complexity: O(blocks + rows returned): rows are skipped by popcounts.
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

  /// The summary of the matching rows of a range.
  ///
  /// - Complexity: O(log rows) once the nodes below are known, else O(blocks) the first time.
  public func summary(_ rows: Range<Int>) -> RowSummary {
    let rows = rows.clamped(to: 0..<index.located)
    var summary = RowSummary()
    if rows.isEmpty || summarize(rows, into: &summary) { return summary }
    learnNodes(under: rows)
    summary = RowSummary()
    _ = summarize(rows, into: &summary)
    return summary
  }

  /// Summarises rows whose nodes are known; false if one is not.
  private func summarize(_ rows: Range<Int>, into summary: inout RowSummary) -> Bool {
    guard let prices else { return true }
    let (x, y, base) = unsafe (
      index.longitudes.unsafeBaseAddress, index.latitudes.unsafeBaseAddress, prices.base
    )
    let (first, end, located) = (rows.lowerBound, rows.upperBound, index.located)
    let sum: Int32
    switch prices.width {
    case 1:
      unsafe sum = plat_summary_range_u8(
        &summary.numbers, view, base.assumingMemoryBound(to: UInt8.self), x, y, first, end, located)
    case 2:
      unsafe sum = plat_summary_range_u16(
        &summary.numbers, view, base.assumingMemoryBound(to: UInt16.self), x, y, first, end, located
      )
    case 4:
      unsafe sum = plat_summary_range_u32(
        &summary.numbers, view, base.assumingMemoryBound(to: UInt32.self), x, y, first, end, located
      )
    default:
      unsafe sum = plat_summary_range_u64(
        &summary.numbers, view, base.assumingMemoryBound(to: UInt64.self), x, y, first, end, located
      )
    }
    return sum != 0
  }
}
