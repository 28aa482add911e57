internal import PlatCommon
public import PlatIndex
internal import PlatListings

/// Estimates the sale price of a home from nearby sales of similar homes.
///
/// A market model is fitted to the sales around the subject. Each comparable's price is adjusted to
/// the subject by the model (``Adjustment``). The estimate is the weighted mean of the adjusted
/// prices. The error of such estimates is learned from the same sales, each predicted from all
/// others. `docs/CMA.md` has the method, its sources and its accuracy.
///
///     let estimator = try Estimator(generation)
///     let subject = Subject(coordinate: place, sqft: 1_800, beds: 3, asOf: now)
///     let analysis = try estimator.analysis(of: subject)
///
/// Any number of threads may use an estimator at once. Make one for each generation and keep it.
public struct Estimator: Sendable {
  /// The search for comparables.
  public let search: ComparableSearch
  private let columns: SaleColumns
  private let memories = ModelMemories()

  /// The greatest number of comparables in an analysis; with this number the search is not widened.
  public static let mostComparables = 12
  /// The share of prices that the range of an analysis should contain.
  public static let statedShare = 0.8

  /// Prepares a generation.
  ///
  /// - Throws: ``ValuationError`` if a column is missing.
  /// - Complexity: O(distinct property types).
  public init(_ generation: Generation) throws(ValuationError) {
    columns = try SaleColumns(generation)
    search = try ComparableSearch(
      columns, wanted: Self.mostComparables, reaches: ComparableSearch.Reach.steps)
  }

  /// Estimates the sale price of a home, and explains it.
  ///
  /// - Throws: ``ValuationError`` if the subject is invalid, no sale is comparable, or the current
  ///   `WorkLimit` ends the work.
  /// - Complexity: O(sales within the reach + 96³); see docs/CMA.md for times.
  public func analysis(of subject: Subject) throws(ValuationError) -> MarketAnalysis {
    let own = subject.listingKey.flatMap { columns.index.row(key: $0) }
    let (rows, outcome) = try search.find(subject, own: own)
    guard !rows.isEmpty else { throw .nothingCompares(reason: reason(subject, outcome)) }
    let pool = try WorkEnded.wrapped(ValuationError.ended) { () throws(WorkEnded) in
      let pool = try SalePool(subject, comparables: rows, within: outcome.reach, own: own, columns)
      // The fit takes some 200 microseconds, and is not interrupted.
      try WorkLimit.current?.check()
      return pool
    }
    var homes = HomeTable(room: ModelMemory.most)
    for sale in pool.sales { homes.append(sale.features) }
    let model = memories.withMemory {
      MarketModel(homes, logPrices: pool.sales.map { log($0.price) }, $0)
    }
    guard let model else {
      throw .nothingCompares(
        reason: "the prices of the \(pool.sales.count) sales around the subject cannot be compared")
    }
    let comparables = comparables(of: subject, pool, model)
    let value = comparables.reduce(0) { $0 + $1.adjustedPrice * $1.weight }.rounded()
    guard value > 0, value.isFinite else {
      throw .nothingCompares(reason: "the sales around the subject say nothing of a home like it")
    }
    let width = model.deviation * RangeWidth.deviations(of: model.errors, holding: Self.statedShare)
    let oldest = pool.sales.reduce(0) { min($0, $1.features[.time]) }
    return MarketAnalysis(
      subject: subject, estimatedValue: value, low: (value * exp(-width)).rounded(),
      high: (value * exp(width)).rounded(),
      confidence: Self.statedShare, comparables: comparables, search: outcome,
      market: MarketFacts(
        sales: pool.sales.count, radiusMeters: pool.sales.reduce(0) { max($0, $1.distance) },
        months: -oldest * 12,
        yearlyTrend: trend(model), dollarsPerSqftMore: dollarsPerSqft(model, value, subject),
        spread: exp(model.middleError) - 1))
  }

  /// The comparables most like the subject, adjusted and weighted.
  private func comparables(of subject: Subject, _ pool: SalePool, _ model: MarketModel)
    -> [ComparableSale]
  {
    let words = AdjustmentWords(subject: subject, columns: columns)
    let found = pool.sales.indices.filter { pool.sales[$0].isComparable }
    func weight(_ place: Int) -> Double { model.trust[place] * model.likeness[place] }
    let best = found.sorted { weight($0) != weight($1) ? weight($0) > weight($1) : $0 < $1 }.prefix(
      Self.mostComparables)
    let total = best.reduce(0) { $0 + weight($1) }
    return best.map { place in
      let sale = pool.sales[place]
      return ComparableSale(
        row: columns.generation.row(sale.row), soldPrice: sale.price, soldDate: sale.date,
        sqft: columns.sqft.value(sale.row) ?? 0, distanceMeters: sale.distance,
        adjustments: PriceWalk.adjustments(from: sale, to: subject, by: model, words),
        weight: total > 0 ? weight(place) / total : 1 / Double(best.count))
    }
  }

  /// The change of prices in a year, by the model.
  private func trend(_ model: MarketModel) -> Double {
    var before = HomeFeatures()
    before[.time] = -1
    return exp(model.value - model.value(of: before)) - 1
  }

  /// The value of one more square foot, by the model.
  private func dollarsPerSqft(_ model: MarketModel, _ value: Double, _ subject: Subject) -> Double {
    var larger = HomeFeatures()
    larger[.size] = log(1.01)
    return value * (exp(model.value(of: larger) - model.value) - 1) / (subject.sqft * 0.01)
  }

  /// The reason no sale is comparable.
  private func reason(_ subject: Subject, _ outcome: ComparableSearch.Outcome) -> String {
    guard columns.closed != 0, columns.prices != nil else {
      return
        "the index has no Closed listing with a closePrice; sales are what an estimate is made from"
    }
    if let type = subject.propertyType, columns.types[type.lowercased()] == nil {
      return "the index has no listing of the property type \(type)"
    }
    return
      """
      no sale within \(outcome.reach.text) before the valuation; name a place and a date that the \
      index has sales around
      """
  }
}
