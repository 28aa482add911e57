extension Array where Element: Comparable {
  /// The element that sorting would put at an index; nil if the index is out of range.
  ///
  /// Afterwards no element before the index is greater and none after it is less. Source:
  /// C. A. R. Hoare, "Algorithm 65: Find" (1961), with the median of three as pivot.
  ///
  /// - Parameters:
  ///   - place: The index, counted from 0.
  ///   - look: Called before each pass with the number of elements that remain; may throw.
  /// - Complexity: O(n) expected.
  @inlinable
  public mutating func nthSmallest<Failure: Error>(
    _ place: Int, look: (Int) throws(Failure) -> Void
  ) throws(Failure) -> Element? {
    guard indices.contains(place) else { return nil }
    var (low, high) = (0, count - 1)
    while low < high {
      try look(high - low)
      let (a, b, c) = (self[low], self[(low + high) / 2], self[high])
      let pivot = Swift.max(Swift.min(a, b), Swift.min(Swift.max(a, b), c))
      var (i, j) = (low, high)
      while i <= j {
        while self[i] < pivot { i += 1 }
        while pivot < self[j] { j -= 1 }
        if i <= j {
          swapAt(i, j)
          i += 1
          j -= 1
        }
      }
      if place <= j { high = j } else if place >= i { low = i } else { break }
    }
    return self[place]
  }

  /// The element that sorting would put at an index; reorders the elements.
  @inlinable
  public mutating func nthSmallest(_ place: Int) -> Element? {
    nthSmallest(place) { (_) throws(Never) in }
  }
}

/// Quantiles by selection.
package enum Quantile {
  /// How many numbers are processed between two checks of the work limit.
  package static let window = 1 << 16

  /// The quantile for a fraction from 0 to 1, interpolated linearly between the two nearest
  /// numbers.
  ///
  /// It is 0 for an empty array. The numbers are reordered.
  ///
  /// - Throws: If the current `WorkLimit` ends the work.
  /// - Complexity: O(n) expected.
  package static func of(_ numbers: inout [Double], _ share: Double) throws(WorkEnded) -> Double {
    guard !numbers.isEmpty else { return 0 }
    let place = share * Double(numbers.count - 1)
    let below = Int(place)
    let low = try select(&numbers, below)
    let fraction = place - Double(below)
    guard fraction > 0 else { return low }
    // After the selection every element after `below` is at least as great.
    var high = Double.infinity
    for number in numbers[(below + 1)...] { high = min(high, number) }
    return low + (high - low) * fraction
  }

  private static func select(_ numbers: inout [Double], _ place: Int) throws(WorkEnded) -> Double {
    let window = WorkLimit.window(window)
    let limit = numbers.count > window ? WorkLimit.current : nil
    let found = try numbers.nthSmallest(place) { (left) throws(WorkEnded) in
      if left > window { try limit?.check() }
    }
    return found ?? 0
  }
}
