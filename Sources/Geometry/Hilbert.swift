/// The Hilbert curve of order 32 over the square of all pairs of 32-bit numbers.
public enum Hilbert {
  /// The position along the curve of a cell.
  ///
  /// Cells that follow one another along the curve are neighbours in the square. The steps are those of the state
  /// machine in H. S. Warren, Hacker's Delight, 2nd edition, section 16-2, written without branches: each level turns
  /// the quadrant so that the curve inside it starts and ends where the whole curve needs it to.
  ///
  /// - Complexity: 32 steps.
  @inlinable
  public static func index(x: UInt32, y: UInt32) -> UInt64 {
    var x = x
    var y = y
    var result: UInt64 = 0
    var shift: UInt32 = 32
    while shift > 0 {
      shift -= 1
      let right = x &>> shift & 1
      let upper = y &>> shift & 1
      result = result << 2 | UInt64((3 &* right) ^ upper)
      let swap = upper ^ 1
      let flip = 0 &- (right & swap)
      x ^= flip
      y ^= flip
      let difference = (x ^ y) & (0 &- swap)
      x ^= difference
      y ^= difference
    }
    return result
  }
}
