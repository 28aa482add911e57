/// The items of a level in strips of latitude as high as the radius, each strip sorted by x.
///
/// The neighbours of an item within the radius lie in three runs: in the strip above, its own, and
/// the strip below. One sweep in memory order finds the start of each item's three runs without a
/// search; each run ends at a key.
struct StripGrid {
  /// One item in its strip.
  struct Cell: RadixSortable {
    /// The strip, counted from 1, above the bits of the float32 x minus the bits of the least x.
    var key: UInt64
    /// The item's turn in the pass; before the cells are sorted, the item.
    var visit: UInt32
    /// The float32 centre's y.
    var y: Float
  }

  /// The starts of the runs in the strip above, its own and the strip below.
  struct Runs {
    var above: UInt32
    var own: UInt32
    var below: UInt32
  }

  /// The cells in strip order, and within a strip by x, in steps that are small relative to the
  /// radius.
  private(set) var cells: [Cell] = []
  /// The runs of each cell.
  private(set) var runs: [Runs] = []
  /// How far east and west of an item its neighbours may lie: the radius plus the rounding of
  /// float32.
  private var reach: Float = 0
  /// Subtracted from the bits of each x; the bits of nonnegative floats sort as the floats do.
  private var leastX: UInt32 = 0
  /// The number of key bits that hold x.
  private var xBits: UInt64 = 0
  /// The number of low key bits that cells are not sorted by.
  private var unsortedBits: UInt64 = 0
  private var spare: [Cell] = []

  /// The maximum number of strips; with a tiny radius, strips are higher than the radius.
  private static let stripLimit = Double(1 << 22)

  /// The difference between the keys of the same x in a strip and the next one to the south.
  @inline(__always)
  var strip: UInt64 { 1 &<< xBits }

  /// Takes the items of a level, and reorders them by cell.
  ///
  /// - Returns: The new position of each item; empty for a level of points, which are not parents.
  /// - Complexity: A radix sort of about three passes, and one pass over all items.
  mutating func sort(_ level: inout ClusterLevel, radius: Double) -> [UInt32] {
    reach = Float(radius) * 1.000_001 + 0x1p-24
    cells.removeAll(keepingCapacity: true)
    runs.removeAll(keepingCapacity: true)
    guard level.count > 0 else { return [] }
    let bits = fill(level, radius)
    RadixSort.sort(&cells, spare: &spare, bits: bits)
    var found = runs
    runs = []
    sweep(into: &found)
    runs = found
    if level.arePoints {
      level.items = points()
      return []
    }
    let (items, places) = rearranged(level)
    level.items = items
    return places
  }

  /// Makes the cells; returns the key bits to sort by.
  private mutating func fill(_ level: ClusterLevel, _ radius: Double) -> Range<UInt64> {
    let items = level.items.span
    var least = SIMD2<Float>(repeating: 1)
    var greatest = SIMD2<Float>(repeating: 0)
    for item in items.indices {
      let centre = SIMD2(Float(items[item].x), Float(items[item].y))
      least = pointwiseMin(least, centre)
      greatest = pointwiseMax(greatest, centre)
    }
    // The centre in double precision and the one in float32 may differ by 2^-25.
    let height = max(radius * 1.000_001 + 0x1p-24, 1 / Self.stripLimit)
    func strip(_ y: Float) -> UInt64 { UInt64((Double(y) / height).rounded(.down)) + 1 }
    let northernmost = strip(least.y) - 1
    let southernmost = strip(greatest.y) - northernmost
    // Steps of less than the radius, without extra passes of the sort.
    let unsorted = max(0, min(4, Int(reach.exponent) + 24))
    leastX = least.x.bitPattern & ~((1 as UInt32) << UInt32(unsorted) - 1)
    xBits = UInt64(32 - (greatest.x.bitPattern - leastX).leadingZeroBitCount)
    unsortedBits = min(UInt64(unsorted), xBits)
    cells.reserveCapacity(items.count)
    for item in items.indices {
      let x = Float(items[item].x)
      let y = Float(items[item].y)
      let key = (strip(y) - northernmost) << xBits | UInt64(x.bitPattern - leastX)
      cells.append(Cell(key: key, visit: UInt32(truncatingIfNeeded: item), y: y))
    }
    return unsortedBits..<xBits + UInt64(64 - southernmost.leadingZeroBitCount)
  }

  /// Single points in cell order, rebuilt from the cells, which hold all of their data.
  private func points() -> [ClusterLevel.Item] {
    var items: [ClusterLevel.Item] = []
    items.reserveCapacity(cells.count)
    for cell in cells {
      items.append(
        ClusterLevel.Item(x: Double(x(cell)), y: Double(cell.y), count: 1, visit: cell.visit))
    }
    return items
  }

  /// The items in cell order, and the new position of each.
  private mutating func rearranged(_ level: ClusterLevel) -> (
    items: [ClusterLevel.Item], places: [UInt32]
  ) {
    var places = [UInt32](repeating: 0, count: cells.count)
    var sorted: [ClusterLevel.Item] = []
    sorted.reserveCapacity(cells.count)
    let items = level.items.span
    var cells = cells.mutableSpan
    for place in cells.indices {
      let item = Int(cells[place].visit)
      places[item] = UInt32(truncatingIfNeeded: place)
      sorted.append(items[item])
      cells[place].visit = items[item].visit
    }
    return (sorted, places)
  }

  /// The float32 x of a cell.
  @inline(__always)
  func x(_ cell: Cell) -> Float {
    Float(bitPattern: UInt32(truncatingIfNeeded: cell.key & (strip - 1)) &+ leastX)
  }

  /// The last key of a cell's run in its own strip; in the strips above and below it is one
  /// ``strip`` less or more.
  @inline(__always)
  func lastKey(_ cell: Cell) -> UInt64 {
    let last = UInt64((x(cell) + reach).bitPattern &- leastX) | (1 << unsortedBits - 1)
    return cell.key & ~(strip - 1) | min(last, strip - 1)
  }

  /// Finds the starts of all runs: three cursors move through the cells together with the item.
  private func sweep(into runs: inout [Runs]) {
    let count = cells.count
    let cells = cells.span
    runs.reserveCapacity(count)
    var above = 0
    var own = 0
    var below = 0
    let strip = strip
    let sorted = ~((1 as UInt64) << unsortedBits - 1)
    for place in cells.indices {
      // From the sorted bits of x, so that the cursors never move back.
      let key = cells[place].key & sorted
      let x = Float(bitPattern: UInt32(truncatingIfNeeded: key & (strip - 1)) &+ leastX)
      let first =
        (key & ~(strip - 1) | UInt64(max(max(x - reach, 0).bitPattern, leastX) &- leastX)) & sorted
      while cells[own].key < first { own += 1 }
      while cells[above].key < first - strip { above += 1 }
      while below < count && cells[below].key < first + strip { below += 1 }
      runs.append(
        Runs(
          above: UInt32(truncatingIfNeeded: above), own: UInt32(truncatingIfNeeded: own),
          below: UInt32(truncatingIfNeeded: below)))
    }
  }
}
