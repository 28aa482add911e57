/// The Hilbert curve of order 32 over the square of all pairs of 32-bit numbers.
public enum Hilbert {
  /// The position along the curve of a cell.
  ///
  /// Consecutive cells along the curve are neighbours in the square. The steps are those of the
  /// state machine in H. S. Warren, Hacker's Delight, 2nd edition, section 16-2, four at a time
  /// from a table: each level turns the quadrant so that the curve inside it starts and ends where
  /// the whole curve requires.
  ///
  /// - Complexity: Eight lookups.
  public static func index(x: UInt32, y: UInt32) -> UInt64 {
    let steps = steps.span
    var turn: UInt16 = 0
    var result: UInt64 = 0
    var shift: UInt32 = 32
    while shift > 0 {
      shift -= 4
      let step = steps[Int(turn << 8) | Int(x &>> shift & 15) << 4 | Int(y &>> shift & 15)]
      result = result << 8 | UInt64(step & 0xFF)
      turn = step &>> 8
    }
    return result
  }

  /// For each turn of a quadrant and four bits of x and y: eight bits of the position, and above
  /// them the next turn.
  ///
  /// Bit 0 of a turn swaps x and y; bit 1 counts both from the other side; the order does not
  /// matter.
  private static let steps: [UInt16] = (0..<1024).map { entry in
    var turn = UInt16(entry >> 8)
    var position: UInt16 = 0
    for bit in stride(from: 3, through: 0, by: -1) {
      let flip = turn >> 1
      let x = UInt16((entry >> (4 + bit)) & 1) ^ flip
      let y = UInt16((entry >> bit) & 1) ^ flip
      let (right, upper) = turn & 1 == 0 ? (x, y) : (y, x)
      position = position << 2 | (3 * right ^ upper)
      if upper == 0 { turn ^= 1 | right << 1 }
    }
    return turn << 8 | position
  }
}
