/// Sorts rows by a number; rows with equal numbers keep their order.
enum RowSort {
  /// The rows in ascending order of their numbers; 0 is a missing number and comes last.
  ///
  /// - Parameters:
  /// - rows: The rows; their order breaks ties between equal numbers.
  ///   - numbers: The number of each row.
  static func ascending(_ rows: [UInt32], by numbers: [UInt64]) -> [UInt32] {
    var keyed: [KeyedRow] = []
    keyed.reserveCapacity(rows.count)
    var greatest: UInt64 = 0
    for row in rows { greatest = max(greatest, numbers[Int(row)]) }
    for row in rows {
      let number = numbers[Int(row)]
      keyed.append(KeyedRow(key: number == 0 ? greatest &+ 1 : number, row: row))
    }
    RadixSort.sort(&keyed, from: 0, to: greatest &+ 1)
    return keyed.map(\.row)
  }

  private struct KeyedRow: RadixSortable {
    var key: UInt64
    var row: UInt32
  }
}
