internal import PlatCommon
internal import PlatIndex
internal import PlatListings
internal import PlatSearch

extension PlaceStatistics {
  /// Computes the statistics of a place.
  init(_ place: Place, _ searcher: Searcher, _ scope: ScopedStatuses) throws(SearchError) {
    let index = searcher.index
    var filter = place.filter
    scope.restrict(&filter)
    (totalListings, meanSqft, meanYearBuilt, meanHoaFee) = try searcher.withMatches(filter) {
      (all) throws(SearchError) in
      try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
        (
          all.rowCount, try Self.mean(.sqft, over: all, index),
          try Self.mean(.yearBuilt, over: all, index),
          try Self.mean(.hoaFee, over: all, index)
        )
      }
    }
    var active = place.filter
    active.conditions.append(.equals(.standardStatus, ["Active"]))
    scope.restrict(&active)
    (activeListings, price) = try searcher.withMatches(active) { (active) throws(SearchError) in
      try WorkEnded.wrapped(SearchError.ended) { () throws(WorkEnded) in
        (active.rowCount, try Self.prices(over: active, index))
      }
    }
  }

  /// The mean of a field over the selected rows that have it, in its unit; nil if none has it.
  private static func mean(
    _ field: Field, over selection: BlockSelection, _ index: ListingIndex
  ) throws(WorkEnded) -> Double? {
    guard let numbers = index.numbers(field) else { return nil }
    let sum = try selection.sum(numbers.column)
    return numbers.frame.mean(sum.total, sum.count).map { $0 / Double(field.scale) }
  }

  /// The list prices in dollars of the selected rows that are not leases.
  private static func prices(
    over selection: BlockSelection, _ index: ListingIndex
  ) throws(WorkEnded) -> NumberSummary {
    var dollars: [Double] = []
    guard let prices = index.numbers(.listPrice) else { return .none }
    let types = index.codes(.propertyType)
    let lease = types.flatMap { types in
      (1...UInt64(max(types.codes, 1))).first { types.text(code: $0) == "B" }
    }
    let stored = try selection.gather(prices.column)
    dollars.reserveCapacity(stored.count)
    let frame = prices.frame
    let priceScale = Double(Field.listPrice.scale)
    if let types, let lease {
      for (type, price) in zip(try selection.gather(types.column), stored) where type != lease {
        if let value = frame.value(price) { dollars.append(Double(value) / priceScale) }
      }
    } else {
      for price in stored {
        if let value = frame.value(price) { dollars.append(Double(value) / priceScale) }
      }
    }
    return try NumberSummary(&dollars)
  }
}
