internal import PlatKernels

extension BlockSelection {
  /// Clears the rows that are set in a mask.
  ///
  /// - Parameter mask: A word for each block of the index, from the first; blocks after its end
  ///   keep their rows.
  /// - Complexity: O(blocks listed).
  public func drop(_ mask: [UInt64]) {
    unsafe mask.withUnsafeBufferPointer { mask in
      let first = block(at: 0)
      if block(at: count - 1) == first + count - 1, first + count <= mask.count {
        // A run of consecutive blocks, as for a filter that most rows match, needs no lookups, and
        // the loop is vectorised.
        for place in 0..<count { unsafe words[place] &= ~mask[first &+ place] }
        return
      }
      for place in 0..<count {
        let block = unsafe Int(blocks[place])
        if block < mask.count { unsafe words[place] &= ~mask[block] }
      }
    }
  }

  /// The rows at some positions among the selected rows, counted from 0 in row order.
  ///
  /// - Parameter ranks: Positions in ascending order; those beyond the last row are left out.
  /// - Complexity: O(blocks listed): a popcount each, and a scan of 32 words for each position.
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

  /// The number of words counted at once if they hold no wanted position.
  private static let stride = 32
}
