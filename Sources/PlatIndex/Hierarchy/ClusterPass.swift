/// Supercluster's greedy pass: merges the items of one zoom into the items of the zoom above.
///
/// Supercluster visits items in their order and skips those already taken. Any other item takes all
/// untaken items within the radius if their points together reach `minPoints`; if not, they all
/// stay separate. Source: the algorithm of mapbox/supercluster (`_cluster`), with its arithmetic:
/// neighbours are compared by their float32 centres, from the visited item's own centre in double
/// precision.
///
/// The order of visits is random in space, so nearly every visit would miss the caches. But the
/// result does not need that order: an item takes others unless an earlier item that takes others
/// has it within the radius, and each taken item belongs to the earliest such item. So items are
/// processed in memory order. An item with undecided earlier neighbours waits until the earliest of
/// them is decided, which rarely takes more than a step or two. Once an item takes others, it marks
/// them.
///
/// The order in which neighbours stay separate decides the order of visits at the next zoom: it is
/// the order of supercluster's index (``KDOrder``). If two points make a cluster, no two
/// neighbours stay separate, and the order in which they are taken is not visible.
///
/// - Complexity: One radix sort and one sweep (``StripGrid``). Each item is processed once, and
///   again for each item that it waited for; processing reads the items within a radius to its east
///   and west in three strips. Marked items are not processed, so many items at one place cost no
///   more than a few.
struct ClusterPass {
  let minPoints: Int
  private var grid = StripGrid()
  /// For each item the item that took it; itself if none did.
  private var takers: [UInt32] = []
  /// For each taken item the next one with the same taker; for a taker the first item that it took.
  private var nexts: [UInt32] = []

  /// Not decided yet; also the end of a list.
  private static let none = UInt32.max

  /// Prepares passes with an option that passed ``ClusterOptions/validated()``.
  init(minPoints: Int) { self.minPoints = minPoints }

  /// Merges a level's items.
  ///
  /// - Parameters:
  ///   - level: The level; its items are reordered and get parents.
  ///   - radius: The cluster radius in the Mercator unit square.
  /// - Returns: The level above, and the new position of each item of the level; empty for points.
  mutating func merge(_ level: inout ClusterLevel, radius: Double) -> (
    above: ClusterLevel, places: [UInt32]
  ) {
    let places = grid.sort(&level, radius: radius)
    takers.removeAll(keepingCapacity: true)
    takers.append(contentsOf: repeatElement(Self.none, count: level.count))
    Self.settle(grid, level, radius, &takers)
    nexts.removeAll(keepingCapacity: true)
    nexts.append(contentsOf: repeatElement(Self.none, count: level.count))
    Self.list(takers, &nexts)
    let (above, parents) = minPoints > 2 ? sparing(level) : merged(level)
    level.parents = parents
    return (ClusterLevel(above), places)
  }

  /// Decides which item takes which.
  private static func settle(
    _ grid: StripGrid, _ level: ClusterLevel, _ radius: Double, _ takerOf: inout [UInt32]
  ) {
    let count = level.count
    let cells = grid.cells.span
    let runs = grid.runs.span
    let items = level.items.span
    let strip = grid.strip
    let within = radius * radius
    // Wide enough for every item that has this one within the radius, no matter which of the two
    // centres is rounded to float32.
    let wide = (radius + 0x1p-23) * (radius + 0x1p-23)
    var takers = takerOf.mutableSpan
    var stack: [UInt32] = []
    var marks: [UInt32] = []
    for start in 0..<count {
      if takers[start] != Self.none { continue }
      var place = start
      while true {
        let cell = cells[place]
        let x = items[place].x
        let y = items[place].y
        let begin = runs[place]
        var first = cell.visit
        var firstPlace = place
        marks.removeAll(keepingCapacity: true)
        var last = grid.lastKey(cell) - strip
        for run in 0..<3 {
          var other = Int(run == 0 ? begin.above : run == 1 ? begin.own : begin.below)
          while other < count {
            let candidate = cells[other]
            if candidate.key > last { break }
            let dx = Double(grid.x(candidate)) - x
            let dy = Double(candidate.y) - y
            let squared = dx * dx + dy * dy
            if squared <= wide {
              if candidate.visit > cell.visit {
                if squared <= within { marks.append(UInt32(truncatingIfNeeded: other)) }
              } else if candidate.visit < first, takers[other] == Self.none {
                first = candidate.visit
                firstPlace = other
              }
            }
            other += 1
          }
          last += strip
        }
        if firstPlace != place {
          stack.append(UInt32(truncatingIfNeeded: place))
          place = firstPlace
          continue
        }
        takers[place] = UInt32(truncatingIfNeeded: place)
        for mark in marks {
          let taker = takers[Int(mark)]
          if taker == Self.none || cells[Int(taker)].visit > cell.visit {
            takers[Int(mark)] = UInt32(truncatingIfNeeded: place)
          }
        }
        // Back to the items that waited for this one and are not taken yet.
        var isWaiting = false
        while let waiting = stack.popLast() {
          if takers[Int(waiting)] != Self.none { continue }
          place = Int(waiting)
          isWaiting = true
          break
        }
        if !isWaiting { break }
      }
    }
  }

  /// Lists the items that each item took, in item order.
  private static func list(_ takers: [UInt32], _ nexts: inout [UInt32]) {
    let takers = takers.span
    var nexts = nexts.mutableSpan
    for item in takers.indices.reversed() {
      let taker = Int(takers[item])
      if taker == item { continue }
      nexts[item] = nexts[taker]
      nexts[taker] = UInt32(truncatingIfNeeded: item)
    }
  }

  /// The level above if any two points make a cluster.
  private func merged(_ level: ClusterLevel) -> (above: [ClusterLevel.Item], parents: [UInt32]) {
    let count = level.count
    var parents = [UInt32](repeating: 0, count: count)
    var above: [ClusterLevel.Item] = []
    above.reserveCapacity(count * 5 / 8)
    let items = level.items.span
    let takers = takers.span
    let nexts = nexts.span
    var parentOf = parents.mutableSpan
    for item in items.indices where takers[item] == UInt32(truncatingIfNeeded: item) {
      let number = UInt32(truncatingIfNeeded: above.count)
      parentOf[item] = number
      var whole = items[item]
      var next = nexts[item]
      if next != Self.none {
        whole.x *= Double(whole.count)
        whole.y *= Double(whole.count)
        while next != Self.none {
          let part = items[Int(next)]
          parentOf[Int(next)] = number
          whole.x += part.x * Double(part.count)
          whole.y += part.y * Double(part.count)
          whole.count &+= part.count
          next = nexts[Int(next)]
        }
        whole.x /= Double(whole.count)
        whole.y /= Double(whole.count)
      }
      above.append(whole)
    }
    return (above, parents)
  }

  /// The level above if some groups are too small for a cluster.
  private func sparing(_ level: ClusterLevel) -> (above: [ClusterLevel.Item], parents: [UInt32]) {
    let ranks = KDOrder.ranks(level)
    let count = level.count
    // For each visit the number of items that it adds, then the number of items before it.
    var visits = [UInt32](repeating: 0, count: count)
    var above: [ClusterLevel.Item] = []
    var parents = [UInt32](repeating: 0, count: count)
    var members: [UInt32] = []
    func gather(_ item: Int) -> UInt64 {
      members.removeAll(keepingCapacity: true)
      var points = UInt64(level.items[item].count)
      var next = nexts[item]
      while next != Self.none {
        members.append(next)
        points += UInt64(level.items[Int(next)].count)
        next = nexts[Int(next)]
      }
      if members.count > 1 { members.sort { ranks[Int($0)] < ranks[Int($1)] } }
      return points
    }
    for item in 0..<count where takers[item] == UInt32(truncatingIfNeeded: item) {
      let isCluster = gather(item) >= UInt64(minPoints)
      visits[Int(level.items[item].visit)] = isCluster ? 1 : UInt32(members.count) + 1
    }
    var total: UInt32 = 0
    for visit in visits.indices { (visits[visit], total) = (total, total + visits[visit]) }
    for item in 0..<count where takers[item] == UInt32(truncatingIfNeeded: item) {
      let points = gather(item)
      var visit = visits[Int(level.items[item].visit)]
      parents[item] = UInt32(truncatingIfNeeded: above.count)
      var whole = level.items[item]
      whole.visit = visit
      if members.isEmpty || points < UInt64(minPoints) {
        above.append(whole)
        for member in members {
          visit += 1
          parents[Int(member)] = UInt32(truncatingIfNeeded: above.count)
          var part = level.items[Int(member)]
          part.visit = visit
          above.append(part)
        }
        continue
      }
      whole.x *= Double(whole.count)
      whole.y *= Double(whole.count)
      for member in members {
        let part = level.items[Int(member)]
        parents[Int(member)] = parents[item]
        whole.x += part.x * Double(part.count)
        whole.y += part.y * Double(part.count)
      }
      whole.x /= Double(points)
      whole.y /= Double(points)
      whole.count = UInt32(truncatingIfNeeded: points)
      above.append(whole)
    }
    return (above, parents)
  }
}
