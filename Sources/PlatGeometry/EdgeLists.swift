internal import PlatKernels

/// Lists of the edges near some boxes, in sequence: a stack during a walk, and the storage of a
/// grid.
///
/// `polygon.h` defines a list. A box has a list for each part of the polygon that has an edge near
/// it.
struct EdgeLists {
  /// One list: its range of the numbers, or, if it is contiguous, the numbers themselves.
  struct Run {
    var start: Int
    var count: Int
    /// The number (mod 2) of the part's other edges that a ray from the box's southern side to the
    /// west crosses.
    var parity: UInt32
    var isPlain = false
  }

  /// The relation of a box to the polygon; if edges are near it, its lists.
  enum Outcome {
    case inside
    case outside
    case crosses(Range<Int>)
  }

  private(set) var numbers: [Int32] = []
  private(set) var runs: [Run] = []

  /// Lists of all edges of each part.
  static func all(parts: [Range<Int>]) -> EdgeLists {
    var lists = EdgeLists()
    lists.runs = parts.map { Run(start: $0.lowerBound, count: $0.count, parity: 0, isPlain: true) }
    return lists
  }

  /// Adds lists for a box: the edges near it from the lists of a box around it.
  ///
  /// - Parameters:
  ///   - range: The lists of the outer box.
  ///   - source: The owner of those lists; nil for this stack.
  ///   - outer: The outer box.
  ///   - box: The inner box.
  /// - Complexity: O(edges in the lists), about 3 ns each.
  mutating func narrow(
    _ range: Range<Int>, of source: EdgeLists?, from outer: Box, to box: Box, _ edges: [plat_edge]
  ) -> Outcome {
    let first = runs.count
    for place in range {
      let run = source?.runs[place] ?? runs[place]
      let top = numbers.count
      numbers.append(contentsOf: repeatElement(0, count: run.count))
      var parity: UInt32 = 0
      let kept = unsafe numbers.withUnsafeMutableBufferPointer { own in
        guard let base = own.baseAddress else { return 0 }
        func narrow(_ other: UnsafePointer<Int32>?) -> Int {
          var list = unsafe plat_edge_list(run, other, outer)
          return unsafe Int(plat_edges_narrow(edges, &list, plat_box(box), base + top, &parity))
        }
        guard let source else { return unsafe narrow(UnsafePointer(base)) }
        return unsafe source.numbers.withUnsafeBufferPointer { unsafe narrow($0.baseAddress) }
      }
      numbers.removeLast(run.count - kept)
      if kept > 0 {
        runs.append(Run(start: top, count: kept, parity: parity))
      } else if parity == 1 {
        drop(from: first)
        return .inside
      }
    }
    return runs.count > first ? .crosses(first..<runs.count) : .outside
  }

  /// Removes the lists from an index on.
  mutating func drop(from first: Int) {
    guard first < runs.count else { return }
    numbers.removeLast(numbers.count - runs[first].start)
    runs.removeLast(runs.count - first)
  }
}

extension plat_edge_list {
  /// A list in the kernels' form.
  @unsafe
  init(_ run: EdgeLists.Run, _ numbers: UnsafePointer<Int32>?, _ box: Box) {
    unsafe self.init(
      numbers: run.isPlain ? nil : numbers.map { unsafe $0 + run.start }, first: Int64(run.start),
      count: Int64(run.count), box: plat_box(box), parity: run.parity)
  }
}

extension plat_box {
  init(_ box: Box) { self.init(west: box.west, south: box.south, east: box.east, north: box.north) }
}
