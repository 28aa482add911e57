internal import Kernels
internal import Listings
internal import Synchronization

/// Which listings with a position match one filter, learned block by block as queries come to them, and what ranges of them
/// are together.
///
/// A filter's answer for a block never changes, so a mask keeps each that it was told: a word of matches for each block,
/// and above the words a tree of summaries (``RowSummary``), sixteen blocks or sixteen nodes to a node, filled in where a
/// range asks for them. So a range of rows is counted by popcounts, and summed up in O(log rows) steps once its nodes
/// are known. Any number of threads may ask and tell at once.
///
/// - Complexity: About 0.9 bytes of memory a row once everything is known.
@safe
public final class MatchMask: @unchecked Sendable {
  // Unchecked: a word or a node is written once, under the lock and before its bit is set, and read only behind the bit.

  /// The index whose rows these are.
  public let index: ListingIndex
  /// How many blocks have rows with a position.
  public let blocks: Int
  let prices: BlockColumn?
  private let memory: MaskMemory
  let words: UnsafeMutablePointer<UInt64>
  /// What the kernels see.
  let view: UnsafePointer<plat_mask>
  private let writing = Mutex(0)

  /// Nodes under a node.
  static let fanOut = 16

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
    return blocks * (8 + MemoryLayout<RowSummary>.stride * 17 / 16 + 1)
  }

  /// Adds the blocks of some rows that the mask does not know to a list of blocks; all of their rows are selected.
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
      for place in 0..<list.count {
        let block = list.block(at: place)
        guard block < blocks, unsafe plat_bit_get(memory.known, block) == 0 else { continue }
        unsafe words[block] = list.word(at: place) & located(block)
        unsafe plat_bit_set(memory.known, block)
      }
    }
  }

  /// The rows of a block that have a position.
  private func located(_ block: Int) -> UInt64 {
    let rest = index.located - block * IndexLayout.blockRows
    return rest >= IndexLayout.blockRows ? ~0 : (1 << UInt64(max(rest, 0))) - 1
  }

  /// The matches of a block that is known; none of one that is not there.
  @inline(__always)
  public func word(_ block: Int) -> UInt64 {
    block >= 0 && block < blocks ? unsafe words[block] : 0
  }

  /// How many levels of nodes there are.
  var levelCount: Int { memory.levels.count }

  /// How many nodes a level has.
  func nodeCount(_ level: Int) -> Int { memory.levels[level].count }

  /// The summary of a node, made where it is not known; the blocks under it are.
  func node(_ level: Int, _ number: Int) -> RowSummary {
    let nodes = memory.levels[level]
    if unsafe plat_bit_get(nodes.known, number) != 0 { return unsafe nodes.nodes[number] }
    var summary = RowSummary()
    if level == 0 {
      summary.add(block: number, word: word(number), of: index)
    } else {
      let below = memory.levels[level - 1].count
      for child in number * Self.fanOut..<min((number + 1) * Self.fanOut, below) { summary.add(node(level - 1, child)) }
    }
    writing.withLock { _ in
      guard unsafe plat_bit_get(nodes.known, number) == 0 else { return }
      unsafe nodes.nodes[number] = summary
      unsafe plat_bit_set(nodes.known, number)
    }
    return summary
  }
}
