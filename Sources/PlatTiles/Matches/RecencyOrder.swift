/// The order in which numbered places were used last: a ring of them, linked both ways.
///
/// - Complexity: O(1) for each use and each look.
struct RecencyOrder {
  // By the number of a place, and one: which was used next after it, and which before. At 0 is the
  // end of the ring, after the newest and before the oldest.
  private var newer = [0]
  private var older = [0]

  /// How many places there are, from 0.
  var count: Int { newer.count - 1 }

  /// The place that was not used for longest; nil without places.
  var oldest: Int? { count > 0 ? newer[0] - 1 : nil }

  /// Adds the place of the next number, as used now.
  mutating func add() {
    newer.append(0)
    older.append(0)
    link(count)
  }

  /// Says that a place is used now.
  mutating func use(_ place: Int) {
    let node = place + 1
    guard older[0] != node else { return }
    newer[older[node]] = newer[node]
    older[newer[node]] = older[node]
    link(node)
  }

  /// Puts a place that no other is linked to behind the newest.
  private mutating func link(_ node: Int) {
    let newest = older[0]
    (older[node], newer[node]) = (newest, 0)
    newer[newest] = node
    older[0] = node
  }
}
