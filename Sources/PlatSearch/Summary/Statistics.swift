package import PlatCommon
internal import PlatIndex
internal import PlatListings

extension NumberSummary {
  /// The summary of no numbers.
  package static let none = NumberSummary(
    count: 0, minimum: 0, maximum: 0, mean: 0, lowerQuartile: 0, median: 0, upperQuartile: 0)

  /// Summarises numbers in any order; leaves them in another.
  ///
  /// - Complexity: O(n): the quartiles are selected, not sorted for.
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

/// Quantiles by selection.
enum Quantile {
  /// Numbers between two looks at the limit.
  static let window = 1 << 16

  /// The quantile at a share from 0 to 1, interpolated linearly between the two nearest numbers.
  static func of(_ numbers: inout [Double], _ share: Double) throws(WorkEnded) -> Double {
    guard !numbers.isEmpty else { return 0 }
    let place = share * Double(numbers.count - 1)
    let below = Int(place)
    let low = try select(&numbers, below)
    let fraction = place - Double(below)
    guard fraction > 0 else { return low }
    // After the selection everything beyond `below` is at least as great.
    var high = Double.infinity
    for number in numbers[(below + 1)...] { high = min(high, number) }
    return low + (high - low) * fraction
  }

  /// The number that would stand at a place if the numbers were sorted; puts lesser ones before it.
  ///
  /// Source: C. A. R. Hoare, "Algorithm 65: Find" (1961), with the median of three as pivot.
  static func select(_ numbers: inout [Double], _ place: Int) throws(WorkEnded) -> Double {
    var low = 0
    var high = numbers.count - 1
    let window = WorkLimit.window(window)
    let limit = numbers.count > window ? WorkLimit.current : nil
    while low < high {
      if high - low > window { try limit?.check() }
      let a = numbers[low]
      let b = numbers[(low + high) / 2]
      let c = numbers[high]
      let pivot = max(min(a, b), min(max(a, b), c))
      var i = low
      var j = high
      while i <= j {
        while numbers[i] < pivot { i += 1 }
        while numbers[j] > pivot { j -= 1 }
        if i <= j {
          numbers.swapAt(i, j)
          i += 1
          j -= 1
        }
      }
      if place <= j { high = j } else if place >= i { low = i } else { break }
    }
    return numbers[place]
  }
}

extension MarketStatistics {
  /// Summarises all rows of a selection.
  init(over selection: BlockSelection, _ index: ListingIndex) throws(WorkEnded) {
    guard let prices = index.numbers(.listPrice), let areas = index.numbers(.sqft) else {
      (price, sqft, pricePerSqft) = (.none, .none, .none)
      return
    }
    let storedPrices = try selection.gather(prices.column)
    let storedAreas = try selection.gather(areas.column)
    var (dollars, feet, quotients): ([Double], [Double], [Double]) = ([], [], [])
    dollars.reserveCapacity(storedPrices.count)
    feet.reserveCapacity(storedPrices.count)
    quotients.reserveCapacity(storedPrices.count)
    try WorkLimit.windows(0..<min(storedPrices.count, storedAreas.count), of: Quantile.window) {
      window in
      for place in window {
        let price = prices.frame.value(storedPrices[place])
        let area = areas.frame.value(storedAreas[place])
        if let price { dollars.append(Double(price) / 100) }
        if let area { feet.append(Double(area) / 100) }
        if let price, let area, let quotient = PricePerSqft.of(price: price, sqft: area) {
          quotients.append(quotient)
        }
      }
    }
    price = try NumberSummary(&dollars)
    sqft = try NumberSummary(&feet)
    pricePerSqft = try NumberSummary(&quotients)
  }
}
