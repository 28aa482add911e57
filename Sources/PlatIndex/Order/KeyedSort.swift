/// Sorts features of a map by keys that depend on the features, not on their rows.
///
/// A tile has about ten to a hundred features, so a sort has a few hundred nanoseconds. A few
/// features are sorted by insertion. More are first distributed into about as many buckets by the
/// leading bits of their keys, which spreads hashes evenly, and places well enough.
///
/// - Complexity: O(n) for keys that are spread evenly, O(n log n) for others.
@safe
public enum KeyedSort {
  /// An element with its key.
  private struct Keyed {
    var key: UInt64
    var number: UInt32

    @inline(__always)
    static func precedes(_ a: Keyed, _ b: Keyed) -> Bool {
      a.key != b.key ? a.key < b.key : a.number < b.number
    }
  }

  /// Up to this many elements are sorted by insertion.
  private static let few = 16
  private static let mostBits = 16

  /// Sorts numbers in ascending order of their keys; ties are sorted by the numbers themselves.
  ///
  /// - Parameters:
  ///   - numbers: Indices of `keys`.
  ///   - keys: The key of each number.
  public static func sort(_ numbers: inout [UInt32], by keys: [UInt64]) {
    let count = numbers.count
    guard count > 1 else { return }
    let bits = min(Int.bitWidth - (count - 1).leadingZeroBitCount, mostBits)
    unsafe withUnsafeTemporaryAllocation(of: Keyed.self, capacity: 2 * count) { buffer in
      guard let elements = buffer.baseAddress else { return }
      for place in 0..<count {
        let keyed = Keyed(key: keys[Int(numbers[place])], number: numbers[place])
        unsafe (elements + place).initialize(to: keyed)
      }
      if count <= few {
        unsafe insert(elements, count)
      } else {
        unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 1 << bits) { ends in
          guard let ends = ends.baseAddress else { return }
          unsafe spread(elements, elements + count, count, ends, bits)
        }
      }
      for place in 0..<count { numbers[place] = unsafe elements[place].number }
    }
  }

  /// Sorts elements through buckets; `spare` has room for all of them, `ends` for the buckets.
  private static func spread(
    _ elements: UnsafeMutablePointer<Keyed>, _ spare: UnsafeMutablePointer<Keyed>, _ count: Int,
    _ ends: UnsafeMutablePointer<UInt32>, _ bits: Int
  ) {
    var (least, greatest) = (UInt64.max, UInt64.min)
    for place in 0..<count {
      least = unsafe min(least, elements[place].key)
      greatest = unsafe max(greatest, elements[place].key)
    }
    let height = 64 - (greatest - least).leadingZeroBitCount
    let shift = UInt64(max(height - bits, 0))
    unsafe ends.initialize(repeating: 0, count: 1 << bits)
    for place in 0..<count { unsafe ends[Int((elements[place].key - least) &>> shift)] += 1 }
    var total: UInt32 = 0
    for bucket in 0..<1 << bits {
      let here = unsafe ends[bucket]
      unsafe ends[bucket] = total
      total += here
    }
    for place in 0..<count {
      let element = unsafe elements[place]
      let bucket = Int((element.key - least) &>> shift)
      unsafe (spare + Int(ends[bucket])).initialize(to: element)
      unsafe ends[bucket] += 1
    }
    // Now each bucket holds its end.
    var start = 0
    for bucket in 0..<1 << bits {
      let end = Int(unsafe ends[bucket])
      if end - start > 1 { unsafe insert(spare + start, end - start) }
      start = end
    }
    unsafe elements.update(from: spare, count: count)
  }

  private static func insert(_ elements: UnsafeMutablePointer<Keyed>, _ count: Int) {
    guard count <= 2 * few else {
      var many = unsafe UnsafeMutableBufferPointer(start: elements, count: count)
      return unsafe many.sort(by: Keyed.precedes)
    }
    for end in 1..<count {
      let element = unsafe elements[end]
      var hole = end
      while hole > 0, unsafe Keyed.precedes(element, elements[hole - 1]) {
        unsafe elements[hole] = elements[hole - 1]
        hole -= 1
      }
      unsafe elements[hole] = element
    }
  }
}
