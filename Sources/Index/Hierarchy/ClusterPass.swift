/// Supercluster's greedy pass: the items of one zoom, merged into the items of the zoom above.
///
/// Items are visited in their order. One that was taken already is passed over; any other takes all untaken items within
/// the radius with it where the points together reach `minPoints`, and else goes on as it is. Source: the algorithm of
/// mapbox/supercluster (`_cluster`), with its arithmetic: neighbours are compared by their float32 centres, from the
/// visited item's own centre in double precision.
///
/// - Complexity: One radix sort and one sweep (``StripGrid``), then each visited item reads what lies within a radius to
///   its east and west in three strips.
struct ClusterPass {
  let radius: Double
  let minPoints: Int

  /// Merges a level's items: the level above, and the item there that each item became a part of.
  func merge(_ level: ClusterLevel) -> (above: ClusterLevel, parents: [UInt32]) {
    let count = level.count
    let grid = StripGrid(level, radius: radius)
    let places = grid.places.span
    let centres = grid.centres.span
    let items = grid.items.span
    let starts = grid.starts.span
    let stripStarts = grid.stripStarts.span
    var above = ClusterLevel(capacity: count * 3 / 4)
    var parents = [UInt32](repeating: .max, count: count)
    var parentOf = parents.mutableSpan
    let counts = level.counts.span
    let sumX = level.sumX.span
    let sumY = level.sumY.span
    var takenPlaces = [Bool](repeating: false, count: count)
    var taken = takenPlaces.mutableSpan
    var neighbours: [Int] = []
    let radiusSquared = radius * radius

    for item in 0..<count {
      let place = Int(places[item])
      if taken[place] { continue }
      taken[place] = true
      let own = Double(counts[item]) * ClusterLevel.unit
      let x = Double(sumX[item]) / own
      let y = Double(sumY[item]) / own
      let last = Float(x) + grid.reach
      let start = starts[place]
      let strip = Int(start.w)
      var points = UInt64(counts[item])
      neighbours.removeAll(keepingCapacity: true)
      for run in 0..<3 {
        var other = Int(start[run])
        let end = Int(stripStarts[strip + run])
        while other < end {
          let centre = centres[other]
          if centre.x > last { break }
          let dx = Double(centre.x) - x
          let dy = Double(centre.y) - y
          if dx * dx + dy * dy <= radiusSquared, !taken[other] {
            neighbours.append(other)
            points += UInt64(counts[Int(items[other])])
          }
          other += 1
        }
      }
      let forms = !neighbours.isEmpty && points >= UInt64(minPoints)
      var itemX = sumX[item]
      var itemY = sumY[item]
      parentOf[item] = UInt32(truncatingIfNeeded: above.count)
      if forms {
        for other in neighbours {
          taken[other] = true
          let neighbour = Int(items[other])
          parentOf[neighbour] = parentOf[item]
          itemX += sumX[neighbour]
          itemY += sumY[neighbour]
        }
        above.append(sumX: itemX, sumY: itemY, count: UInt32(truncatingIfNeeded: points))
        continue
      }
      above.append(sumX: itemX, sumY: itemY, count: counts[item])
      // Too few for a cluster: supercluster passes the neighbours on as they are, each at once.
      for other in neighbours {
        taken[other] = true
        let neighbour = Int(items[other])
        parentOf[neighbour] = UInt32(truncatingIfNeeded: above.count)
        above.append(sumX: sumX[neighbour], sumY: sumY[neighbour], count: counts[neighbour])
      }
    }
    return (above, parents)
  }
}
