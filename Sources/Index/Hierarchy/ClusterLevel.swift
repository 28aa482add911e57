/// The items of one zoom of the hierarchy: clusters, and points that stand alone.
///
/// A centre is the exact mean of the float32 Mercator coordinates of the item's points: their sums are kept in whole
/// numbers of 2^-36, so that the order in which points were added does not matter. A sum holds 2^27 points at least.
struct ClusterLevel {
  /// The sum of the points' x, in units of 2^-36.
  var sumX: [Int64] = []
  /// The sum of the points' y, in units of 2^-36.
  var sumY: [Int64] = []
  /// How many points each item stands for.
  var counts: [UInt32] = []
  /// The item of the next coarser level that each item became a part of.
  var parents: [UInt32] = []

  static let unit = 0x1p36

  var count: Int { counts.count }

  init(capacity: Int) {
    sumX.reserveCapacity(capacity)
    sumY.reserveCapacity(capacity)
    counts.reserveCapacity(capacity)
  }

  /// The level of single points.
  init(x: [Float], y: [Float]) {
    sumX = x.map { Int64((Double($0) * Self.unit).rounded()) }
    sumY = y.map { Int64((Double($0) * Self.unit).rounded()) }
    counts = Array(repeating: 1, count: x.count)
  }

  mutating func append(sumX x: Int64, sumY y: Int64, count: UInt32) {
    sumX.append(x)
    sumY.append(y)
    counts.append(count)
  }

  /// The mean x of an item in the Mercator unit square.
  func x(_ item: Int) -> Double { Double(sumX[item]) / (Double(counts[item]) * Self.unit) }

  /// The mean y of an item in the Mercator unit square.
  func y(_ item: Int) -> Double { Double(sumY[item]) / (Double(counts[item]) * Self.unit) }
}
