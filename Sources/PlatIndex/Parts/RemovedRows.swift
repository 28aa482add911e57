/// Rows of one index that are gone: a bit for each, and the rows in ascending order.
///
/// A value shares the bits that did not change with the one that it was made from. Removing a row
/// copies the page that holds its bit, and the list of rows.
package struct RemovedRows: Sendable {
  private var bits = PagedBits()
  /// The rows, in ascending order.
  package private(set) var rows: [UInt32] = []

  /// No rows.
  package init() {}

  /// How many rows are gone.
  package var count: Int { rows.count }
  /// Whether every row is there.
  package var isEmpty: Bool { rows.isEmpty }

  /// The rows of a block that are gone, as bits.
  package func word(_ block: Int) -> UInt64 { bits.word(block) }

  /// Whether a row is gone.
  package func contains(_ row: Int) -> Bool { bits.contains(row) }

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
    bits.insert(row)
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
