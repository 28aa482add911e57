internal import PlatKernels
internal import PlatListings
internal import PlatSnapshot
internal import Synchronization

/// Which listings with a position match one filter, learned block by block as queries come to them,
/// and what ranges of them are together.
///
/// A filter's answer for a block never changes, so a mask keeps each that it was told: a word of
/// matches for each block, and above the words a tree of summaries (``RowSummary``), four blocks or
/// four nodes to a node, filled in where a range asks for them. So a range of rows is counted by
/// popcounts, and summed up in O(log rows) steps once its nodes are known. Any number of threads
/// may ask and tell at once.
///
/// - Complexity: About 1.1 bytes of memory a row once everything is known.
@safe
public final class MatchMask: @unchecked Sendable {
  // Unchecked: a word or a node is written once, under the lock and before its bit is set, and read
  // only behind the bit.

  /// The index whose rows these are.
  public let index: ListingIndex
  /// How many blocks have rows with a position.
  public let blocks: Int
  let prices: BlockColumn?
  private let memory: MaskMemory
  let words: UnsafeMutablePointer<UInt64>
  /// What the kernels see.
  let view: UnsafePointer<plat_mask>
  /// What clusters are summed up from, as the kernels see it; the index keeps it alive.
  let columns: plat_cluster_columns
  private let writing = Mutex(0)

  /// Nodes under a node.
  static let fanOut = Int(PLAT_MASK_FAN)

  /// A mask that knows nothing yet.
  ///
  /// - Complexity: O(rows / 4096), in the memory of a mask that is gone where there is one.
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

  /// The memory of so many masks that are gone is kept for new ones.
  private static let mostSpare = 4

  /// The bytes that a mask takes at most.
  public static func bytes(of index: ListingIndex) -> Int {
    let blocks = index.located / IndexLayout.blockRows + 1
    return blocks * (8 + MemoryLayout<RowSummary>.stride * fanOut / (fanOut - 1) + 1)
  }

  /// Adds the blocks of some rows that the mask does not know to a list of blocks; all of their
  /// rows are selected.
  ///
  /// - Parameters:
  ///   - rows: Rows that lie behind those that the list has already.
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

  /// Adds the blocks of a selection that the mask does not know to a list of blocks.
  public func listUnknown(_ selection: BlockSelection, in list: BlockSelection) {
    for place in 0..<selection.count {
      let first = selection.block(at: place) * IndexLayout.blockRows
      listUnknown(first..<first + 1, in: list)
    }
  }

  /// Takes the matches of blocks that were listed as unknown.
  public func learn(_ list: BlockSelection) {
    guard list.count > 0 else { return }
    writing.withLock { _ in
      unsafe plat_words_learn(
        words, memory.known, index.located, list.blocks, list.words, list.count)
    }
  }

  /// How many blocks are known.
  ///
  /// - Complexity: O(blocks / 64).
  public var knownBlocks: Int { unsafe plat_bits_count(memory.known, blocks / 64 + 1) }

  /// The matches of a block that is known; none of one that is not there.
  @inline(__always)
  public func word(_ block: Int) -> UInt64 {
    block >= 0 && block < blocks ? unsafe words[block] : 0
  }

  /// Adds the blocks of some clusters that the mask does not know to an empty list of blocks; all
  /// of their rows are selected.
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

  /// Makes every node whose blocks all lie within some rows; the last block with positions does,
  /// full or not.
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
