internal import PlatIndex
internal import PlatSnapshot

/// Binary search in a secondary order.
enum OrderSearch {
  /// The places of an order whose rows have a stored number in a range; missing values (0) are at
  /// the end.
  ///
  /// - Complexity: O(log rows), each step at a different place in memory.
  static func places(
    of range: ClosedRange<UInt64>, in order: MappedColumn<UInt32>, column: BlockColumn
  ) -> Range<Int> {
    let low = firstPlace(in: order, column) { $0 >= range.lowerBound }
    let high = firstPlace(in: order, column) { $0 > range.upperBound }
    return low..<max(low, high)
  }

  /// The first place whose row's number is far enough along; a missing value always is.
  static func firstPlace(
    in order: MappedColumn<UInt32>, _ column: BlockColumn, where isFar: (UInt64) -> Bool
  ) -> Int {
    var low = 0
    var high = order.count
    while low < high {
      let middle = (low + high) / 2
      let stored = column.stored(Int(order[middle, default: 0]))
      if stored == 0 || isFar(stored) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
