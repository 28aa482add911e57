internal import PlatSnapshot

/// Sorts rows by their listing keys, in ascending order of the keys' bytes.
enum KeySort {
  /// The rows in the order of their keys.
  ///
  /// Rows are sorted by the first eight bytes after the common prefix of all keys, then ties by the
  /// whole key.
  static func order(_ keys: StringTableBuilder) -> [UInt32] {
    let prefix = sharedPrefix(keys)
    var keyed: [KeyedRow] = []
    keyed.reserveCapacity(keys.count)
    var least = UInt64.max
    var greatest: UInt64 = 0
    for row in 0..<keys.count {
      let number = leading(keys.bytes(at: row), from: prefix)
      least = min(least, number)
      greatest = max(greatest, number)
      keyed.append(KeyedRow(key: number, row: UInt32(row)))
    }
    RadixSort.sort(&keyed, from: least, to: max(least, greatest))
    var start = 0
    while start < keyed.count {
      var end = start + 1
      while end < keyed.count && keyed[end].key == keyed[start].key { end += 1 }
      if end - start > 1 {
        keyed[start..<end].sort {
          precedes(keys.bytes(at: Int($0.row)), keys.bytes(at: Int($1.row)))
        }
      }
      start = end
    }
    return keyed.map(\.row)
  }

  /// Whether one key sorts before another: unsigned bytes; a prefix sorts before a longer key.
  static func precedes(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
    let shared = min(a.count, b.count)
    for index in 0..<shared where a[index] != b[index] { return a[index] < b[index] }
    return a.count < b.count
  }

  private static func sharedPrefix(_ keys: StringTableBuilder) -> Int {
    guard keys.count > 0 else { return 0 }
    var length = keys.bytes(at: 0).count
    for row in 1..<max(keys.count, 1) {
      let first = keys.bytes(at: 0)
      let other = keys.bytes(at: row)
      length = min(length, other.count)
      for index in 0..<length where first[index] != other[index] {
        length = index
        break
      }
    }
    return length
  }

  /// Eight bytes as a number that sorts the same way; zeros follow the end of the key.
  private static func leading(_ key: Span<UInt8>, from start: Int) -> UInt64 {
    var number: UInt64 = 0
    for index in start..<start + 8 {
      number = number << 8 | (index < key.count ? UInt64(key[index]) : 0)
    }
    return number
  }

  private struct KeyedRow: RadixSortable {
    var key: UInt64
    var row: UInt32
  }
}
