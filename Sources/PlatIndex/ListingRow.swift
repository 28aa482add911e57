/// A listing's place in one generation.
///
/// A row is an opaque handle: get it from an answer of a generation and give it back to the same
/// generation. ``Generation`` refuses rows of another one, so that an answer is never made of two
/// states. Rows of one generation are ordered as the listings are stored, along a Hilbert curve.
public struct ListingRow: Hashable, Comparable, Sendable {
  /// The number of the row in the columns, from 0.
  package let ordinal: Int32
  /// The generation that the row belongs to.
  package let generation: UInt32

  package init(_ ordinal: Int, of generation: UInt32) {
    self.ordinal = Int32(clamping: ordinal)
    self.generation = generation
  }

  /// Rows of one generation in storage order.
  public static func < (one: ListingRow, other: ListingRow) -> Bool {
    one.generation != other.generation
      ? one.generation < other.generation : one.ordinal < other.ordinal
  }
}
