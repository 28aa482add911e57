/// The Hilbert curve of order 16 over a square of 65,536 by 65,536 cells.
public enum Hilbert {
  /// The position along the curve of a cell, from 0 to 2^32 - 1.
  ///
  /// Cells that follow one another along the curve are neighbours in the square. The steps are the table-free
  /// form of the state machine in H. S. Warren, Hacker's Delight, 2nd edition, section 16-2, two bits a step.
  ///
  /// - Complexity: 16 steps without a branch.
  @inlinable
  public static func index(x: UInt16, y: UInt16) -> UInt32 {
    var x = UInt32(x)
    var y = UInt32(y)
    var result: UInt32 = 0
    var side: UInt32 = 1 << 15
    while side > 0 {
      let right: UInt32 = (x & side) != 0 ? 1 : 0
      let upper: UInt32 = (y & side) != 0 ? 1 : 0
      result = result << 2 | ((3 &* right) ^ upper)
      // Turn the quadrant so that the curve inside it starts and ends where the whole curve needs it to.
      let flip: UInt32 = right & (upper ^ 1)
      let swap = upper ^ 1
      let mask: UInt32 = 0 &- flip
      x ^= mask & 0xFFFF
      y ^= mask & 0xFFFF
      let difference = (x ^ y) & (0 &- swap)
      x ^= difference
      y ^= difference
      side >>= 1
    }
    return result
  }
}
