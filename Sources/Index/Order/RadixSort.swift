/// Something that is sorted by a 64-bit number.
protocol RadixSortable {
  var key: UInt64 { get }
}

/// A stable sort by whole numbers, the least significant digits first.
enum RadixSort {
  private static let digitBits: UInt64 = 11
  private static let digits = 1 << 11

  /// Sorts in ascending order of `key`; equal keys keep their order.
  ///
  /// All keys lie in `from ... to`.
  ///
  /// Small inputs are sorted by comparison. Source: D. E. Knuth, The Art of Computer Programming, volume 3, 5.2.5.
  ///
  /// - Complexity: One pass for each 11 bits of `to - from`, and as much memory again.
  static func sort<Element: RadixSortable>(_ elements: inout [Element], from: UInt64, to: UInt64) {
    let count = elements.count
    guard count > 24 else { return insertionSort(&elements) }
    guard count > 1024 else { return elements.sort { $0.key < $1.key } }
    let bits = UInt64(64 - (to - from).leadingZeroBitCount)
    var source = elements
    var target = elements
    var shift: UInt64 = 0
    while shift < bits {
      var offsets = [Int](repeating: 0, count: digits + 1)
      for element in source {
        offsets[Int((element.key &- from) >> shift & UInt64(digits - 1)) + 1] += 1
      }
      // A digit that is the same everywhere moves nothing.
      if offsets.max() != count {
        for digit in 1...digits { offsets[digit] += offsets[digit - 1] }
        var out = target.mutableSpan
        for element in source {
          let digit = Int((element.key &- from) >> shift & UInt64(digits - 1))
          out[offsets[digit]] = element
          offsets[digit] += 1
        }
        swap(&source, &target)
      }
      shift += digitBits
    }
    elements = source
  }

  private static func insertionSort<Element: RadixSortable>(_ elements: inout [Element]) {
    guard elements.count > 1 else { return }
    for end in 1..<elements.count {
      let element = elements[end]
      var hole = end
      while hole > 0 && elements[hole - 1].key > element.key {
        elements[hole] = elements[hole - 1]
        hole -= 1
      }
      elements[hole] = element
    }
  }
}
