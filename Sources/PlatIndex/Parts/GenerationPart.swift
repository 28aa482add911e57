/// Some of a generation's listings: an index, and which of its rows are gone.
package struct GenerationPart: Sendable {
  /// The listings as columns.
  package let index: ListingIndex
  /// The ordinal of its first row in the generation.
  package let start: Int
  /// The rows that were deleted or replaced since the index was made.
  package let removed: RemovedRows

  /// The ordinal behind its last row.
  package var end: Int { start + index.rows }

  /// How many of its listings are there.
  package var count: Int { index.rows - removed.count }
}
