internal import PlatKernels

/// Square cells over a polygon, each with the lists of the edges near it.
///
/// A cell's list covers a box of twice the cell's size around it, so that every box of at most a
/// cell's size lies in the box of the cell that contains its middle.
struct EdgeGrid {
  let lists: EdgeLists
  private let outcomes: [EdgeLists.Outcome]
  /// The number of cells in a row, and the number of rows.
  private let count: Int
  private let bounds: Box
  private let width: Int
  private let height: Int

  /// Halves the cells repeatedly, up to one cell for every eight edges, or until their lists get
  /// long.
  ///
  /// - Returns: Nil if there are too few edges for cells to pay.
  init?(_ edges: [plat_edge], _ all: EdgeLists, within bounds: Box, from everywhere: Box) {
    guard edges.count >= Self.fewEdges, !bounds.isEmpty else { return nil }
    var grid = EdgeGrid(all, within: bounds, from: everywhere, edges)
    while grid.count * grid.count * 32 <= edges.count {
      guard let finer = grid.halved(edges) else { break }
      grid = finer
    }
    self = grid
  }

  private static let fewEdges = 64
  /// The maximum number of entries in the lists of all cells, for each edge.
  private static let mostNumbers = 32

  private init(lists: EdgeLists, outcomes: [EdgeLists.Outcome], count: Int, bounds: Box) {
    self.lists = lists
    self.outcomes = outcomes
    self.count = count
    self.bounds = bounds
    // A power of two: a cell of the next level has half the size, in whole steps.
    func size(_ length: Int) -> Int { max(1, Self.powerOfTwo(atLeast: length + 1) / count) }
    width = size(Int(bounds.east) - Int(bounds.west))
    height = size(Int(bounds.north) - Int(bounds.south))
  }

  /// Makes a grid of one cell.
  private init(_ all: EdgeLists, within bounds: Box, from everywhere: Box, _ edges: [plat_edge]) {
    var grid = EdgeGrid(lists: EdgeLists(), outcomes: [], count: 1, bounds: bounds)
    var lists = EdgeLists()
    let outcome = lists.narrow(
      0..<all.runs.count, of: all, from: everywhere, to: grid.box(0, 0), edges)
    grid = EdgeGrid(lists: lists, outcomes: [outcome], count: 1, bounds: bounds)
    self = grid
  }

  private static func powerOfTwo(atLeast number: Int) -> Int {
    number <= 1 ? 1 : 1 << (Int.bitWidth - (number - 1).leadingZeroBitCount)
  }

  /// The grid with cells of half the size; nil if its lists are too long.
  private func halved(_ edges: [plat_edge]) -> EdgeGrid? {
    guard width > 1, height > 1 else { return nil }
    var finer = EdgeGrid(lists: EdgeLists(), outcomes: [], count: count * 2, bounds: bounds)
    var lists = EdgeLists()
    var outcomes: [EdgeLists.Outcome] = []
    outcomes.reserveCapacity(finer.count * finer.count)
    for row in 0..<finer.count {
      for column in 0..<finer.count {
        switch self.outcomes[row / 2 * count + column / 2] {
        case .crosses(let runs):
          outcomes.append(
            lists.narrow(
              runs, of: self.lists, from: box(column / 2, row / 2), to: finer.box(column, row),
              edges))
        case let outcome: outcomes.append(outcome)
        }
        if lists.numbers.count > Self.mostNumbers * edges.count { return nil }
      }
    }
    finer = EdgeGrid(lists: lists, outcomes: outcomes, count: finer.count, bounds: bounds)
    return finer
  }

  /// The box that a cell's list covers.
  private func box(_ column: Int, _ row: Int) -> Box {
    let (west, south) = (Int(bounds.west) + column * width, Int(bounds.south) + row * height)
    return Box(
      west: Int32(clamping: west - width / 2), south: Int32(clamping: south - height / 2),
      east: Int32(clamping: west + width + width / 2),
      north: Int32(clamping: south + height + height / 2))
  }

  /// The cell whose box contains another box: its box, and its relation to the polygon; nil if no
  /// cell does.
  func cell(around box: Box) -> (box: Box, outcome: EdgeLists.Outcome)? {
    guard bounds.intersects(box) else { return nil }
    let x = (Int(box.west) + Int(box.east)) / 2 - Int(bounds.west)
    let y = (Int(box.south) + Int(box.north)) / 2 - Int(bounds.south)
    let column = max(0, min(count - 1, x / width))
    let row = max(0, min(count - 1, y / height))
    let around = self.box(column, row)
    return around.contains(box) ? (around, outcomes[row * count + column]) : nil
  }
}
