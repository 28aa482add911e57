internal import PlatGeometry

/// The row order of a snapshot: depth first through the cluster hierarchy, siblings along a Hilbert
/// curve.
///
/// In this order each item of each zoom is a range of rows, and the items of a zoom partition the
/// rows.
struct RowOrder {
  /// The input number of the point in each row.
  private(set) var points: [UInt32] = []
  /// For each zoom from `minZoom` to `maxZoom`, its items in row order: the item's number in the
  /// hierarchy's level.
  private(set) var items: [[UInt32]] = []
  /// For each zoom from `minZoom` to `maxZoom`, the first row of each item, ascending, then the
  /// number of rows.
  private(set) var firstRows: [[UInt32]] = []

  /// Orders the points of a hierarchy.
  ///
  /// - Parameters:
  ///   - hierarchy: The clusters of all zooms.
  ///   - points: The exact position of each point. The hierarchy's own are rounded to float32,
  ///     which would interleave listings at one position with their neighbours.
  init(_ hierarchy: ClusterHierarchy, points exact: [MercatorPoint]) {
    let levels = hierarchy.levels
    guard let top = levels.last else { return }
    let lone = Self.lonePoints(hierarchy)
    var order = (0..<UInt32(top.count)).map { $0 }
    var siblings = Siblings()
    siblings.sort(&order, 0..<order.count, top.items, lone[levels.count - 1], exact)
    for depth in stride(from: levels.count - 1, through: 1, by: -1) {
      items.append(order)
      firstRows.append(Self.firstRows(order, levels[depth]))
      order = Self.children(order, levels[depth - 1], lone[depth - 1], exact)
    }
    points = order.map { levels[0].items[Int($0)].visit }
  }

  /// For each level, the input numbers of the items that are single points; empty if the items' own
  /// centres suffice.
  ///
  /// Points at one position have the same ancestors. With clusters of two they are in one item from
  /// `maxZoom` on, so only the points themselves need exact keys.
  private static func lonePoints(_ hierarchy: ClusterHierarchy) -> [[UInt32]] {
    let levels = hierarchy.levels
    var points = [levels[0].items.map { $0.visit }]
    for depth in levels.indices.dropFirst() {
      guard hierarchy.options.minPoints > 2 else {
        points.append([])
        continue
      }
      let (below, above) = (levels[depth - 1], levels[depth])
      var lone = [UInt32](repeating: 0, count: above.count)
      for (item, parent) in below.parents.enumerated() where above.items[Int(parent)].count == 1 {
        lone[Int(parent)] = points[depth - 1][item]
      }
      points.append(lone)
    }
    return points
  }

  /// The items of a level in the order of their parents; each parent's items along the curve.
  private static func children(
    _ parents: [UInt32], _ level: ClusterLevel, _ lone: [UInt32], _ exact: [MercatorPoint]
  ) -> [UInt32] {
    let items = level.items.span
    // The end of each parent's items; at first their start.
    var ends = [UInt32](repeating: 0, count: parents.count + 1)
    for parent in level.parents { ends[Int(parent) + 1] += 1 }
    for parent in 0..<parents.count { ends[parent + 1] += ends[parent] }
    var grouped = [UInt32](repeating: 0, count: level.count)
    for (item, parent) in level.parents.enumerated() {
      grouped[Int(ends[Int(parent)])] = UInt32(truncatingIfNeeded: item)
      ends[Int(parent)] += 1
    }
    var siblings = Siblings()
    var order: [UInt32] = []
    order.reserveCapacity(level.count)
    for parent in parents {
      let start = parent == 0 ? 0 : Int(ends[Int(parent) - 1])
      let end = Int(ends[Int(parent)])
      switch end - start {
      case 1: order.append(grouped[start])
      case 2:
        // Two siblings may come in either order: only with three or more does the curve keep
        // neighbours together.
        let (one, other) = (grouped[start], grouped[start + 1])
        let isInOrder = items[Int(one)].visit < items[Int(other)].visit
        order.append(isInOrder ? one : other)
        order.append(isInOrder ? other : one)
      default:
        siblings.sort(&grouped, start..<end, level.items, lone, exact)
        for place in start..<end { order.append(grouped[place]) }
      }
    }
    return order
  }

  private static func firstRows(_ order: [UInt32], _ level: ClusterLevel) -> [UInt32] {
    var rows: [UInt32] = []
    rows.reserveCapacity(order.count + 1)
    var row: UInt32 = 0
    for item in order {
      rows.append(row)
      row += level.items[Int(item)].count
    }
    rows.append(row)
    return rows
  }
}

/// Sorts items along the Hilbert curve of their centres; items at one place keep their input order.
private struct Siblings {
  private var keyed: [Sibling] = []

  /// Sorts a range of some items.
  ///
  /// - Parameters:
  ///   - numbers: The numbers of items.
  ///   - range: The part of them to sort.
  ///   - items: All items of the level.
  ///   - lone: The input number of each item that is a single point; empty if the items' own
  ///     centres suffice.
  ///   - exact: The position of each point.
  mutating func sort(
    _ numbers: inout [UInt32], _ range: Range<Int>, _ items: [ClusterLevel.Item], _ lone: [UInt32],
    _ exact: [MercatorPoint]
  ) {
    keyed.removeAll(keepingCapacity: true)
    for index in range {
      let number = numbers[index]
      let item = items[Int(number)]
      let centre = !lone.isEmpty && item.count == 1 ? exact[Int(lone[Int(number)])] : item.centre
      keyed.append(
        Sibling(key: Hilbert.index(x: centre.x, y: centre.y), visit: item.visit, item: number))
    }
    if keyed.count > 24 { keyed.sort() } else { insertionSort() }
    for index in range { numbers[index] = keyed[index - range.lowerBound].item }
  }

  private mutating func insertionSort() {
    for end in keyed.indices.dropFirst() {
      let sibling = keyed[end]
      var hole = end
      while hole > 0 && sibling < keyed[hole - 1] {
        keyed[hole] = keyed[hole - 1]
        hole -= 1
      }
      keyed[hole] = sibling
    }
  }
}

/// An item among its siblings.
private struct Sibling: Comparable {
  var key: UInt64
  var visit: UInt32
  var item: UInt32

  static func < (a: Sibling, b: Sibling) -> Bool {
    a.key != b.key ? a.key < b.key : a.visit < b.visit
  }
}
