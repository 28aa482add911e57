internal import PlatGeometry

/// The items of one zoom of the hierarchy: clusters, and points that stand alone.
///
/// Items stand in an order that keeps neighbours near one another in memory. When the greedy pass
/// visits an item is a number that it carries.
struct ClusterLevel {
  /// A cluster, or a point that stands alone.
  ///
  /// A point's centre is its float32 position; a cluster's is the mean of its parts' centres,
  /// weighted by their points, in the double-precision arithmetic of supercluster.
  struct Item {
    /// The centre's x in the Mercator unit square.
    var x: Double
    /// The centre's y in the Mercator unit square.
    var y: Double
    /// How many points it stands for.
    var count: UInt32
    /// Items are visited in ascending order of this number, which no other of the level has; of a
    /// point it is the input number.
    var visit: UInt32

    /// The nearest point to the centre.
    var centre: MercatorPoint { MercatorPoint(x: x, y: y) }
  }

  /// The items.
  var items: [Item]
  /// The item of the next coarser level that each item became a part of.
  var parents: [UInt32] = []

  /// Whether the items are single points that were numbered in their input order.
  let arePoints: Bool

  var count: Int { items.count }

  init(_ items: [Item]) {
    self.items = items
    arePoints = false
  }

  /// The level of single points, visited as they come.
  init(x: [Float], y: [Float]) {
    arePoints = true
    items = []
    items.reserveCapacity(x.count)
    for (x, y) in zip(x, y) {
      items.append(
        Item(x: Double(x), y: Double(y), count: 1, visit: UInt32(truncatingIfNeeded: items.count)))
    }
  }

  /// Follows the next coarser level's items to other places.
  mutating func renumberParents(_ places: [UInt32]) {
    for item in parents.indices { parents[item] = places[Int(parents[item])] }
  }
}
