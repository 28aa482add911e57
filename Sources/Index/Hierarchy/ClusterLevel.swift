/// The items of one zoom of the hierarchy: clusters, and points that stand alone.
///
/// A point's centre is its float32 position; a cluster's is the mean of its parts' centres, weighted by their points, in
/// the double-precision arithmetic of supercluster.
struct ClusterLevel {
  /// The centres' x in the Mercator unit square.
  private(set) var xs: [Double] = []
  /// The centres' y in the Mercator unit square.
  private(set) var ys: [Double] = []
  /// How many points each item stands for.
  private(set) var counts: [UInt32] = []
  /// The item of the next coarser level that each item became a part of.
  var parents: [UInt32] = []

  var count: Int { counts.count }

  init(capacity: Int) {
    xs.reserveCapacity(capacity)
    ys.reserveCapacity(capacity)
    counts.reserveCapacity(capacity)
  }

  /// The level of single points.
  init(x: [Float], y: [Float]) {
    xs = x.map(Double.init)
    ys = y.map(Double.init)
    counts = Array(repeating: 1, count: x.count)
  }

  mutating func append(x: Double, y: Double, count: UInt32) {
    xs.append(x)
    ys.append(y)
    counts.append(count)
  }

  /// The x of an item's centre in the Mercator unit square.
  func x(_ item: Int) -> Double { xs[item] }

  /// The y of an item's centre in the Mercator unit square.
  func y(_ item: Int) -> Double { ys[item] }
}
