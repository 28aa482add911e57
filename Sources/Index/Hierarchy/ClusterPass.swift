internal import Kernels

/// Supercluster's greedy pass: the items of one zoom, merged into the items of the zoom above.
///
/// Items are visited in their order. One that was taken already is passed over; any other takes all untaken items within
/// the radius with it where the points together reach `minPoints`, and else they all go on as they are. Source: the
/// algorithm of mapbox/supercluster (`_cluster`), with its arithmetic: neighbours are compared by their float32 centres,
/// from the visited item's own centre in double precision.
///
/// In which order neighbours go on decides how the next zoom is visited: it is that of supercluster's index (``KDOrder``).
/// Where two points make a cluster none goes on with others, and nobody sees in which order they were taken.
///
/// - Complexity: One radix sort and one sweep (``StripGrid``), then each visited item reads what lies within a radius to
///   its east and west in three strips.
struct ClusterPass {
  let radius: Double
  let minPoints: Int

  /// Items ahead whose cells are asked for while one is visited; half as far ahead, so are the cells their runs begin with.
  private static let ahead = 24

  /// Merges a level's items: the level above, and the item there that each item became a part of.
  func merge(_ level: ClusterLevel) -> (above: ClusterLevel, parents: [UInt32]) {
    let count = level.count
    var grid = StripGrid(level, radius: radius)
    var above = ClusterLevel(capacity: count * 3 / 4)
    var parents = [UInt32](repeating: 0, count: count)
    guard count > 0 else { return (above, parents) }
    let reach = grid.reach
    let radiusSquared = radius * radius
    let places = grid.takePlaces()
    let placeOf = places.span
    let counts = level.counts.span
    let xs = level.xs.span
    let ys = level.ys.span
    var parentOf = parents.mutableSpan
    var neighbours: [Neighbour] = []
    let ranks = minPoints > 2 ? KDOrder.ranks(level) : []
    grid.withCells { cells in
      for item in 0..<count {
        if item + Self.ahead < count {
          cells.prefetch(Int(placeOf[item + Self.ahead]))
          let next = cells[Int(placeOf[item + Self.ahead / 2])]
          if next.points != 0 {
            cells.prefetch(Int(next.above))
            cells.prefetch(Int(next.below))
          }
        }
        let place = Int(placeOf[item])
        let cell = cells[place]
        if cell.points == 0 { continue }
        cells.take(place)
        let x = xs[item]
        let y = ys[item]
        let last = Float(x) + reach
        var points = UInt64(cell.points)
        neighbours.removeAll(keepingCapacity: true)
        for run in 0..<3 {
          var other = Int(run == 0 ? cell.above : run == 1 ? cell.own : cell.below)
          let strip = cell.strip &+ UInt32(run) &- 1
          while true {
            let candidate = cells[other]
            if candidate.strip != strip || candidate.x > last { break }
            let dx = Double(candidate.x) - x
            let dy = Double(candidate.y) - y
            if dx * dx + dy * dy <= radiusSquared, candidate.points != 0 {
              neighbours.append(Neighbour(place: UInt32(other), item: candidate.item))
              points += UInt64(candidate.points)
            }
            other += 1
          }
        }
        if minPoints > 2 && neighbours.count > 1 {
          neighbours.sort { ranks[Int($0.item)] < ranks[Int($1.item)] }
        }
        parentOf[item] = UInt32(truncatingIfNeeded: above.count)
        if !neighbours.isEmpty && points >= UInt64(minPoints) {
          var sumX = x * Double(counts[item])
          var sumY = y * Double(counts[item])
          for neighbour in neighbours {
            cells.take(Int(neighbour.place))
            let other = Int(neighbour.item)
            parentOf[other] = parentOf[item]
            sumX += xs[other] * Double(counts[other])
            sumY += ys[other] * Double(counts[other])
          }
          let total = Double(points)
          above.append(x: sumX / total, y: sumY / total, count: UInt32(truncatingIfNeeded: points))
          continue
        }
        above.append(x: x, y: y, count: counts[item])
        // Too few for a cluster: the neighbours go on too, at once.
        for neighbour in neighbours {
          cells.take(Int(neighbour.place))
          let other = Int(neighbour.item)
          parentOf[other] = UInt32(truncatingIfNeeded: above.count)
          above.append(x: xs[other], y: ys[other], count: counts[other])
        }
      }
    }
    return (above, parents)
  }

  /// An untaken item within the radius.
  private struct Neighbour {
    var place: UInt32
    var item: UInt32
  }
}

/// The cells of a grid while a pass works on them.
@safe
struct StripCells: ~Copyable {
  private let base: UnsafeMutablePointer<StripGrid.Cell>
  private let count: Int

  init(_ buffer: UnsafeMutableBufferPointer<StripGrid.Cell>) {
    unsafe base = buffer.baseAddress.unsafelyUnwrapped
    count = buffer.count
  }

  @inline(__always)
  subscript(_ place: Int) -> StripGrid.Cell {
    precondition(place >= 0 && place < count)
    return unsafe base[place]
  }

  @inline(__always)
  func take(_ place: Int) {
    precondition(place >= 0 && place < count)
    unsafe base[place].points = 0
  }

  @inline(__always)
  func prefetch(_ place: Int) {
    unsafe plat_prefetch(base + place)
  }
}

extension StripGrid {
  /// Hands over the places of the items.
  mutating func takePlaces() -> [UInt32] {
    defer { places = [] }
    return places
  }

  /// Works on the cells; there is at least the one behind the last.
  mutating func withCells(_ body: (borrowing StripCells) -> Void) {
    unsafe cells.withUnsafeMutableBufferPointer { unsafe body(StripCells($0)) }
  }
}
