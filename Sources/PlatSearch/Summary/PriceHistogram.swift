internal import PlatCommon
internal import PlatIndex
internal import PlatListings

/// The list prices of some matches, in dollars.
struct PriceSample {
  private var dollars: [Double] = []

  /// Starts with none.
  init() {}

  /// Takes the prices of a selection's rows.
  init(over selection: BlockSelection, _ index: ListingIndex) throws(WorkEnded) {
    try add(selection, index)
  }

  /// Adds the prices of another selection's rows.
  mutating func add(_ selection: BlockSelection, _ index: ListingIndex) throws(WorkEnded) {
    guard let prices = index.numbers(.listPrice) else { return }
    let numbers = try selection.gather(prices.column)
    let priceScale = Double(Field.listPrice.scale)
    try WorkLimit.windows(0..<numbers.count, of: Quantile.window) { window in
      for place in window {
        if let price = prices.frame.value(numbers[place]) {
          dollars.append(Double(price) / priceScale)
        }
      }
    }
  }

  /// Counts the prices: bins of a round width from the least price to the 98th percentile, the last
  /// one open; nil where there is no price.
  consuming func histogram() throws(WorkEnded) -> Histogram? { try Histogram(&dollars) }
}

extension Histogram {
  /// Bins that a histogram has at the most.
  private static let mostBins = 30

  /// Counts prices in dollars; leaves them in another order.
  ///
  /// - Returns: Nil where there is none.
  fileprivate init?(_ dollars: inout [Double]) throws(WorkEnded) {
    guard let least = dollars.min(), let greatest = dollars.max() else { return nil }
    let high = try Quantile.of(&dollars, 0.98)
    let width = Self.roundWidth((high - least) / Double(Self.mostBins - 2))
    let start = (least / width).rounded(.down) * width
    let bins = min(Int((greatest - start) / width) + 1, Int((high - start) / width) + 1)
    var counts = [Int](repeating: 0, count: bins)
    try WorkLimit.windows(0..<dollars.count, of: Quantile.window) { window in
      for place in window { counts[min(Int((dollars[place] - start) / width), bins - 1)] += 1 }
    }
    (self.start, self.width, self.counts, minimum, maximum) = (
      start, width, counts, least, greatest
    )
  }

  /// The least of 1, 2, 2.5, 5 times a power of ten, at least 1, that is not below a width.
  private static func roundWidth(_ width: Double) -> Double {
    var power = 1.0
    while power < 1e12 {
      for factor in [1, 2, 2.5, 5]
      where factor * power >= width && (factor * power).rounded() == factor * power {
        return factor * power
      }
      power *= 10
    }
    return power
  }
}
