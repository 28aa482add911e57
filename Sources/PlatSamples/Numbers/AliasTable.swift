/// Draws one of many items by weight in constant time (Walker's alias method, built as in Vose
/// 1991).
struct AliasTable: Sendable {
  private var threshold: [Double]
  private var alias: [Int32]

  /// Prepares the draw; weights below 0 count as 0.
  ///
  /// - Complexity: O(*n*).
  init(weights: [Double]) {
    let total = weights.reduce(0) { $0 + max(0, $1) }
    let scale = total > 0 ? Double(weights.count) / total : 0
    threshold = weights.map { total > 0 ? max(0, $0) * scale : 1 }
    alias = weights.indices.map { Int32($0) }
    var small: [Int] = []
    var large: [Int] = []
    for index in threshold.indices {
      if threshold[index] < 1 { small.append(index) } else { large.append(index) }
    }
    while let low = small.popLast(), let high = large.last {
      alias[low] = Int32(high)
      threshold[high] -= 1 - threshold[low]
      if threshold[high] < 1 {
        large.removeLast()
        small.append(high)
      }
    }
  }

  /// The item that the next number picks.
  func draw(_ random: inout SampleRandom) -> Int {
    let bits = random.next()
    let index = SampleRandom.below(threshold.count, bits)
    return random.unit() < threshold[index] ? index : Int(alias[index])
  }
}
