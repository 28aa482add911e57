/// An element that is sorted by a 64-bit number.
protocol RadixSortable {
  var key: UInt64 { get }
}

/// A stable sort by whole numbers, least significant digits first.
///
/// Source: D. E. Knuth, The Art of Computer Programming, volume 3, 5.2.5.
enum RadixSort {
  private static let digitBits: UInt64 = 11

  /// Sorts in ascending order of `key`; equal keys keep their order.
  ///
  /// All keys lie in `from ... to`. Small inputs are sorted by comparison.
  ///
  /// - Complexity: One pass for each 11 bits of `to - from`, and as much memory again.
  static func sort<Element: RadixSortable>(_ elements: inout [Element], from: UInt64, to: UInt64) {
    guard elements.count > 1024 else { return elements.sort { $0.key < $1.key } }
    var spare: [Element] = []
    sort(
      &elements, spare: &spare, from: from, bits: 0..<UInt64(64 - (to - from).leadingZeroBitCount))
  }

  /// Sorts in ascending order of some bits of `key - from`; elements that are equal in these keep
  /// their order.
  ///
  /// - Parameters:
  ///   - elements: At most 2^32 - 1 elements.
  ///   - spare: Memory that is reused if it is large enough; its contents do not matter.
  ///   - from: The lower bound of all keys.
  ///   - bits: The bits to sort by; all higher bits must be zero.
  /// - Complexity: One pass for each 11 bits, and one to count.
  static func sort<Element: RadixSortable>(
    _ elements: inout [Element], spare: inout [Element], from: UInt64 = 0, bits: Range<UInt64>
  ) {
    let count = elements.count
    guard count > 1, !bits.isEmpty else { return }
    let passes = (UInt64(bits.count) + digitBits - 1) / digitBits
    let width = (UInt64(bits.count) + passes - 1) / passes
    let digits = 1 << Int(width)
    if spare.count > count { spare.removeLast(spare.count - count) }
    if spare.count < count { spare.append(contentsOf: elements[spare.count..<count]) }
    var offsets = [UInt32](repeating: 0, count: digits * Int(passes))
    for element in elements {
      var key = (element.key &- from) >> bits.lowerBound
      for pass in 0..<Int(passes) {
        offsets[pass * digits + Int(truncatingIfNeeded: key) & (digits - 1)] += 1
        key >>= width
      }
    }
    for pass in 0..<passes {
      let shift = bits.lowerBound + pass * width
      let base = Int(pass) * digits
      var total: UInt32 = 0
      var isOneDigit = false
      for digit in base..<base + digits {
        let here = offsets[digit]
        isOneDigit = isOneDigit || here == count
        offsets[digit] = total
        total += here
      }
      // A digit that is the same in all elements moves nothing.
      if isOneDigit { continue }
      var out = spare.mutableSpan
      for element in elements {
        let digit = base + Int(truncatingIfNeeded: (element.key &- from) >> shift) & (digits - 1)
        out[Int(offsets[digit])] = element
        offsets[digit] += 1
      }
      swap(&elements, &spare)
    }
  }
}
