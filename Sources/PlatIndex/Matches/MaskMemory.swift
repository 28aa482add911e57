internal import PlatCommon
internal import PlatKernels

/// The memory of a ``MatchMask``: words, a tree of summaries, and a known bit for each.
@safe
final class MaskMemory: @unchecked Sendable {
  // Unchecked: it belongs to one mask at a time, which synchronises the writes.

  /// One level of the tree of summaries.
  @safe
  struct Level {
    let nodes: UnsafeMutablePointer<RowSummary>
    let known: UnsafeMutablePointer<UInt64>
    let count: Int
  }

  private let blocks: Int
  let words: UnsafeMutablePointer<UInt64>
  let known: UnsafeMutablePointer<UInt64>
  let levels: [Level]
  let view: UnsafeMutablePointer<plat_mask>

  init(blocks: Int) {
    self.blocks = blocks
    unsafe words = Self.zeros(blocks + 1)
    unsafe known = Self.zeros(blocks / 64 + 1)
    var levels: [Level] = []
    var count = blocks
    while count > 0 {
      unsafe levels.append(
        Level(nodes: .allocate(capacity: count), known: Self.zeros(count / 64 + 1), count: count))
      if count == 1 { break }
      count = (count + MatchMask.fanOut - 1) / MatchMask.fanOut
    }
    self.levels = levels
    unsafe view = .allocate(capacity: 1)
    unsafe view.initialize(to: plat_mask())
    unsafe view.pointee.words = UnsafePointer(words)
    unsafe view.pointee.levels = levels.count
    for (number, level) in levels.enumerated() {
      let place = number * MemoryLayout<UInt>.stride
      unsafe withUnsafeMutableBytes(of: &view.pointee.nodes) {
        unsafe $0.storeBytes(of: UInt(bitPattern: level.nodes), toByteOffset: place, as: UInt.self)
      }
      unsafe withUnsafeMutableBytes(of: &view.pointee.nodes_known) {
        unsafe $0.storeBytes(of: UInt(bitPattern: level.known), toByteOffset: place, as: UInt.self)
      }
      unsafe withUnsafeMutableBytes(of: &view.pointee.counts) {
        unsafe $0.storeBytes(of: level.count, toByteOffset: place, as: Int.self)
      }
    }
  }

  deinit {
    unsafe view.deallocate()
    unsafe free(words)
    unsafe free(known)
    for level in levels {
      unsafe level.nodes.deallocate()
      unsafe free(level.known)
    }
  }

  /// Clears the known bits; the numbers stay and are meaningless.
  func forget() {
    unsafe known.update(repeating: 0, count: blocks / 64 + 1)
    for level in levels { unsafe level.known.update(repeating: 0, count: level.count / 64 + 1) }
  }

  /// Words of zeros; untouched pages take no memory.
  private static func zeros(_ count: Int) -> UnsafeMutablePointer<UInt64> {
    let memory = unsafe calloc(count, MemoryLayout<UInt64>.stride)
    precondition(unsafe memory != nil, "no memory for \(count) words")
    return unsafe memory.unsafelyUnwrapped.bindMemory(to: UInt64.self, capacity: count)
  }
}
