/// The least-recently-used order of numbered places, as a doubly linked ring.
///
/// - Complexity: O(1) for each use, removal and query.
@usableFromInline
package struct RecencyOrder: Sendable {
  // Indexed by place + 1: the place used next after it and the one used next before it. Index 0 is
  // the sentinel between the newest and the oldest. A removed place links to itself.
  @usableFromInline var newer: [Int]
  @usableFromInline var older: [Int]

  /// Makes an empty order.
  @inlinable
  package init() { (newer, older) = ([0], [0]) }

  /// The number of places, removed ones included; places are numbered from 0.
  @inlinable
  package var count: Int { newer.count - 1 }

  /// The least recently used place; nil if there is none.
  @inlinable
  package var oldest: Int? { newer[0] > 0 ? newer[0] - 1 : nil }

  /// Adds the place with the next number, marked as used now.
  @inlinable
  package mutating func add() {
    newer.append(0)
    older.append(0)
    link(count)
  }

  /// Marks a place as used now; adds it back if it was removed.
  @inlinable
  package mutating func use(_ place: Int) {
    let node = place + 1
    guard older[0] != node else { return }
    unlink(node)
    link(node)
  }

  /// Removes a place from the order.
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

  /// Links an unlinked place in as the newest.
  @inlinable
  mutating func link(_ node: Int) {
    let newest = older[0]
    (older[node], newer[node]) = (newest, 0)
    newer[newest] = node
    older[0] = node
  }
}
