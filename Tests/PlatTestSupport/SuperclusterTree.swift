import Foundation

/// Supercluster's k-d tree from its description, with explicit ranges and a real search.
///
/// A range of more than 65 points is split at its middle by Floyd and Rivest's selection,
/// alternating between x and y. A search returns the middle, then the right half if the circle
/// reaches it, then the left one.
public struct SuperclusterTree: Sendable {
  private struct Node: Sendable {
    let place: [Float]
    let item: Int
  }

  private var nodes: [Node]

  /// Makes the tree of points.
  public init(_ x: [Float], _ y: [Float]) {
    nodes = x.indices.map { Node(place: [x[$0], y[$0]], item: $0) }
    part(0, nodes.count - 1, axis: 0)
  }

  /// The items within a radius, in the order of the search.
  public func within(_ x: Double, _ y: Double, _ radius: Double) -> [Int] {
    var found: [Int] = []
    search([x, y], radius, 0, nodes.count - 1, axis: 0, &found)
    return found
  }

  private func search(
    _ query: [Double], _ radius: Double, _ left: Int, _ right: Int, axis: Int, _ found: inout [Int]
  ) {
    func look(_ index: Int) {
      let (dx, dy) = (
        Double(nodes[index].place[0]) - query[0], Double(nodes[index].place[1]) - query[1]
      )
      if dx * dx + dy * dy <= radius * radius { found.append(nodes[index].item) }
    }
    guard right - left > 64 else { return (left..<right + 1).forEach(look) }
    let middle = (left + right) / 2
    look(middle)
    let border = Double(nodes[middle].place[axis])
    if query[axis] + radius >= border {
      search(query, radius, middle + 1, right, axis: 1 - axis, &found)
    }
    if query[axis] - radius <= border {
      search(query, radius, left, middle - 1, axis: 1 - axis, &found)
    }
  }

  private mutating func part(_ left: Int, _ right: Int, axis: Int) {
    guard right - left > 64 else { return }
    let middle = (left + right) / 2
    select(middle, left, right, axis)
    part(left, middle - 1, axis: 1 - axis)
    part(middle + 1, right, axis: 1 - axis)
  }

  /// SELECT (Algorithm 489), with the exchanges of the original.
  private mutating func select(_ k: Int, _ start: Int, _ end: Int, _ axis: Int) {
    var left = start
    var right = end
    while left < right {
      if right - left > 600 {
        let n = Double(right - left + 1)
        let i = Double(k - left + 1)
        let z = log(n)
        let s = exp(z * 2 / 3) / 2
        let deviation = sqrt(z * s * (n - s) / n) / 2 * (i < n / 2 ? -1 : 1)
        let low = Int(floor(Double(k) - i * s / n + deviation))
        let high = Int(floor(Double(k) + (n - i) * s / n + deviation))
        select(k, max(left, low), min(right, high), axis)
      }
      let t = nodes[k].place[axis]
      nodes.swapAt(left, k)
      if nodes[right].place[axis] > t { nodes.swapAt(left, right) }
      var i = left
      var j = right
      repeat {
        nodes.swapAt(i, j)
        i += 1
        j -= 1
        while nodes[i].place[axis] < t { i += 1 }
        while nodes[j].place[axis] > t { j -= 1 }
      } while i < j
      if nodes[left].place[axis] == t {
        nodes.swapAt(left, j)
      } else {
        j += 1
        nodes.swapAt(j, right)
      }
      (left, right) = (j <= k ? j + 1 : left, k <= j ? j - 1 : right)
    }
  }
}
