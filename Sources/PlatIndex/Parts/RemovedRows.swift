/// Rows of one index that are gone: a bit for each, and the rows in ascending order.
///
/// A value that shares what it did not change with the one it was made from: to remove rows copies
/// the pages that hold their bits, and the list of rows.
package struct RemovedRows: Sendable {
  /// The bits of 64 rows of so many blocks are one page; an empty page has none set.
  private static let pageBlocks = 512

  private var pages: [[UInt64]] = []
  /// The rows, in ascending order.
  package private(set) var rows: [UInt32] = []

  /// No rows.
  package init() {}

  /// How many rows are gone.
  package var count: Int { rows.count }
  /// Whether every row is there.
  package var isEmpty: Bool { rows.isEmpty }

  /// The rows of a block that are gone, as bits.
  package func word(_ block: Int) -> UInt64 {
    let page = block / Self.pageBlocks
    guard block >= 0, page < pages.count, !pages[page].isEmpty else { return 0 }
    return pages[page][block % Self.pageBlocks]
  }

  /// Whether a row is gone.
  package func contains(_ row: Int) -> Bool {
    word(row / IndexLayout.blockRows) >> UInt64(row % IndexLayout.blockRows) & 1 == 1
  }

  /// The rows that are gone among some rows, in ascending order.
  ///
  /// - Complexity: O(log rows gone).
  package func rows(in range: Range<Int>) -> ArraySlice<UInt32> {
    rows[place(range.lowerBound)..<place(range.upperBound)]
  }

  /// Removes one more row; nothing happens where it is gone already.
  ///
  /// - Complexity: O(rows gone behind it), and a page where it is shared.
  package mutating func insert(_ row: Int) {
    guard row >= 0, !contains(row) else { return }
    let block = row / IndexLayout.blockRows
    let page = block / Self.pageBlocks
    while pages.count <= page { pages.append([]) }
    if pages[page].isEmpty { pages[page] = [UInt64](repeating: 0, count: Self.pageBlocks) }
    pages[page][block % Self.pageBlocks] |= 1 << UInt64(row % IndexLayout.blockRows)
    rows.insert(UInt32(truncatingIfNeeded: row), at: place(row))
  }

  /// How many rows that are gone stand before a row.
  private func place(_ row: Int) -> Int {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(rows[middle]) < row { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension BlockSelection {
  /// Clears the rows that are gone.
  ///
  /// - Complexity: O(blocks listed).
  package func drop(_ removed: RemovedRows) {
    if removed.isEmpty { return }
    for place in 0..<count { unsafe words[place] &= ~removed.word(Int(blocks[place])) }
  }
}
