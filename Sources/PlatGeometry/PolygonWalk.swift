internal import PlatCommon
internal import PlatKernels

/// A walk from all edges of a polygon down to single blocks of rows.
///
/// The order of the blocks keeps neighbours together, so four consecutive blocks, and four such
/// groups, have small boxes. Each box's list of edges comes from the list of the box around it; if
/// that is empty, all blocks in it are decided at once.
///
/// - Complexity: O(edges near the blocks), and at most O(edges x square root of blocks) for edges
///   that run across all of them.
struct PolygonWalk: ~Copyable {
  private let index: EdgeIndex
  private var lists = EdgeLists()
  /// The boxes of the blocks, then those around each four of them, and so on up to one box.
  private var boxes: [Box]
  /// The start of each level's boxes, and the end of the last level.
  private var levels: [Int]
  private let limit = WorkLimit.current
  /// Edges processed since the last check of the limit.
  private var looks = 0
  /// The blocks whose rows were tested.
  private(set) var blocksRead = 0

  private static let fanOut = 4
  /// Edges processed between checks of the limit: about 200 microseconds.
  private let mostLooks = WorkLimit.window(1 << 16)

  /// Prepares a walk over blocks.
  ///
  /// - Parameter boxes: A box around each block's rows; an empty one if no row is wanted.
  init(_ index: EdgeIndex, boxes: [Box]) {
    self.index = index
    self.boxes = boxes
    levels = [0, boxes.count]
    while let end = levels.last, end - levels[levels.count - 2] > 1 {
      let below = levels[levels.count - 2]
      for first in stride(from: below, to: end, by: Self.fanOut) {
        var box = Box.empty
        for place in first..<min(first + Self.fanOut, end) { box.expand(self.boxes[place]) }
        self.boxes.append(box)
      }
      levels.append(self.boxes.count)
    }
  }

  /// Clears the bits of the rows outside the polygon.
  ///
  /// - Parameters:
  ///   - blocks: The blocks that the boxes belong to, in the same order.
  ///   - words: A word for each block.
  mutating func run(
    _ blocks: Span<UInt32>, _ words: inout MutableSpan<UInt64>, longitudes: Span<Int32>,
    latitudes: Span<Int32>
  ) throws(WorkEnded) {
    guard let box = boxes.last else { return }
    let level = levels.count - 2
    looks += index.edges.count
    switch index.begin(box, in: &lists) {
    case .inside: return
    case .outside: clear(level, 0, &words)
    case .crosses(let runs): try open(level, 0, runs, blocks, &words, longitudes, latitudes)
    }
  }

  /// Decides the rows in one box, using its lists.
  private mutating func open(
    _ level: Int, _ place: Int, _ runs: Range<Int>, _ blocks: Span<UInt32>,
    _ words: inout MutableSpan<UInt64>,
    _ longitudes: Span<Int32>, _ latitudes: Span<Int32>
  ) throws(WorkEnded) {
    let box = boxes[levels[level] + place]
    for run in runs { looks += lists.runs[run].count &* (level == 0 ? 16 : Self.fanOut) &+ 16 }
    if looks >= mostLooks {
      looks = 0
      try limit?.check()
    }
    if level == 0 {
      blocksRead += 1
      let rows = Int(blocks[place]) * 64..<Int(blocks[place]) * 64 + 64
      words[place] = index.rows(
        words[place], longitudes: longitudes.extracting(rows),
        latitudes: latitudes.extracting(rows), runs, of: lists,
        box)
      return
    }
    let count = levels[level] - levels[level - 1]
    for child in place * Self.fanOut..<min((place + 1) * Self.fanOut, count) {
      let inner = boxes[levels[level - 1] + child]
      if inner.isEmpty { continue }
      switch lists.narrow(runs, of: nil, from: box, to: inner, index.edges) {
      case .inside: continue
      case .outside: clear(level - 1, child, &words)
      case .crosses(let narrowed):
        try open(level - 1, child, narrowed, blocks, &words, longitudes, latitudes)
        lists.drop(from: narrowed.lowerBound)
      }
    }
  }

  /// Clears the words of all blocks in a box.
  private func clear(_ level: Int, _ place: Int, _ words: inout MutableSpan<UInt64>) {
    var size = 1
    for _ in 0..<level { size *= Self.fanOut }
    for block in place * size..<min((place + 1) * size, levels[1]) { words[block] = 0 }
  }
}
