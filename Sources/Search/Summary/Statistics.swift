internal import Index
internal import Listings

extension NumberSummary {
  /// Summarises numbers in any order; leaves them in another.
  ///
  /// - Complexity: O(n): the quartiles are selected, not sorted for.
  package init(_ numbers: inout [Double]) {
    count = numbers.count
    guard let first = numbers.first else {
      (minimum, maximum, mean, lowerQuartile, median, upperQuartile) = (0, 0, 0, 0, 0, 0)
      return
    }
    var (least, greatest, sum) = (first, first, 0.0)
    for number in numbers {
      least = min(least, number)
      greatest = max(greatest, number)
      sum += number
    }
    (minimum, maximum, mean) = (least, greatest, sum / Double(numbers.count))
    lowerQuartile = Quantile.of(&numbers, 0.25)
    median = Quantile.of(&numbers, 0.5)
    upperQuartile = Quantile.of(&numbers, 0.75)
  }
}

/// Quantiles by selection.
enum Quantile {
  /// The quantile at a share from 0 to 1, interpolated linearly between the two nearest numbers.
  static func of(_ numbers: inout [Double], _ share: Double) -> Double {
    guard !numbers.isEmpty else { return 0 }
    let place = share * Double(numbers.count - 1)
    let below = Int(place)
    let low = select(&numbers, below)
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
  static func select(_ numbers: inout [Double], _ place: Int) -> Double {
    var low = 0
    var high = numbers.count - 1
    while low < high {
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
  init(over selection: BlockSelection, _ index: ListingIndex) {
    guard let prices = index.numbers(.listPrice), let areas = index.numbers(.sqft) else {
      var none: [Double] = []
      (price, sqft, pricePerSqft) = (NumberSummary(&none), NumberSummary(&none), NumberSummary(&none))
      return
    }
    let storedPrices = selection.gather(prices.column)
    let storedAreas = selection.gather(areas.column)
    var (dollars, feet, quotients): ([Double], [Double], [Double]) = ([], [], [])
    dollars.reserveCapacity(storedPrices.count)
    feet.reserveCapacity(storedPrices.count)
    quotients.reserveCapacity(storedPrices.count)
    for (price, area) in zip(storedPrices, storedAreas) {
      let price = prices.frame.value(price)
      let area = areas.frame.value(area)
      if let price { dollars.append(Double(price) / 100) }
      if let area { feet.append(Double(area) / 100) }
      if let price, let area, let quotient = PricePerSqft.of(price: price, sqft: area) { quotients.append(quotient) }
    }
    price = NumberSummary(&dollars)
    sqft = NumberSummary(&feet)
    pricePerSqft = NumberSummary(&quotients)
  }
}
