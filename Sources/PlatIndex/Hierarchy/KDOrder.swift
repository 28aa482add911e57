internal import PlatCommon

/// The order in which supercluster's spatial index returns the items around a position.
///
/// That index, kdbush, is a k-d tree in one array: the median of a range is at its middle, the
/// lesser half before and the greater half after it, by x and y alternately, down to ranges of at
/// most 65 points, which stay unsorted. A search returns the middle, then its matches in the
/// greater half, then those in the lesser half. So of two matches the same one always comes first,
/// whatever the query: a rank for each point gives the order.
///
/// Medians are found by the algorithm SELECT of R. W. Floyd and R. L. Rivest (Communications of the
/// ACM 18 (1975), pp. 165-173, with Algorithm 489), which first narrows a range of more than 600 by
/// a sample around the wanted position. Its exchanges decide which points are on either side of a
/// median and the order of points in a leaf, so they are made exactly as in kdbush.
///
/// - Complexity: O(n log n) on average. Calls nest as deep as the tree is high.
struct KDOrder {
  /// A range with at most this many steps from its first to its last point is a leaf.
  private static let leafSteps = 64
  /// A range with more steps than this from its first to its last point is narrowed by a sample.
  private static let sampledSteps = 600

  private enum Axis {
    case x, y

    var other: Axis { self == .x ? .y : .x }
  }

  /// A point in the layout.
  private struct Point {
    var x: Float
    var y: Float
    var item: UInt32

    @inline(__always)
    func along(_ axis: Axis) -> Float { axis == .x ? x : y }
  }

  private var points: [Point]

  /// The position of each item of a level in the order.
  static func ranks(_ level: ClusterLevel) -> [UInt32] {
    var order = KDOrder(points: Array(repeating: Point(x: 0, y: 0, item: 0), count: level.count))
    for (item, place) in level.items.enumerated() {
      order.points[Int(place.visit)] = Point(
        x: Float(place.x), y: Float(place.y), item: UInt32(item))
    }
    order.layOut(0, level.count - 1, .x)
    var ranks = [UInt32](repeating: 0, count: level.count)
    var next: UInt32 = 0
    order.walk(0, level.count - 1, &ranks, &next)
    return ranks
  }

  /// Splits a range at its middle, and then its halves along the other axis.
  private mutating func layOut(_ first: Int, _ last: Int, _ axis: Axis) {
    if last - first <= Self.leafSteps { return }
    let middle = (first + last) / 2
    select(middle, first, last, axis)
    layOut(first, middle - 1, axis.other)
    layOut(middle + 1, last, axis.other)
  }

  /// Numbers the points of a range in the order of a search.
  private func walk(_ first: Int, _ last: Int, _ ranks: inout [UInt32], _ next: inout UInt32) {
    func number(_ place: Int) {
      ranks[Int(points[place].item)] = next
      next += 1
    }
    if last - first <= Self.leafSteps {
      for place in stride(from: first, through: last, by: 1) { number(place) }
      return
    }
    let middle = (first + last) / 2
    number(middle)
    walk(middle + 1, last, &ranks, &next)
    walk(first, middle - 1, &ranks, &next)
  }

  /// Moves the point that sorting would put at a position of a range there, with no greater point
  /// before it and no lesser one after it.
  private mutating func select(_ place: Int, _ first: Int, _ last: Int, _ axis: Axis) {
    var (first, last) = (first, last)
    while last > first {
      if last - first > Self.sampledSteps {
        let sample = Self.sample(around: place, first, last)
        select(place, sample.lowerBound, sample.upperBound, axis)
      }
      let pivot = points[place].along(axis)
      // The pivot waits at one end, and at the other end a point that is not on its wrong side:
      // they stop the two scans.
      points.swapAt(first, place)
      if points[last].along(axis) > pivot { points.swapAt(first, last) }
      var (up, down) = (first, last)
      while up < down {
        points.swapAt(up, down)
        up += 1
        down -= 1
        while points[up].along(axis) < pivot { up += 1 }
        while points[down].along(axis) > pivot { down -= 1 }
      }
      if points[first].along(axis) == pivot {
        points.swapAt(first, down)
      } else {
        down += 1
        points.swapAt(down, last)
      }
      if down <= place { first = down + 1 }
      if place <= down { last = down - 1 }
    }
  }

  /// The part of a range that probably holds the final point of a position: about n^(2/3) points,
  /// shifted toward the middle by the expected deviation.
  private static func sample(around place: Int, _ first: Int, _ last: Int) -> ClosedRange<Int> {
    let count = Double(last - first + 1)
    let index = Double(place - first + 1)
    let logarithm = log(count)
    let size = 0.5 * exp(2 * logarithm / 3)
    let deviation =
      0.5 * (logarithm * size * (count - size) / count).squareRoot() * (index < count / 2 ? -1 : 1)
    let low = (Double(place) - index * size / count + deviation).rounded(.down)
    let high = (Double(place) + (count - index) * size / count + deviation).rounded(.down)
    // Both bounds lie near the range, however they are rounded; the position stays in the kept
    // part.
    return min(max(first, Int(low)), place)...max(min(last, Int(high)), place)
  }
}
