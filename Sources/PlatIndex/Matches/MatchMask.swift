internal import PlatKernels
internal import PlatListings
internal import PlatSnapshot
internal import Synchronization

/// The listings with a position that match one filter, learned block by block as queries touch
/// them, and summaries of ranges of them.
///
/// A filter's answer for a block never changes, so a mask keeps each one: a word of matches for
/// each block, and above the words a tree of summaries (``RowSummary``), with four blocks or four
/// nodes to a node, filled in when a range needs them. So a range of rows is counted by popcounts,
/// and summarised in O(log rows) steps once its nodes are known. Any number of threads may read and
/// learn at once.
///
/// - Complexity: About 1.1 bytes of memory a row once everything is known.
@safe
public final class MatchMask: @unchecked Sendable {
  // Unchecked: a word or a node is written once, under the lock and before its bit is set, and read
  // only after the bit.

  /// The index that the rows belong to.
  public let index: ListingIndex
  /// The number of blocks that have rows with a position.
  public let blocks: Int
  let prices: BlockColumn?
  private let memory: MaskMemory
  let words: UnsafeMutablePointer<UInt64>
  /// The mask in the kernels' form.
  let view: UnsafePointer<plat_mask>
  /// The columns for summaries of clusters, in the kernels' form; the index keeps them alive.
  let columns: plat_cluster_columns
  private let writing = Mutex(0)

  /// Children per node.
  static let fanOut = Int(PLAT_MASK_FAN)

  /// A mask that knows nothing yet.
  ///
  /// - Complexity: O(rows / 4096); reuses the memory of a released mask if there is one.
  public init(of index: ListingIndex) {
    self.index = index
    blocks = index.locatedBlocks
    prices = index.numbers(.listPrice)?.column
    memory = index.spareMasks.withLock { $0.popLast() } ?? MaskMemory(blocks: index.locatedBlocks)
    memory.forget()
    unsafe words = memory.words
    unsafe view = UnsafePointer(memory.view)
    let pyramid = index.pyramid
    unsafe columns = plat_cluster_columns(
      prices: prices?.base, price_bytes: prices?.width ?? 0,
      longitudes: index.longitudes.unsafeBaseAddress,
      latitudes: index.latitudes.unsafeBaseAddress, parting: pyramid.partingZooms.unsafeBaseAddress,
      parting_lows: pyramid.partingLows.unsafeBaseAddress, rows: index.located)
  }

  deinit {
    let memory = memory
    index.spareMasks.withLock { if $0.count < Self.mostSpare { $0.append(memory) } }
  }

  /// The maximum number of released masks whose memory is kept for new ones.
  private static let mostSpare = 4

  /// The maximum size of a mask in bytes.
  public static func bytes(of index: ListingIndex) -> Int {
    let blocks = index.located / IndexLayout.blockRows + 1
    return blocks * (8 + MemoryLayout<RowSummary>.stride * fanOut / (fanOut - 1) + 1)
  }

  /// Adds the unknown blocks of some rows to a list of blocks, with all of their rows selected.
  ///
  /// - Parameters:
  ///   - rows: Rows that come after those already in the list.
  ///   - list: An ascending list of blocks.
  public func listUnknown(_ rows: Range<Int>, in list: BlockSelection) {
    let rows = rows.clamped(to: 0..<index.located)
    guard !rows.isEmpty else { return }
    var first = rows.lowerBound / IndexLayout.blockRows
    if list.count > 0 { first = max(first, list.block(at: list.count - 1) + 1) }
    let end = (rows.upperBound - 1) / IndexLayout.blockRows + 1
    guard first < end, list.count + end - first <= list.capacity else { return }
    let found = unsafe plat_bits_missing(memory.known, first, end, list.blocks + list.count)
    unsafe (list.words + list.count).update(repeating: ~0, count: found)
    list.count += found
  }

  /// Adds the unknown blocks of a selection to a list of blocks.
  public func listUnknown(_ selection: BlockSelection, in list: BlockSelection) {
    for place in 0..<selection.count {
      let first = selection.block(at: place) * IndexLayout.blockRows
      listUnknown(first..<first + 1, in: list)
    }
  }

  /// Stores the matches of blocks that were listed as unknown.
  public func learn(_ list: BlockSelection) {
    guard list.count > 0 else { return }
    writing.withLock { _ in
      unsafe plat_words_learn(
        words, memory.known, index.located, list.blocks, list.words, list.count)
    }
  }

  /// The number of known blocks.
  ///
  /// - Complexity: O(blocks / 64).
  public var knownBlocks: Int { unsafe plat_bits_count(memory.known, blocks / 64 + 1) }

  /// The matches of a known block; 0 if the block is out of range.
  @inline(__always)
  public func word(_ block: Int) -> UInt64 {
    block >= 0 && block < blocks ? unsafe words[block] : 0
  }

  /// Adds the unknown blocks of some clusters to an empty list of blocks, with all of their rows
  /// selected.
  ///
  /// - Parameter clusters: Numbers of the zoom's clusters, ascending.
  public func listUnknown(_ clusters: [UInt32], of zoom: ClusterZoom, in list: BlockSelection) {
    let found = unsafe withUnsafePointer(to: zoom.view) {
      unsafe plat_clusters_unknown(
        $0, index.located, memory.known, clusters, clusters.count, list.blocks)
    }
    unsafe list.words.update(repeating: ~0, count: found)
    list.count = found
  }

  /// Makes every node whose blocks all lie within some rows; the last block with positions counts
  /// as full.
  func learnNodes(under rows: Range<Int>) {
    guard let prices else { return }
    let first = (rows.lowerBound + IndexLayout.blockRows - 1) / IndexLayout.blockRows
    let end = rows.upperBound == index.located ? blocks : rows.upperBound / IndexLayout.blockRows
    guard first < end else { return }
    let (x, y) = unsafe (index.longitudes.unsafeBaseAddress, index.latitudes.unsafeBaseAddress)
    writing.withLock { _ in
      switch prices.storage {
      case .u8(let zoned):
        unsafe plat_nodes_learn_u8(memory.view, zoned.values.unsafeBaseAddress, x, y, first, end)
      case .u16(let zoned):
        unsafe plat_nodes_learn_u16(memory.view, zoned.values.unsafeBaseAddress, x, y, first, end)
      case .u32(let zoned):
        unsafe plat_nodes_learn_u32(memory.view, zoned.values.unsafeBaseAddress, x, y, first, end)
      case .u64(let zoned):
        unsafe plat_nodes_learn_u64(memory.view, zoned.values.unsafeBaseAddress, x, y, first, end)
      }
    }
  }
}
