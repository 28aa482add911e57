internal import PlatKernels
internal import Synchronization

/// The rows that a query has selected so far: a list of blocks in ascending order, and a word of
/// matches for each.
///
/// A selection is a query's working memory. It belongs to one query at a time; an index keeps the
/// buffers of finished queries for the next ones (``ListingIndex/withSelection(_:)``). Words may be
/// zero until ``compact()``.
@safe
public final class BlockSelection: @unchecked Sendable {
  // Unchecked: an index lends a selection to one query at a time, and a query runs on one thread.
  @usableFromInline let blocks: UnsafeMutablePointer<UInt32>
  @usableFromInline let words: UnsafeMutablePointer<UInt64>
  /// The capacity of the buffers in blocks.
  let capacity: Int
  /// The number of listed blocks.
  public internal(set) var count = 0
  /// How many times a block's values or coordinates were read.
  public internal(set) var blocksRead = 0
  /// How many bytes of columns, zone maps and coordinates were read, as planned for each kernel
  /// pass.
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

  /// The block at an index of the list; 0 if the index is out of range.
  public func block(at place: Int) -> Int {
    place >= 0 && place < count ? unsafe Int(blocks[place]) : 0
  }

  /// The word of the block at an index of the list; 0 if the index is out of range.
  public func word(at place: Int) -> UInt64 {
    place >= 0 && place < count ? unsafe words[place] : 0
  }

  /// Drops blocks whose word is zero.
  public func compact() {
    count = unsafe plat_compact(blocks, words, count)
  }

  /// The number of selected rows.
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

  /// Clears the selection and its counters.
  func reset() {
    count = 0
    blocksRead = 0
    bytesRead = 0
  }
}

extension ListingIndex {
  /// Lends an empty selection to a query.
  ///
  /// - Complexity: O(1); allocates only if more queries run at once than ever before.
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
  /// finished queries.
  public var blocksRead: UInt64 { finished.withLock { $0.blocksRead } }

  /// How many bytes of columns, zone maps and coordinates those queries read.
  public var bytesRead: UInt64 { finished.withLock { $0.bytesRead } }
}

/// The unused selections, and the totals that finished queries read.
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
