internal import PlatKernels
internal import Synchronization

/// Rows that a query has selected so far: a list of blocks in ascending order, and a word of
/// matches for each.
///
/// A selection is a query's working memory. It belongs to one query at a time; an index keeps the
/// buffers of finished queries for the next (``ListingIndex/withSelection(_:)``). Words may be zero
/// until ``compact()``.
@safe
public final class BlockSelection: @unchecked Sendable {
  // Unchecked: an index lends a selection to one query at a time, and a query runs on one thread.
  @usableFromInline let blocks: UnsafeMutablePointer<UInt32>
  @usableFromInline let words: UnsafeMutablePointer<UInt64>
  /// How many blocks the buffers hold.
  let capacity: Int
  /// How many blocks are listed.
  public internal(set) var count = 0
  /// How many times a block's values or coordinates were read.
  public internal(set) var blocksRead = 0
  /// How many bytes of columns, zone maps and coordinates were read for it, as planned for each
  /// kernel's pass.
  public internal(set) var bytesRead = 0

  init(capacity: Int) {
    self.capacity = capacity
    unsafe blocks = .allocate(capacity: capacity)
    unsafe words = .allocate(capacity: capacity)
  }

  deinit {
    unsafe blocks.deallocate()
    unsafe words.deallocate()
  }

  /// The block at a place of the list; 0 beyond its end.
  public func block(at place: Int) -> Int {
    place >= 0 && place < count ? unsafe Int(blocks[place]) : 0
  }

  /// The word of the block at a place of the list; 0 beyond its end.
  public func word(at place: Int) -> UInt64 {
    place >= 0 && place < count ? unsafe words[place] : 0
  }

  /// Drops blocks whose word is zero.
  public func compact() {
    count = unsafe plat_compact(blocks, words, count)
  }

  /// How many rows are selected.
  public var rowCount: Int {
    unsafe Int(plat_popcount(words, count))
  }

  /// The selected rows in ascending order.
  ///
  /// - Complexity: O(blocks + rows); one allocation.
  public func rows() -> [UInt32] {
    let total = rowCount
    return unsafe [UInt32](unsafeUninitializedCapacity: total + 64) { buffer, filled in
      guard let base = buffer.baseAddress else { return }
      filled = unsafe plat_rows(blocks, words, count, base)
    }
  }

  /// Empties the selection and its counters.
  func reset() {
    count = 0
    blocksRead = 0
    bytesRead = 0
  }
}

extension ListingIndex {
  /// Lends an empty selection to a query.
  ///
  /// - Complexity: O(1); allocates only where more queries run at once than ever before.
  public func withSelection<Result, Failure: Error>(
    _ body: (BlockSelection) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let selection =
      finished.withLock { $0.spare.popLast() } ?? BlockSelection(capacity: blocks + 64)
    selection.reset()
    defer { finished.withLock { $0.take(selection) } }
    return try body(selection)
  }

  /// How many times a block's values or coordinates were read since the index was opened, by
  /// queries that have ended.
  public var blocksRead: UInt64 { finished.withLock { $0.blocksRead } }

  /// How many bytes of columns, zone maps and coordinates those queries read.
  public var bytesRead: UInt64 { finished.withLock { $0.bytesRead } }
}

/// The selections that no query uses, and what those that used them have read.
struct FinishedSelections {
  var spare: [BlockSelection] = []
  var blocksRead: UInt64 = 0
  var bytesRead: UInt64 = 0

  mutating func take(_ selection: BlockSelection) {
    blocksRead &+= UInt64(selection.blocksRead)
    bytesRead &+= UInt64(selection.bytesRead)
    spare.append(selection)
  }
}
