/// A listing's place in one generation.
///
/// A row is an opaque handle: take it from an answer of a generation and pass it to the same
/// generation. ``Generation`` refuses rows of another one, so that no answer mixes two states. Rows
/// of one generation are ordered as the listings are stored, along a Hilbert curve.
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
