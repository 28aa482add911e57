internal import Geometry
internal import Index
internal import Snapshot

/// Finds the rows nearest to a centre, best first: the node or block that may hold the nearest row is opened next.
///
/// Source: G. R. Hjaltason and H. Samet, "Distance browsing in spatial databases" (ACM TODS 24, 1999).
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
  /// Where the page begins, exclusive of what stands before; nil for the beginning.
  private let start: (distance: Double, rank: UInt32)?
  private var found: [Found] = []
  private var least = LeastDistances()

  /// A row that may be in the page.
  private struct Found {
    var distance: Double
    var row: UInt32
  }

  init(_ distances: DistanceOrder, start: (distance: Double, rank: UInt32)?) {
    self.distances = distances
    self.start = start
    center = distances.center
    let index = distances.index
    nodes = index.treeNodes
    levels = index.treeLevels
    longitudes = index.longitudes
    latitudes = index.latitudes
    located = index.located
    found.reserveCapacity(256)
  }

  /// The nearest rows in order, at least `count` of them where there are as many.
  ///
  /// - Parameters:
  ///   - count: How many rows are wanted.
  ///   - word: The rows of a block that match.
  mutating func run(_ count: Int, word: (Int) -> UInt64) -> [DistanceOrder.Candidate] {
    guard count > 0, located > 0 else { return [] }
    least = LeastDistances(count)
    var queue = BoundQueue()
    queue.push(BoundQueue.Entry(bound: 0, height: levels.count - 1, number: 0))
    while let entry = queue.pop(), entry.bound <= least.worst + DistanceOrder.doubt {
      if entry.height == 0 {
        read(entry.number, word(entry.number))
      } else {
        open(entry, &queue)
      }
    }
    let limit = least.worst + DistanceOrder.doubt
    let ranks = distances.index.keyRanks
    var candidates: [DistanceOrder.Candidate] = []
    candidates.reserveCapacity(min(found.count, count * 2))
    for row in found where row.distance <= limit {
      candidates.append(
        DistanceOrder.Candidate(
          distance: row.distance, rank: ranks[Int(row.row), default: 0], row: row.row))
    }
    distances.sort(&candidates)
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
      west: sides.extracting(0..<16), south: sides.extracting(16..<32), east: sides.extracting(32..<48),
      north: sides.extracting(48..<64), first: 0, into: &target)
    let limit = least.worst + DistanceOrder.doubt
    for child in 0..<16 where sides[child] <= sides[32 + child] && bounds[child] <= limit {
      waiting.push(BoundQueue.Entry(bound: bounds[child], height: level, number: entry.number * 16 + child))
    }
  }

  /// Takes the rows of a block that are near enough.
  private mutating func read(_ block: Int, _ word: UInt64) {
    guard word != 0, block * 64 < located else { return }
    var values = [64 of Double](repeating: 0)
    var target = values.mutableSpan
    center.distances(
      longitudes: longitudes.paddedSpan, latitudes: latitudes.paddedSpan, block: block, word: word, into: &target)
    var rest = word
    while rest != 0 {
      let bit = rest.trailingZeroBitCount
      rest &= rest &- 1
      let distance = values[bit]
      guard distance <= least.worst + DistanceOrder.doubt else { continue }
      let row = UInt32(truncatingIfNeeded: block * 64 + bit)
      if let start {
        let rank = distances.index.keyRanks[Int(row), default: 0]
        let candidate = DistanceOrder.Candidate(distance: distance, rank: rank, row: row)
        guard distances.isAfter(candidate, start) else { continue }
      }
      found.append(Found(distance: distance, row: row))
      least.offer(distance)
    }
  }
}

/// The least distances so far: a max-heap of as many as are wanted.
private struct LeastDistances {
  private var heap: [Double] = []
  private let room: Int
  /// The greatest of them; infinite while there are too few.
  private(set) var worst = Double.infinity

  init(_ room: Int = 0) {
    self.room = room
    heap.reserveCapacity(min(room, 4_096))
  }

  mutating func offer(_ distance: Double) {
    if heap.count < room {
      var hole = heap.count
      heap.append(distance)
      while hole > 0, heap[(hole - 1) / 2] < distance {
        heap[hole] = heap[(hole - 1) / 2]
        hole = (hole - 1) / 2
      }
      heap[hole] = distance
      if heap.count == room { worst = heap[0] }
      return
    }
    guard distance < worst else { return }
    var hole = 0
    while true {
      var child = 2 * hole + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count && heap[child + 1] > heap[child] { child += 1 }
      guard heap[child] > distance else { break }
      heap[hole] = heap[child]
      hole = child
    }
    heap[hole] = distance
    worst = heap[0]
  }
}

/// Nodes and blocks that wait, the one with the least bound first.
private struct BoundQueue {
  /// A node or a block, with a distance that none of its rows comes below.
  struct Entry {
    var bound: Double
    /// 0 for a block, `k + 1` for a node of level k.
    var height: Int
    var number: Int
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
