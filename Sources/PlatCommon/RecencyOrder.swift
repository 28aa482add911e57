/// The order in which numbered places were used last: a ring of them, linked both ways.
///
/// - Complexity: O(1) for each use, removal and look.
@usableFromInline
package struct RecencyOrder: Sendable {
  // By the number of a place, and one: which was used next after it, and which before. At 0 is the
  // end of the ring, after the newest and before the oldest. A removed place links to itself.
  @usableFromInline var newer: [Int]
  @usableFromInline var older: [Int]

  /// Makes an order of no places.
  @inlinable
  package init() { (newer, older) = ([0], [0]) }

  /// How many places there are, from 0, with those that are removed.
  @inlinable
  package var count: Int { newer.count - 1 }

  /// The place that was not used for longest; nil where there is none.
  @inlinable
  package var oldest: Int? { newer[0] > 0 ? newer[0] - 1 : nil }

  /// Adds the place of the next number, as used now.
  @inlinable
  package mutating func add() {
    newer.append(0)
    older.append(0)
    link(count)
  }

  /// Says that a place is used now; a removed one is back.
  @inlinable
  package mutating func use(_ place: Int) {
    let node = place + 1
    guard older[0] != node else { return }
    unlink(node)
    link(node)
  }

  /// Takes a place out of the order.
  @inlinable
  package mutating func remove(_ place: Int) {
    let node = place + 1
    unlink(node)
    (older[node], newer[node]) = (node, node)
  }

  @inlinable
  mutating func unlink(_ node: Int) {
    newer[older[node]] = newer[node]
    older[newer[node]] = older[node]
  }

  /// Puts a place that no other is linked to behind the newest.
  @inlinable
  mutating func link(_ node: Int) {
    let newest = older[0]
    (older[node], newer[node]) = (newest, 0)
    newer[newest] = node
    older[0] = node
  }
}
