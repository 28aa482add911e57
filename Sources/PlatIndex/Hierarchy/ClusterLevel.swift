internal import PlatGeometry

/// The items of one zoom of the hierarchy: clusters and single points.
///
/// The order of the items keeps neighbours close in memory. Each item carries its turn in the
/// greedy pass as a number.
struct ClusterLevel {
  /// A cluster or a single point.
  ///
  /// A point's centre is its float32 position; a cluster's is the mean of its parts' centres,
  /// weighted by their points, in the double-precision arithmetic of supercluster.
  struct Item {
    /// The centre's x in the Mercator unit square.
    var x: Double
    /// The centre's y in the Mercator unit square.
    var y: Double
    /// The number of points in it.
    var count: UInt32
    /// Items are visited in ascending order of this number, which is unique in the level; for a
    /// point it is the input number.
    var visit: UInt32

    /// The nearest point to the centre.
    var centre: MercatorPoint { MercatorPoint(x: x, y: y) }
  }

  /// The items.
  var items: [Item]
  /// The parent of each item: an item of the next coarser level.
  var parents: [UInt32] = []

  /// Whether the items are single points, numbered in input order.
  let arePoints: Bool

  var count: Int { items.count }

  init(_ items: [Item]) {
    self.items = items
    arePoints = false
  }

  /// The level of single points, visited in input order.
  init(x: [Float], y: [Float]) {
    arePoints = true
    items = []
    items.reserveCapacity(x.count)
    for (x, y) in zip(x, y) {
      items.append(
        Item(x: Double(x), y: Double(y), count: 1, visit: UInt32(truncatingIfNeeded: items.count)))
    }
  }

  /// Updates the parents after the items of the next coarser level moved.
  mutating func renumberParents(_ places: [UInt32]) {
    for item in parents.indices { parents[item] = places[Int(parents[item])] }
  }
}
