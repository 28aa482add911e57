extension BlockSelection {
  /// Keeps the rows that match, using a mask that knows the listed blocks.
  public func keep(_ mask: MatchMask) {
    for place in 0..<count { unsafe words[place] &= mask.word(Int(blocks[place])) }
  }

  /// Calls a closure with each selected row, in ascending order.
  @inlinable
  public func forEachRow(_ body: (Int) -> Void) {
    for place in 0..<count {
      var word = unsafe words[place]
      let first = unsafe Int(blocks[place]) * 64
      while word != 0 {
        body(first + word.trailingZeroBitCount)
        word &= word &- 1
      }
    }
  }
}
