package import PlatCommon
internal import PlatIndex
internal import PlatListings

extension NumberSummary {
  /// The summary of no numbers.
  package static let none = NumberSummary(
    count: 0, minimum: 0, maximum: 0, mean: 0, lowerQuartile: 0, median: 0, upperQuartile: 0)

  /// Summarizes numbers in any order; the call reorders them.
  ///
  /// - Complexity: O(n): the quartiles are selected without sorting.
  package init(_ numbers: inout [Double]) throws(WorkEnded) {
    guard let first = numbers.first else {
      self = .none
      return
    }
    count = numbers.count
    var (least, greatest, sum) = (first, first, 0.0)
    for number in numbers {
      least = min(least, number)
      greatest = max(greatest, number)
      sum += number
    }
    (minimum, maximum, mean) = (least, greatest, sum / Double(numbers.count))
    lowerQuartile = try Quantile.of(&numbers, 0.25)
    median = try Quantile.of(&numbers, 0.5)
    upperQuartile = try Quantile.of(&numbers, 0.75)
  }
}

/// The prices and areas of some matches.
struct MarketSample {
  private var (dollars, feet, quotients): ([Double], [Double], [Double]) = ([], [], [])

  /// Starts with none.
  init() {}

  /// Takes those of a selection's rows.
  init(over selection: BlockSelection, _ index: ListingIndex) throws(WorkEnded) {
    try add(selection, index)
  }

  /// Adds those of another selection's rows.
  mutating func add(_ selection: BlockSelection, _ index: ListingIndex) throws(WorkEnded) {
    guard let prices = index.numbers(.listPrice), let areas = index.numbers(.sqft) else { return }
    let storedPrices = try selection.gather(prices.column)
    let storedAreas = try selection.gather(areas.column)
    dollars.reserveCapacity(dollars.count + storedPrices.count)
    feet.reserveCapacity(feet.count + storedPrices.count)
    quotients.reserveCapacity(quotients.count + storedPrices.count)
    let priceScale = Double(Field.listPrice.scale)
    let areaScale = Double(Field.sqft.scale)
    try WorkLimit.windows(0..<min(storedPrices.count, storedAreas.count), of: Quantile.window) {
      window in
      for place in window {
        let price = prices.frame.value(storedPrices[place])
        let area = areas.frame.value(storedAreas[place])
        if let price { dollars.append(Double(price) / priceScale) }
        if let area { feet.append(Double(area) / areaScale) }
        if let price, let area, let quotient = PricePerSqft.of(price: price, sqft: area) {
          quotients.append(quotient)
        }
      }
    }
  }

  /// Sums them up.
  consuming func statistics() throws(WorkEnded) -> MarketStatistics {
    MarketStatistics(
      price: try NumberSummary(&dollars), sqft: try NumberSummary(&feet),
      pricePerSqft: try NumberSummary(&quotients))
  }
}
