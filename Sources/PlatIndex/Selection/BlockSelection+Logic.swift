extension BlockSelection {
  /// Keeps the rows of a window that at least one of several tests keeps.
  ///
  /// - Parameters:
  ///   - branches: The number of tests; with none, no row is kept.
  ///   - window: The part of the list to filter.
  ///   - apply: Applies the test with a number to the window.
  /// - Complexity: Each test sees only the rows that earlier tests did not keep. Two words a block
  ///   on the stack.
  public func keepAny(of branches: Int, in window: Range<Int>, _ apply: (Int) -> Void) {
    unsafe combine(window) { words, before, kept in
      for branch in 0..<branches {
        for place in 0..<window.count {
          unsafe words[place] = unsafe before[place] & ~kept[place]
        }
        apply(branch)
        for place in 0..<window.count { unsafe kept[place] |= unsafe words[place] }
      }
      for place in 0..<window.count { unsafe words[place] = unsafe kept[place] }
    }
  }

  /// Keeps the rows of a window that a test drops.
  public func keepNone(in window: Range<Int>, _ apply: () -> Void) {
    unsafe combine(window) { words, before, _ in
      apply()
      for place in 0..<window.count {
        unsafe words[place] = unsafe before[place] & ~words[place]
      }
    }
  }

  /// Lends the words of a window, a copy of them, and the same number of zero words.
  private func combine(
    _ window: Range<Int>,
    _ body: (
      _ words: UnsafeMutablePointer<UInt64>, _ before: UnsafeMutablePointer<UInt64>,
      _ kept: UnsafeMutablePointer<UInt64>
    ) -> Void
  ) {
    guard !window.isEmpty, window.lowerBound >= 0, window.upperBound <= count else { return }
    let words = unsafe self.words + window.lowerBound
    unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * window.count) { room in
      guard let before = room.baseAddress else { return }
      let kept = unsafe before + window.count
      unsafe before.initialize(from: words, count: window.count)
      unsafe kept.initialize(repeating: 0, count: window.count)
      unsafe body(words, before, kept)
    }
  }

  /// Keeps the rows of a window that are among given ones.
  ///
  /// - Parameters:
  ///   - rows: Rows in ascending order.
  /// - window: The part of the list to filter.
  /// - Complexity: O(window + rows + log rows).
  public func keep(rows: [UInt32], in window: Range<Int>) {
    guard !window.isEmpty, window.lowerBound >= 0, window.upperBound <= count else { return }
    let blockRows = UInt32(IndexLayout.blockRows)
    let first = unsafe blocks[window.lowerBound]
    var (next, high) = (0, rows.count)
    while next < high {
      let middle = (next + high) / 2
      if rows[middle] / blockRows < first { next = middle + 1 } else { high = middle }
    }
    for place in window {
      let block = unsafe blocks[place]
      while next < rows.count, rows[next] / blockRows < block { next += 1 }
      var kept: UInt64 = 0
      while next < rows.count, rows[next] / blockRows == block {
        kept |= 1 << UInt64(rows[next] % blockRows)
        next += 1
      }
      unsafe words[place] &= kept
    }
  }
}
