internal import PlatIndex

/// One person's swipes of one index that are in force.
struct PersonSwipes: Sendable {
  /// The index that the rows belong to (`Snapshot.identity`); nil if nothing is loaded yet.
  private(set) var identity: UInt64?
  /// One word per block: the excluded rows.
  private(set) var words: [UInt64] = []
  /// The end of each dislike in force, by row.
  private var ends: [UInt32: Int64] = [:]
  /// Dislikes in the order of their ends.
  ///
  /// An entry is skipped if its row is no longer in `ends`, or has another end there.
  private var queue: [(end: Int64, row: UInt32)] = []
  private var first = 0

  init() {}

  init(identity: UInt64, blocks: Int) {
    self.identity = identity
    words = Array(repeating: 0, count: blocks)
  }

  /// Records a swipe of a row.
  ///
  /// If the row belongs to another index than the loaded one, everything is dropped, to be loaded
  /// from the store again.
  ///
  /// - Parameter end: The end of the swipe; nil for never.
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
    // Nearly always the last place.
    var place = queue.count
    while place > first, queue[place - 1].end > end { place -= 1 }
    queue.insert((end, number), at: place)
  }

  /// Makes the rows of ended dislikes available again.
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

  /// The approximate memory, in bytes.
  var bytes: Int { words.count * 8 + queue.count * 16 + ends.count * 24 + 256 }
}
