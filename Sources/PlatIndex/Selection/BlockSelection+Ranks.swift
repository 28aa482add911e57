internal import PlatKernels

extension BlockSelection {
  /// Clears rows that a mask holds.
  ///
  /// - Parameter mask: A word for each block of the index, from the first; blocks behind its end
  ///   keep their rows.
  /// - Complexity: O(blocks listed).
  public func drop(_ mask: [UInt64]) {
    unsafe mask.withUnsafeBufferPointer { mask in
      let first = block(at: 0)
      if block(at: count - 1) == first + count - 1, first + count <= mask.count {
        // All blocks of a run, as of a filter that most rows match: nothing to look up, and the
        // loop is made wide.
        for place in 0..<count { unsafe words[place] &= ~mask[first &+ place] }
        return
      }
      for place in 0..<count {
        let block = unsafe Int(blocks[place])
        if block < mask.count { unsafe words[place] &= ~mask[block] }
      }
    }
  }

  /// The rows that stand at some places among the selected rows, counted from 0 in row order.
  ///
  /// - Parameter ranks: Places in ascending order; those beyond the last row are left out.
  /// - Complexity: O(blocks listed): a popcount each, and a look at 32 words for each place.
  public func rows(at ranks: [Int]) -> [Int] {
    var rows: [Int] = []
    rows.reserveCapacity(ranks.count)
    var next = 0
    var before = 0
    var start = 0
    while start < count, next < ranks.count {
      let length = min(Self.stride, count - start)
      let here = unsafe Int(plat_popcount(words + start, length))
      var (place, counted) = (start, before)
      while next < ranks.count, ranks[next] < before + here {
        var bits = unsafe words[place].nonzeroBitCount
        while counted + bits <= ranks[next] {
          counted += bits
          place += 1
          bits = unsafe words[place].nonzeroBitCount
        }
        var word = unsafe words[place]
        for _ in 0..<max(0, ranks[next] - counted) { word &= word &- 1 }
        unsafe rows.append(Int(blocks[place]) * IndexLayout.blockRows + word.trailingZeroBitCount)
        next += 1
      }
      before += here
      start += length
    }
    return rows
  }

  /// Words that are counted at once where no place is looked for among them.
  private static let stride = 32
}
