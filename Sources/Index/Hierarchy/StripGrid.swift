/// The items of a level in strips of latitude that are a radius high, each strip sorted by x.
///
/// The neighbours of an item within the radius lie in three runs: in the strip above, its own, and the strip below. One
/// sweep over neighbouring strips finds where each item's three runs begin, in the order of memory and without a search.
/// All that the pass asks of an item lies in one cell of 32 bytes, so that a visit misses the cache few times.
struct StripGrid {
  /// One item in its strip.
  struct Cell {
    /// The float32 centre.
    var x: Float
    var y: Float
    /// The item.
    var item: UInt32
    /// How many points it stands for; 0 once it is taken.
    var points: UInt32
    /// Where the runs in the strip above, its own and the strip below begin.
    var above: UInt32
    var own: UInt32
    var below: UInt32
    /// The number of its strip.
    var strip: UInt32
  }

  /// The cells in strip order, and one behind them that is in no strip.
  var cells: [Cell] = []
  /// The place of each item among the cells.
  var places: [UInt32] = []
  /// How far to the east and west of an item its neighbours may lie: the radius, and the rounding of float32.
  let reach: Float

  /// A strip is sorted by x in steps of 2^-22, which ``reach`` makes up for.
  private static let xBits: UInt64 = 22
  private static let xSteps = 0x1p22
  /// There are no more strips than this: with a tiny radius they are higher than it.
  private static let stripLimit = Double(1 << 22)

  init(_ level: ClusterLevel, radius: Double) {
    reach = Float(radius) * 1.000_001 + 0x1p-22
    let count = level.count
    // The centre in double precision and the one in float32 may differ by 2^-25.
    let height = max(radius * 1.000_001 + 0x1p-24, 1 / Self.stripLimit)
    var northernmost = UInt32.max
    var southernmost: UInt32 = 0
    var keys = [StripKey]()
    keys.reserveCapacity(count)
    for item in 0..<count {
      let x = Float(level.x(item))
      let y = Float(level.y(item))
      // From 1, so that there is a number above the northernmost.
      let strip = UInt32((Double(y) / height).rounded(.down)) + 1
      northernmost = min(northernmost, strip)
      southernmost = max(southernmost, strip)
      let scaled = UInt64(max(0, min(Double(x) * Self.xSteps, Self.xSteps - 1)))
      keys.append(StripKey(key: UInt64(strip) << Self.xBits | scaled, item: UInt32(item), x: x, y: y))
    }
    guard count > 0 else { return }
    RadixSort.sort(
      &keys, from: UInt64(northernmost) << Self.xBits, to: UInt64(southernmost) << Self.xBits | UInt64(Self.xSteps - 1))
    places = [UInt32](repeating: 0, count: count)
    cells.reserveCapacity(count + 1)
    for (place, key) in keys.enumerated() {
      places[Int(key.item)] = UInt32(place)
      cells.append(
        Cell(
          x: key.x, y: key.y, item: key.item, points: level.counts[Int(key.item)], above: 0, own: 0, below: 0,
          strip: UInt32(key.key >> Self.xBits)))
    }
    cells.append(Cell(x: 0, y: 0, item: 0, points: 0, above: 0, own: 0, below: 0, strip: .max))
    Self.sweep(&cells, reach: reach, firstStrip: Int(northernmost), lastStrip: Int(southernmost))
  }

  /// Finds the beginnings of all runs: three hands move east together with the item.
  private static func sweep(_ cells: inout [Cell], reach: Float, firstStrip: Int, lastStrip: Int) {
    // The first place of each strip, from the one above the northernmost to the one behind the southernmost's neighbour.
    var starts = [UInt32](repeating: 0, count: lastStrip - firstStrip + 4)
    let end = cells.count - 1
    for place in 0..<end { starts[Int(cells[place].strip) - firstStrip + 2] += 1 }
    for strip in 1..<starts.count { starts[strip] += starts[strip - 1] }
    var span = cells.mutableSpan
    var hands = SIMD4<UInt32>.zero
    var ends = SIMD4<UInt32>.zero
    var current = UInt32.max
    for place in 0..<end {
      let strip = span[place].strip
      if strip != current {
        current = strip
        let index = Int(strip) - firstStrip
        hands = SIMD4(starts[index], starts[index + 1], starts[index + 2], 0)
        ends = SIMD4(starts[index + 1], starts[index + 2], starts[index + 3], 0)
      }
      let first = span[place].x - reach
      for run in 0..<3 {
        var hand = hands[run]
        while hand < ends[run] && span[Int(hand)].x < first { hand += 1 }
        hands[run] = hand
      }
      span[place].above = hands.x
      span[place].own = hands.y
      span[place].below = hands.z
    }
  }
}

/// An item on its way into strip order.
struct StripKey: RadixSortable {
  /// The strip, and below it x in units of 2^-22.
  var key: UInt64
  var item: UInt32
  var x: Float
  var y: Float
}
