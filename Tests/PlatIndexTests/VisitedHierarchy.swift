@testable import PlatIndex

/// A hierarchy's levels with their items in the order of the greedy pass, as in supercluster.
struct VisitedHierarchy {
  /// One level.
  struct Level {
    let items: [ClusterLevel.Item]
    let counts: [UInt32]
    /// The parent of each item in the next level.
    var parents: [UInt32] = []

    var count: Int { items.count }
    func x(_ item: Int) -> Double { items[item].x }
    func y(_ item: Int) -> Double { items[item].y }
  }

  private(set) var levels: [Level] = []

  init(_ hierarchy: ClusterHierarchy) {
    let orders = hierarchy.levels.map { level in
      level.items.indices.sorted { level.items[$0].visit < level.items[$1].visit }
    }
    for (depth, level) in hierarchy.levels.enumerated() {
      let items = orders[depth].map { level.items[$0] }
      var visited = Level(items: items, counts: items.map(\.count))
      if depth + 1 < orders.count {
        var numbers = [UInt32](repeating: 0, count: orders[depth + 1].count)
        for (number, item) in orders[depth + 1].enumerated() { numbers[item] = UInt32(number) }
        visited.parents = orders[depth].map { numbers[Int(level.parents[$0])] }
      }
      levels.append(visited)
    }
  }
}
