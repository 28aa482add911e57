/// Supercluster's greedy pass: the items of one zoom, merged into the items of the zoom above.
///
/// There, items are visited in their order. One that was taken already is passed over; any other
/// takes all untaken items within the radius with it where the points together reach `minPoints`,
/// and else they all go on as they are. Source: the algorithm of mapbox/supercluster (`_cluster`),
/// with its arithmetic: neighbours are compared by their float32 centres, from the visited item's
/// own centre in double precision.
///
/// The order of visits is random in space, so that nearly each would miss the caches. But who takes
/// whom needs no such walk: an item takes others unless an earlier one that does so has it within
/// the radius, and whoever is taken is taken by the earliest. So items are asked in the order of
/// memory. One that has undecided earlier neighbours waits until the earliest of them is decided,
/// which rarely takes more than a step or two; once an item takes others it marks them.
///
/// In which order neighbours go on decides how the next zoom is visited: it is that of
/// supercluster's index (``KDOrder``). Where two points make a cluster none goes on with others,
/// and nobody sees in which order they were taken.
///
/// - Complexity: One radix sort and one sweep (``StripGrid``). Each item is looked at once, and
///   again for each that it waited for; a look reads what lies within a radius to its east and west
///   in three strips. Items that are marked are not looked at, so that many items of one place cost
///   no more than few.
struct ClusterPass {
  let minPoints: Int
  private var grid = StripGrid()
  /// For each item the one that took it, itself where none did.
  private var takers: [UInt32] = []
  /// For each item the next one that the same one took; for one that none took, the first that it
  /// took.
  private var nexts: [UInt32] = []

  /// Not decided yet; the end of a list.
  private static let none = UInt32.max

  /// Starts passes with an option that passed ``ClusterOptions/validated()``.
  init(minPoints: Int) { self.minPoints = minPoints }

  /// Merges a level's items.
  ///
  /// - Parameters:
  ///   - level: The level; its items get other places, and parents.
  ///   - radius: The cluster radius in the Mercator unit square.
  /// - Returns: The level above, and the new place of each item of the level; nothing for points.
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

  /// Decides who takes whom.
  private static func settle(
    _ grid: StripGrid, _ level: ClusterLevel, _ radius: Double, _ takerOf: inout [UInt32]
  ) {
    let count = level.count
    let cells = grid.cells.span
    let runs = grid.runs.span
    let items = level.items.span
    let strip = grid.strip
    let within = radius * radius
    // Holds all that have the item within the radius, whichever of the two centres is rounded to
    // float32.
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
        // Back to those that waited for this one, where they are not taken now.
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

  /// Lists what each item took, in the order of the items.
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

  /// The level above where any two points make a cluster.
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

  /// The level above where some are too few for a cluster.
  private func sparing(_ level: ClusterLevel) -> (above: [ClusterLevel.Item], parents: [UInt32]) {
    let ranks = KDOrder.ranks(level)
    let count = level.count
    // For each visit how many items it brings, and then how many come before.
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
