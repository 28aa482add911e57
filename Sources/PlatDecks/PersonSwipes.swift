internal import PlatIndex

/// What one person has swiped of one index, as far as it is in force.
struct PersonSwipes: Sendable {
  /// Which index the rows are of (`Snapshot.identity`); nil where nothing was learned yet.
  private(set) var identity: UInt64?
  /// A word for each block: the rows that are left out.
  private(set) var words: [UInt64] = []
  /// When each dislike that is in force ends, by row.
  private var ends: [UInt32: Int64] = [:]
  /// Dislikes in the order of their ends; one that is not in `ends` any more, or ends later there,
  /// is passed over.
  private var queue: [(end: Int64, row: UInt32)] = []
  private var first = 0

  init() {}

  init(identity: UInt64, blocks: Int) {
    self.identity = identity
    words = Array(repeating: 0, count: blocks)
  }

  /// Takes a swipe of a row; nothing where it is of another index than was learned, which learns it
  /// from the store.
  ///
  /// - Parameter end: When it ends; nil for never.
  mutating func take(_ row: Int, until end: Int64?, of index: UInt64) {
    guard index == identity, words.indices.contains(row / IndexLayout.blockRows) else {
      self = PersonSwipes()
      return
    }
    words[row / IndexLayout.blockRows] |= 1 << UInt64(row % IndexLayout.blockRows)
    let number = UInt32(truncatingIfNeeded: row)
    guard let end else {
      ends[number] = nil
      return
    }
    ends[number] = end
    // Nearly always the last.
    var place = queue.count
    while place > first, queue[place - 1].end > end { place -= 1 }
    queue.insert((end, number), at: place)
  }

  /// Lets the rows come again whose dislikes have ended.
  mutating func forget(endedBy now: Int64) {
    while first < queue.count, queue[first].end <= now {
      let (end, row) = queue[first]
      first += 1
      guard ends[row] == end else { continue }
      ends[row] = nil
      words[Int(row) / IndexLayout.blockRows] &= ~(1 << UInt64(Int(row) % IndexLayout.blockRows))
    }
    if first > 256, first * 2 > queue.count {
      queue.removeFirst(first)
      first = 0
    }
  }

  /// The bytes that it takes, about.
  var bytes: Int { words.count * 8 + queue.count * 16 + ends.count * 24 + 256 }
}
