internal import Geometry

/// The one order of a snapshot: depth first through the cluster hierarchy, siblings along a Hilbert curve.
///
/// In this order each item of each zoom is a range of rows, and the items of a zoom are a partition of the rows.
struct RowOrder {
  /// The input number of the point in each row.
  private(set) var points: [UInt32] = []
  /// For each zoom from `minZoom` to `maxZoom`, its items in row order: the item's number in the hierarchy's level.
  private(set) var items: [[UInt32]] = []
  /// For each zoom from `minZoom` to `maxZoom`, the first row of each item, ascending, and at last the number of rows.
  private(set) var firstRows: [[UInt32]] = []

  /// Orders the points of a hierarchy.
  ///
  /// - Parameters:
  ///   - hierarchy: The clusters of all zooms.
  ///   - points: The exact position of each point. The hierarchy's own are rounded to float32, so that listings of one
  ///     position and their neighbours would lie between one another.
  init(_ hierarchy: ClusterHierarchy, points exact: [MercatorPoint]) {
    let levels = hierarchy.levels
    guard let top = levels.last else { return }
    let loneKeys = Self.loneKeys(hierarchy, exact)
    var order = (0..<UInt32(top.count)).map { $0 }
    var scratch: [Sibling] = []
    Self.sortSiblings(&order, 0..<order.count, top, loneKeys[levels.count - 1], &scratch)
    for depth in stride(from: levels.count - 1, through: 1, by: -1) {
      items.append(order)
      firstRows.append(Self.firstRows(order, levels[depth]))
      order = Self.children(order, levels[depth - 1], loneKeys[depth - 1], &scratch)
    }
    points = order
  }

  /// For each level, the keys of the items that are single points; empty where the items' own centres do.
  ///
  /// Points of one position go the same way up. With clusters of two they are in one item from `maxZoom` on, so that
  /// only the points themselves need exact keys.
  private static func loneKeys(_ hierarchy: ClusterHierarchy, _ exact: [MercatorPoint]) -> [[UInt64]] {
    var keys = [exact.map { Hilbert.index(x: $0.x, y: $0.y) }]
    for depth in hierarchy.levels.indices.dropFirst() {
      guard hierarchy.options.minPoints > 2 else {
        keys.append([])
        continue
      }
      let (below, above) = (hierarchy.levels[depth - 1], hierarchy.levels[depth])
      var lone = [UInt64](repeating: 0, count: above.count)
      for (item, parent) in below.parents.enumerated() where above.counts[Int(parent)] == 1 {
        lone[Int(parent)] = keys[depth - 1][item]
      }
      keys.append(lone)
    }
    return keys
  }

  /// The items of a level in the order of their parents, each parent's along the curve.
  private static func children(
    _ parents: [UInt32], _ level: ClusterLevel, _ loneKeys: [UInt64], _ scratch: inout [Sibling]
  ) -> [UInt32] {
    var positions = [UInt32](repeating: 0, count: parents.count)
    for (position, parent) in parents.enumerated() { positions[Int(parent)] = UInt32(position) }
    var starts = [UInt32](repeating: 0, count: parents.count + 1)
    for parent in level.parents { starts[Int(positions[Int(parent)]) + 1] += 1 }
    for position in 0..<parents.count { starts[position + 1] += starts[position] }
    var order = [UInt32](repeating: 0, count: level.count)
    var next = starts
    for (item, parent) in level.parents.enumerated() {
      let position = Int(positions[Int(parent)])
      order[Int(next[position])] = UInt32(item)
      next[position] += 1
    }
    // Of two siblings either may come first: only from three on does the curve keep neighbours together.
    for position in 0..<parents.count where starts[position + 1] - starts[position] > 2 {
      sortSiblings(&order, Int(starts[position])..<Int(starts[position + 1]), level, loneKeys, &scratch)
    }
    return order
  }

  /// Sorts items along the Hilbert curve of their centres; items on one place keep their input order.
  private static func sortSiblings(
    _ order: inout [UInt32], _ range: Range<Int>, _ level: ClusterLevel, _ loneKeys: [UInt64],
    _ scratch: inout [Sibling]
  ) {
    scratch.removeAll(keepingCapacity: true)
    var least = UInt64.max
    var greatest: UInt64 = 0
    for index in range {
      let item = Int(order[index])
      let key: UInt64
      if !loneKeys.isEmpty, level.counts[item] == 1 {
        key = loneKeys[item]
      } else {
        let centre = MercatorPoint(x: level.x(item), y: level.y(item))
        key = Hilbert.index(x: centre.x, y: centre.y)
      }
      least = min(least, key)
      greatest = max(greatest, key)
      scratch.append(Sibling(key: key, item: order[index]))
    }
    RadixSort.sort(&scratch, from: least, to: greatest)
    for (offset, sibling) in scratch.enumerated() { order[range.lowerBound + offset] = sibling.item }
  }

  private static func firstRows(_ order: [UInt32], _ level: ClusterLevel) -> [UInt32] {
    var rows: [UInt32] = []
    rows.reserveCapacity(order.count + 1)
    var row: UInt32 = 0
    for item in order {
      rows.append(row)
      row += level.counts[Int(item)]
    }
    rows.append(row)
    return rows
  }
}

/// An item among its siblings.
private struct Sibling: RadixSortable {
  var key: UInt64
  var item: UInt32
}
