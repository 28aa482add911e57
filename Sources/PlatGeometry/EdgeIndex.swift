internal import PlatKernels

/// The edges of a polygon's parts, and the lists of those near each cell of a grid.
///
/// Each part is valid by itself; a position lies in the polygon if it lies in one of them. A query
/// for a position starts with the list of the cell around it. A query for many blocks starts with
/// all edges and narrows them down box by box.
struct EdgeIndex {
  /// The edges in steps of 1e-7 degree and, in the same order, in degrees; those of each part are
  /// contiguous.
  let edges: [plat_edge]
  let degrees: [plat_degree_edge]
  /// The smallest box of grid positions that contains those of the polygon.
  let boundingBox: Box
  private let all: EdgeLists
  private let grid: EdgeGrid?

  /// A box that contains every edge, with nothing west of it.
  private static let everywhere = Box(west: .min, south: .min, east: .max, north: .max)

  /// Indexes the rings of parts.
  ///
  /// - Complexity: O(n log n) in the edges; the grid holds at most 32 numbers an edge.
  init(_ parts: [[[PolygonRings.Ring]]]) {
    var edges: [plat_edge] = []
    var degrees: [plat_degree_edge] = []
    var ranges: [Range<Int>] = []
    var bounds = Box.empty
    for part in parts {
      let first = edges.count
      for ring in part.joined() {
        for i in stride(from: 2, to: ring.count, by: 2) {
          let (x, y, nextX, nextY) = (ring[i - 2], ring[i - 1], ring[i], ring[i + 1])
          if x == nextX, y == nextY { continue }
          let edge =
            y <= nextY
            ? plat_degree_edge(south_x: x, south: y, north_x: nextX, north: nextY)
            : plat_degree_edge(south_x: nextX, south: nextY, north_x: x, north: y)
          degrees.append(edge)
          edges.append(plat_edge(edge))
        }
      }
      ranges.append(first..<edges.count)
      let box = Self.box(degrees[first...])
      if !box.isEmpty { bounds.expand(box) }
    }
    self.edges = edges
    self.degrees = degrees
    boundingBox = bounds
    all = EdgeLists.all(parts: ranges)
    grid = EdgeGrid(edges, all, within: bounds, from: Self.everywhere)
  }

  /// The smallest box of the grid that contains the grid's positions between the outermost
  /// vertices.
  private static func box(_ edges: ArraySlice<plat_degree_edge>) -> Box {
    var (west, south) = (Double.infinity, Double.infinity)
    var (east, north) = (-Double.infinity, -Double.infinity)
    for edge in edges {
      west = min(west, edge.south_x, edge.north_x)
      east = max(east, edge.south_x, edge.north_x)
      south = min(south, edge.south)
      north = max(north, edge.north)
    }
    guard west <= east else { return .empty }
    return Box(
      west: firstStep(from: west), south: firstStep(from: south), east: -firstStep(from: -east),
      north: -firstStep(from: -north))
  }

  /// The smallest step that is not below some degrees.
  static func firstStep(from degrees: Double) -> Int32 {
    var step = Int32((degrees * Coordinate.stepsPerDegree).rounded(.up)) - 1
    while Double(step) / Coordinate.stepsPerDegree < degrees { step += 1 }
    return step
  }

  /// Adds the lists of a box to a stack, starting from the cell around it if there is one, else
  /// from all edges.
  ///
  /// - Complexity: O(edges near the cell), or O(edges) if the box is larger than a cell.
  func begin(_ box: Box, in lists: inout EdgeLists) -> EdgeLists.Outcome {
    guard let cell = grid?.cell(around: box), let grid else {
      return lists.narrow(0..<all.runs.count, of: all, from: Self.everywhere, to: box, edges)
    }
    guard case .crosses(let runs) = cell.outcome else { return cell.outcome }
    return lists.narrow(runs, of: grid.lists, from: cell.box, to: box, edges)
  }

  /// Whether a position lies in the polygon or on its border, exactly.
  func covers(_ position: Coordinate) -> Bool {
    let box = Box(
      west: position.longitude, south: position.latitude, east: position.longitude,
      north: position.latitude)
    var lists = EdgeLists()
    switch begin(box, in: &lists) {
    case .inside: return true
    case .outside: return false
    case .crosses(let runs): return covers(position, runs, of: lists, box)
    }
  }

  /// Whether a position in a box lies in a part or on its border, using the box's lists.
  func covers(_ position: Coordinate, _ runs: Range<Int>, of lists: EdgeLists, _ box: Box) -> Bool {
    unsafe lists.numbers.withUnsafeBufferPointer { numbers in
      for run in runs {
        var list = unsafe plat_edge_list(lists.runs[run], numbers.baseAddress, box)
        if unsafe plat_polygon_row(edges, degrees, &list, position.longitude, position.latitude)
          == 1
        {
          return true
        }
      }
      return false
    }
  }

  /// The wanted rows of a block that lie in the polygon, using the lists of a box around them.
  func rows(
    _ wanted: UInt64, longitudes: Span<Int32>, latitudes: Span<Int32>, _ runs: Range<Int>,
    of lists: EdgeLists,
    _ box: Box
  ) -> UInt64 {
    var found: UInt64 = 0
    for run in runs {
      var rest = wanted & ~found
      if rest == 0 { break }
      if rest.nonzeroBitCount > Self.fewRows {
        var unsure: UInt64 = 0
        found |= unsafe lists.numbers.withUnsafeBufferPointer { numbers in
          unsafe longitudes.withUnsafeBufferPointer { longitudes in
            unsafe latitudes.withUnsafeBufferPointer { latitudes in
              var list = unsafe plat_edge_list(lists.runs[run], numbers.baseAddress, box)
              return unsafe plat_polygon_word(
                edges, &list, longitudes.baseAddress, latitudes.baseAddress, rest, &unsure)
            }
          }
        }
        rest = unsure
      }
      while rest != 0 {
        let row = rest.trailingZeroBitCount
        rest &= rest &- 1
        let position = Coordinate(longitude: longitudes[row], latitude: latitudes[row])
        if covers(position, run..<run + 1, of: lists, box) { found |= 1 << UInt64(row) }
      }
    }
    return found
  }

  /// Up to this many rows are tested one by one.
  private static let fewRows = 4
}

extension plat_edge {
  /// An edge in steps.
  fileprivate init(_ edge: plat_degree_edge) {
    let steps = Coordinate.stepsPerDegree
    self.init(
      south_x: edge.south_x * steps, south_y: edge.south * steps, north_x: edge.north_x * steps,
      north_y: edge.north * steps, south: EdgeIndex.firstStep(from: edge.south),
      north: EdgeIndex.firstStep(from: edge.north))
  }
}
