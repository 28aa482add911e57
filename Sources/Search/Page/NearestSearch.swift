internal import Geometry
internal import Index
internal import Snapshot

/// Finds the rows nearest to a centre, best first: the node or block that may hold the nearest row is opened next.
///
/// Source: G. R. Hjaltason and H. Samet, "Distance browsing in spatial databases" (ACM TODS 24, 1999).
///
/// - Complexity: For 20 of a million rows some ten nodes and six blocks.
struct NearestSearch {
  private let index: ListingIndex
  private let distances: DistanceOrder
  /// Where the page begins, exclusive of what stands before; nil for the beginning.
  private let start: (distance: Double, rank: UInt32)?
  private var queue: [Entry] = []
  private var found: [DistanceOrder.Candidate] = []
  /// The greatest of the nearest distances so far; infinite while there are too few.
  private var worst = Double.infinity
  private(set) var blocksRead = 0

  /// A node or a block that waits, with a distance that none of its rows comes below.
  private struct Entry {
    var bound: Double
    /// 0 for a block, `k + 1` for a node of level k.
    var height: Int
    var number: Int
  }

  init(_ distances: DistanceOrder, start: (distance: Double, rank: UInt32)?) {
    index = distances.index
    self.distances = distances
    self.start = start
    queue.reserveCapacity(128)
    found.reserveCapacity(256)
  }

  /// The nearest rows in order, at least `count` of them where there are as many.
  ///
  /// - Parameters:
  ///   - count: How many rows are wanted.
  ///   - word: The rows of a block that match.
  mutating func run(_ count: Int, word: (Int) -> UInt64) -> [DistanceOrder.Candidate] {
    guard count > 0, index.located > 0 else { return [] }
    let nodes = index.treeNodes
    push(Entry(bound: 0, height: index.treeLevels.count - 1, number: 0))
    while let entry = pop(), entry.bound <= worst + DistanceOrder.doubt {
      if entry.height == 0 {
        read(entry.number, word(entry.number), count)
      } else {
        open(entry, nodes)
      }
    }
    found.removeAll { $0.distance > worst + DistanceOrder.doubt }
    distances.sort(&found)
    return found
  }

  /// Puts the children of a node on the queue.
  private mutating func open(_ entry: Entry, _ nodes: MappedColumn<Int32>) {
    let level = entry.height - 1
    let node = index.treeLevels[level] + entry.number
    let (first, end) = (node * 64, node * 64 + 64)
    guard entry.number < index.treeLevels[level + 1] - index.treeLevels[level], end <= nodes.count else { return }
    var bounds = [16 of Double](repeating: 0)
    var target = bounds.mutableSpan
    let sides = nodes.span.extracting(first..<end)
    distances.center.lowerBounds(
      west: sides.extracting(0..<16), south: sides.extracting(16..<32), east: sides.extracting(32..<48),
      north: sides.extracting(48..<64), first: 0, into: &target)
    for child in 0..<16 where sides[child] <= sides[32 + child] && bounds[child] <= worst + DistanceOrder.doubt {
      push(Entry(bound: bounds[child], height: level, number: entry.number * 16 + child))
    }
  }

  /// Takes the rows of a block that are near enough.
  private mutating func read(_ block: Int, _ word: UInt64, _ count: Int) {
    guard word != 0, block * 64 < index.located else { return }
    blocksRead += 1
    let (longitudes, latitudes) = (index.longitudes, index.latitudes)
    var values = [64 of Double](repeating: 0)
    var target = values.mutableSpan
    distances.center.distances(
      longitudes: longitudes.paddedSpan, latitudes: latitudes.paddedSpan, block: block, word: word, into: &target)
    var rest = word
    while rest != 0 {
      let bit = rest.trailingZeroBitCount
      rest &= rest &- 1
      let distance = values[bit]
      guard distance <= worst + DistanceOrder.doubt else { continue }
      let row = block * 64 + bit
      let candidate = DistanceOrder.Candidate(
        distance: distance, rank: index.keyRanks[row, default: 0], row: UInt32(row))
      if let start, !distances.isAfter(candidate, start) { continue }
      found.append(candidate)
    }
    narrow(count)
  }

  /// Lowers `worst` to the distance of the `count`-th candidate, and drops those beyond it now and then.
  private mutating func narrow(_ count: Int) {
    guard found.count >= count else { return }
    found.sort { $0.distance < $1.distance }
    worst = found[count - 1].distance
    while let last = found.last, last.distance > worst + DistanceOrder.doubt { found.removeLast() }
  }

  private mutating func push(_ entry: Entry) {
    var hole = queue.count
    queue.append(entry)
    while hole > 0 {
      let parent = (hole - 1) / 2
      guard queue[parent].bound > entry.bound else { break }
      queue[hole] = queue[parent]
      hole = parent
    }
    queue[hole] = entry
  }

  private mutating func pop() -> Entry? {
    guard let least = queue.first else { return nil }
    let last = queue.removeLast()
    guard !queue.isEmpty else { return least }
    var hole = 0
    while true {
      var child = 2 * hole + 1
      guard child < queue.count else { break }
      if child + 1 < queue.count && queue[child + 1].bound < queue[child].bound { child += 1 }
      guard queue[child].bound < last.bound else { break }
      queue[hole] = queue[child]
      hole = child
    }
    queue[hole] = last
    return least
  }
}
