internal import PlatCommon
internal import PlatGeometry
internal import PlatIndex
internal import PlatSnapshot

/// Finds the rows nearest to a centre, best first: it always opens the node or block that may hold
/// the nearest row.
///
/// Source: G. R. Hjaltason and H. Samet, "Distance browsing in spatial databases" (ACM TODS 24,
/// 1999).
///
/// - Complexity: For 20 of a million rows some ten nodes and six blocks.
struct NearestSearch {
  private let distances: DistanceOrder
  private let center: Center
  private let nodes: MappedColumn<Int32>
  private let levels: [Int]
  private let longitudes: MappedColumn<Int32>
  private let latitudes: MappedColumn<Int32>
  private let located: Int
  /// The exclusive start of the page; nil for the beginning.
  private let start: (distance: Double, rank: UInt32)?
  private var found: [Found] = []
  /// Rows farther away than this cannot be in the page; infinite until enough rows are found.
  private var limit = Double.infinity
  /// A box around all positions within the limit.
  private var box = Box.world

  /// The number of extra rows gathered before the farthest are dropped.
  private static let slack = 32
  /// The number of entries opened between two checks of the limit.
  private static let window = 256
  /// The greatest number of rows in a block that are measured one by one.
  private static let fewRows = 12

  /// A row that may be in the page.
  private struct Found {
    var distance: Double
    var row: UInt32
  }

  init(_ distances: DistanceOrder, start: (distance: Double, rank: UInt32)?) {
    self.distances = distances
    self.start = start
    center = Center(distances.position)
    let index = distances.index
    nodes = index.treeNodes
    levels = index.treeLevels
    longitudes = index.longitudes
    latitudes = index.latitudes
    located = index.located
    found.reserveCapacity(256)
  }

  /// The nearest rows in order, at least `count` of them if there are that many.
  ///
  /// - Parameters:
  ///   - count: The number of rows.
  ///   - word: Returns the matching rows of a block.
  mutating func run(
    _ count: Int, word: (Int) throws(WorkEnded) -> UInt64
  ) throws(WorkEnded) -> [NearRow] {
    guard count > 0, located > 0 else { return [] }
    var queue = BoundQueue()
    // Reads the likeliest block first: the walk then opens only what is nearer than its rows.
    let first = distances.index.smallestBlock(around: distances.position)
    if let first {
      read(first, try word(first), &queue)
      narrow(count)
    }
    queue.push(BoundQueue.Entry(bound: 0, height: levels.count - 1, number: 0))
    let window = WorkLimit.window(Self.window)
    var opened = 0
    var ending: WorkLimit?
    while let entry = queue.pop(), entry.bound <= limit {
      opened += 1
      if opened % window == 0 {
        ending = ending ?? WorkLimit.current
        try ending?.check()
      }
      switch entry.height {
      case BoundQueue.Entry.row: offer(distances.exactDistance(entry.number), entry.number)
      case 0: if entry.number != first { read(entry.number, try word(entry.number), &queue) }
      default: open(entry, &queue)
      }
      if found.count >= count + Self.slack || limit == .infinity { narrow(count) }
    }
    narrow(count)
    let ranks = distances.index.keyRanks
    var candidates: [NearRow] = []
    candidates.reserveCapacity(min(found.count, count * 2))
    for row in found where row.distance <= limit {
      candidates.append(
        NearRow(
          distance: row.distance, row: row.row, rank: ranks[Int(row.row), default: 0]))
    }
    try distances.sort(&candidates)
    return candidates
  }

  /// Puts the children of a node on the queue.
  private func open(_ entry: BoundQueue.Entry, _ waiting: inout BoundQueue) {
    let level = entry.height - 1
    let node = levels[level] + entry.number
    let (first, end) = (node * 64, node * 64 + 64)
    guard entry.number < levels[level + 1] - levels[level], end <= nodes.count else { return }
    var bounds = [16 of Double](repeating: 0)
    var target = bounds.mutableSpan
    let sides = nodes.span.extracting(first..<end)
    center.lowerBounds(
      west: sides.extracting(0..<16), south: sides.extracting(16..<32),
      east: sides.extracting(32..<48),
      north: sides.extracting(48..<64), first: 0, into: &target)
    for child in 0..<16 where sides[child] <= sides[32 + child] && bounds[child] <= limit {
      waiting.push(
        BoundQueue.Entry(bound: bounds[child], height: level, number: entry.number * 16 + child))
    }
  }

  /// Takes the rows of a block that are near enough; those too far for the series go to the queue,
  /// each with its bound.
  private mutating func read(_ block: Int, _ word: UInt64, _ waiting: inout BoundQueue) {
    guard block * 64 < located else { return }
    // Once the limit is known, few rows of a farther block are near: their coordinates select them.
    let word = limit == .infinity ? word : word & distances.index.word(block: block, in: box)
    guard word.nonzeroBitCount > Self.fewRows else {
      var rest = word
      while rest != 0 {
        let row = block * 64 + rest.trailingZeroBitCount
        rest &= rest &- 1
        offer(center.distance(to: position(row)), row)
      }
      return
    }
    var values = [64 of Double](repeating: 0)
    var target = values.mutableSpan
    var far = center.nearDistances(
      longitudes: longitudes.paddedSpan, latitudes: latitudes.paddedSpan, block: block, word: word,
      into: &target)
    var near = word & ~far
    while near != 0 {
      let bit = near.trailingZeroBitCount
      near &= near &- 1
      offer(values[bit], block * 64 + bit)
    }
    while far != 0 {
      let row = block * 64 + far.trailingZeroBitCount
      far &= far &- 1
      let position = position(row)
      let bound = center.lowerBound(
        to: Box(
          west: position.longitude, south: position.latitude, east: position.longitude,
          north: position.latitude))
      waiting.push(BoundQueue.Entry(bound: bound, height: BoundQueue.Entry.row, number: row))
    }
  }

  private func position(_ row: Int) -> Coordinate {
    Coordinate(longitude: longitudes[row, default: 0], latitude: latitudes[row, default: 0])
  }

  /// Takes a row if it is near enough.
  private mutating func offer(_ distance: Double, _ row: Int) {
    guard distance <= limit, distance < .infinity else { return }
    let row = UInt32(truncatingIfNeeded: row)
    if let start {
      let rank = distances.index.keyRanks[Int(row), default: 0]
      let candidate = NearRow(distance: distance, row: row, rank: rank)
      guard distances.isAfter(candidate, start) else { return }
    }
    found.append(Found(distance: distance, row: row))
  }

  /// Lowers the limit, and drops the rows beyond it, until few extra rows are left.
  ///
  /// The rows are counted in bins of equal width: the first edge with enough rows below it is a
  /// limit. No branch depends on a distance, because the processor could not predict it.
  private mutating func narrow(_ count: Int) {
    while found.count >= count {
      let before = found.count
      let (edge, kept) = Self.narrow(found.mutableSpan, count)
      limit = min(limit, edge + DistanceOrder.doubt)
      found.removeLast(before - kept)
      if kept == before || kept <= count + Self.slack / 4 { break }
    }
    if limit < .infinity { box = center.box(reaching: limit) }
  }

  /// Moves the rows within a limit that includes at least `count` of them to the front; returns the
  /// limit and their number.
  private static func narrow(_ found: consuming MutableSpan<Found>, _ count: Int) -> (
    edge: Double, kept: Int
  ) {
    var furthest = 0.0
    for place in found.indices {
      let distance = found[place].distance
      furthest = distance > furthest ? distance : furthest
    }
    guard furthest > 0, furthest.isFinite else { return (furthest, found.count) }
    var bins = [64 of UInt32](repeating: 0)
    let scale = 63.999 / furthest
    for place in found.indices {
      bins[Int(truncatingIfNeeded: Int32(found[place].distance * scale)) & 63] &+= 1
    }
    var bin = 0
    var within = 0
    while within < count && bin < 64 {
      within += Int(bins[bin])
      bin += 1
    }
    let edge = Double(bin) / scale
    let limit = edge + DistanceOrder.doubt
    var kept = 0
    for place in found.indices {
      let row = found[place]
      found[kept] = row
      kept &+= row.distance <= limit ? 1 : 0
    }
    return (edge, kept)
  }
}

/// A queue of nodes, blocks and far rows, the one with the least bound first.
private struct BoundQueue {
  /// A node, a block or a row, with a lower bound of the distances of its rows.
  struct Entry {
    var bound: Double
    /// 0 for a block, `k + 1` for a node of level k, ``row`` for a row.
    var height: Int
    var number: Int

    static let row = -1
  }

  private var heap: [Entry] = []

  init() { heap.reserveCapacity(128) }

  mutating func push(_ entry: Entry) {
    var hole = heap.count
    heap.append(entry)
    while hole > 0, heap[(hole - 1) / 2].bound > entry.bound {
      heap[hole] = heap[(hole - 1) / 2]
      hole = (hole - 1) / 2
    }
    heap[hole] = entry
  }

  mutating func pop() -> Entry? {
    guard let least = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return least }
    var hole = 0
    while true {
      var child = 2 * hole + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count && heap[child + 1].bound < heap[child].bound { child += 1 }
      guard heap[child].bound < last.bound else { break }
      heap[hole] = heap[child]
      hole = child
    }
    heap[hole] = last
    return least
  }
}
