internal import PlatGeometry
internal import PlatKernels
internal import PlatSnapshot

/// The packed tree: an implicit R-tree over the boxes of the blocks, without pointers.
///
/// A node is sixteen boxes side by side, 64 numbers. Level 0 holds the blocks' boxes; a node of a
/// higher level holds the boxes around sixteen nodes of the level below; the top level is one node.
/// The row order keeps neighbours together, so packing rows in order gives tight boxes. Source: the
/// packed Hilbert R-tree of I. Kamel and C. Faloutsos, "On packing R-trees" (CIKM 1993), with the
/// row order instead of the curve's.
enum PackedTree {
  /// Boxes in a node.
  static let fanOut = 16
  /// Numbers in a node.
  static let nodeNumbers = 64

  /// The first node of each level, then the number of all nodes, for a number of blocks.
  static func levelStarts(blocks: Int) -> [Int] {
    var starts = [0]
    var entries = blocks
    repeat {
      entries = (entries + fanOut - 1) / fanOut
      starts.append(starts[starts.count - 1] + max(entries, 1))
    } while entries > 1
    return starts
  }

  /// The nodes over the rows of two coordinate columns.
  static func nodes(longitudes: [Int32], latitudes: [Int32]) -> [Int32] {
    let rows = longitudes.count
    let blocks = (rows + IndexLayout.blockRows - 1) / IndexLayout.blockRows
    var boxes: [Box] = []
    for block in 0..<blocks {
      var box = Box.empty
      for row in block * IndexLayout.blockRows..<min((block + 1) * IndexLayout.blockRows, rows) {
        box.expand(Coordinate(longitude: longitudes[row], latitude: latitudes[row]))
      }
      boxes.append(box)
    }
    var nodes: [Int32] = []
    repeat {
      var above: [Box] = []
      for first in stride(from: 0, to: max(boxes.count, 1), by: fanOut) {
        let children = boxes[first..<min(first + fanOut, boxes.count)]
        let missing = repeatElement(Box.empty, count: fanOut - children.count)
        for side in [\Box.west, \Box.south, \Box.east, \Box.north] {
          nodes.append(contentsOf: children.map { $0[keyPath: side] })
          nodes.append(contentsOf: missing.map { $0[keyPath: side] })
        }
        above.append(children.reduce(into: Box.empty) { $0.expand($1) })
      }
      boxes = above
    } while boxes.count > 1
    return nodes
  }

  /// A number for each box of a tree's nodes: the minimum of the blocks' numbers below it.
  static func lows(_ blocks: [UInt8]) -> [UInt8] {
    var lows: [UInt8] = []
    var level = blocks
    repeat {
      var above: [UInt8] = []
      for first in stride(from: 0, to: max(level.count, 1), by: fanOut) {
        let children = level[first..<min(first + fanOut, level.count)]
        lows.append(contentsOf: children)
        lows.append(contentsOf: repeatElement(.max, count: fanOut - children.count))
        above.append(children.min() ?? .max)
      }
      level = above
    } while level.count > 1
    return lows
  }

  /// The tree in the kernels' form; `column` must outlive it.
  ///
  /// - Throws: A `SnapshotError` if the section does not hold the nodes for this number of blocks.
  static func view(
    of column: MappedColumn<Int32>, blocks: Int, section: String, path: String
  ) throws(SnapshotError) -> plat_tree {
    let starts = levelStarts(blocks: blocks)
    guard column.count == starts[starts.count - 1] * nodeNumbers, starts.count <= 9 else {
      throw SnapshotError(
        .inconsistentSections, path: path, section: section,
        reason: "the tree is not that of \(blocks) blocks")
    }
    var tree = unsafe plat_tree()
    unsafe tree.nodes = column.unsafeBaseAddress
    unsafe tree.levels = UInt32(starts.count - 1)
    unsafe tree.blocks = UInt32(blocks)
    unsafe withUnsafeMutableBytes(of: &tree.level) { raw in
      for (level, start) in starts.enumerated() {
        unsafe raw.storeBytes(of: UInt32(start), toByteOffset: level * 4, as: UInt32.self)
      }
    }
    return unsafe tree
  }
}
