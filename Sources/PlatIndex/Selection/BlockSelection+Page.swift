public import PlatCommon
internal import PlatKernels
internal import PlatSnapshot

/// The start of a page in an order: a key and a rank.
public struct PageStart: Equatable, Sendable {
  /// The sort key of the first row that may be on the page.
  public var key: UInt64
  /// Its rank, or any lesser number.
  public var rank: UInt32

  /// The start of the order.
  public static let first = PageStart(key: 0, rank: 0)

  /// Makes a start from a key and a rank.
  public init(key: UInt64, rank: UInt32) {
    self.key = key
    self.rank = rank
  }
}

/// Sort keys: unsigned numbers, ascending in the order of the rows.
public enum SortKey {
  /// The key of a stored number; 0, a missing value, comes last in both directions.
  @inlinable
  public static func of(_ stored: UInt64, descending: Bool) -> UInt64 {
    descending ? (stored == 0 ? .max : ~stored) : stored &- 1
  }

  /// The stored number of a key.
  @inlinable
  public static func stored(_ key: UInt64, descending: Bool) -> UInt64 {
    descending ? (key == .max ? 0 : ~key) : key &+ 1
  }
}

/// One row of a page, with its sort key and rank.
public struct RankedRow: Equatable, Sendable {
  /// The sort key, ascending; the maximum for a missing value.
  public let key: UInt64
  /// The rank of the row's listing key.
  public let rank: UInt32
  /// The row.
  public let row: UInt32

  /// Makes a row from the three numbers.
  @inlinable
  public init(key: UInt64, rank: UInt32, row: UInt32) {
    self.key = key
    self.rank = rank
    self.row = row
  }
}

extension BlockSelection {
  /// The first rows of the selection, ordered by a column's numbers, then by listing keys.
  ///
  /// - Parameters:
  ///   - column: The column to sort by; rows without a value come last in both directions.
  ///   - descending: Whether greater numbers come first.
  ///   - limit: The maximum number of rows.
  ///   - start: Rows before this place are skipped.
  /// - Throws: `WorkEnded` if the current `WorkLimit` has ended.
  /// - Complexity: O(rows + limit log limit); the zone map skips blocks without a good enough row.
  public func first(
    _ limit: Int, by column: BlockColumn, descending: Bool, from start: PageStart = .first,
    in index: ListingIndex
  ) throws(WorkEnded) -> [RankedRow] {
    let ranks = unsafe index.keyRanks.unsafeBaseAddress
    let direction: Int32 = descending ? 1 : 0
    return unsafe try page(min(limit, rowCount), from: start, over: count, window: Self.window) {
      top, window in
      let (blocks, words) = unsafe (self.blocks + window.lowerBound, self.words + window.lowerBound)
      let count = window.count
      let read: Int
      switch column.storage {
      case .u8(let zoned):
        read = unsafe plat_topk_u8(
          top, zoned.values.unsafeBaseAddress, zoned.low.unsafeBaseAddress,
          zoned.high.unsafeBaseAddress, ranks, blocks,
          words, count, direction)
      case .u16(let zoned):
        read = unsafe plat_topk_u16(
          top, zoned.values.unsafeBaseAddress, zoned.low.unsafeBaseAddress,
          zoned.high.unsafeBaseAddress, ranks, blocks,
          words, count, direction)
      case .u32(let zoned):
        read = unsafe plat_topk_u32(
          top, zoned.values.unsafeBaseAddress, zoned.low.unsafeBaseAddress,
          zoned.high.unsafeBaseAddress, ranks, blocks,
          words, count, direction)
      case .u64(let zoned):
        read = unsafe plat_topk_u64(
          top, zoned.values.unsafeBaseAddress, zoned.low.unsafeBaseAddress,
          zoned.high.unsafeBaseAddress, ranks, blocks,
          words, count, direction)
      }
      account(blocks: read, bytes: read * IndexLayout.blockRows * column.width)
    }
  }

  /// The first of some candidates in ascending order of key and rank.
  ///
  /// - Throws: `WorkEnded` if the current `WorkLimit` has ended.
  public func first(
    _ limit: Int, of candidates: [RankedRow], from start: PageStart = .first
  ) throws(WorkEnded) -> [RankedRow] {
    let window = Self.window * 16
    return unsafe try page(
      min(limit, candidates.count), from: start, over: candidates.count, window: window
    ) {
      top, window in
      unsafe candidates.withUnsafeBytes { raw in
        guard let base = unsafe raw.baseAddress?.assumingMemoryBound(to: plat_ranked.self) else {
          return
        }
        unsafe plat_topk_offer(top, base + window.lowerBound, window.count)
      }
    }
  }

  /// Fills a heap from windows of `count` items, and returns its contents in order.
  private func page(
    _ room: Int, from start: PageStart, over count: Int, window: Int,
    _ fill: (UnsafeMutablePointer<plat_topk>, Range<Int>) -> Void
  ) throws(WorkEnded) -> [RankedRow] {
    guard room > 0 else { return [] }
    var ended: WorkEnded?
    let rows = unsafe [RankedRow](unsafeUninitializedCapacity: room) { buffer, filled in
      // A `RankedRow` and a `plat_ranked` are the same three numbers; the layout test checks it.
      let heap = unsafe UnsafeMutableRawPointer(buffer.baseAddress)?.assumingMemoryBound(
        to: plat_ranked.self)
      var top = unsafe plat_topk(
        heap: heap, room: room, count: 0, after_key: start.key, after_rank: start.rank)
      do throws(WorkEnded) {
        try WorkLimit.windows(0..<count, of: window) { unsafe fill(&top, $0) }
        unsafe plat_topk_sort(&top)
      } catch { ended = error }
      filled = unsafe top.count
    }
    if let ended { throw ended }
    return rows
  }
}
