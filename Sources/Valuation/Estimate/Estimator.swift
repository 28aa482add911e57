public import Index
internal import Listings

/// Estimates what a home would sell for, from sales of homes like it nearby.
///
/// An estimator may be used by any number of threads at once.
public struct Estimator: Sendable {
  /// How comparables are found.
  public let search: ComparableSearch
  private let columns: SaleColumns
  /// The most comparables that an analysis shows.
  public static let mostComparables = 12

  /// Prepares an index.
  ///
  /// - Throws: ``ValuationError`` where a column is missing.
  /// - Complexity: O(distinct property types).
  public init(_ index: ListingIndex) throws(ValuationError) {
    columns = try SaleColumns(index)
    search = try ComparableSearch(columns, wanted: Self.mostComparables, reaches: ComparableSearch.Reach.steps)
  }

  /// Estimates what a home would sell for, and says why.
  ///
  /// - Throws: ``ValuationError`` where the subject cannot be, or nothing compares.
  public func analysis(of subject: Subject) throws(ValuationError) -> MarketAnalysis {
    let (rows, distances, outcome) = try search.comparables(of: subject)
    guard !rows.isEmpty else {
      throw .nothingCompares(reason: "no sale of a home like it within \(outcome.reach.text) of the subject")
    }
    let nearest = rows.indices.sorted { distances[$0] < distances[$1] }.prefix(Self.mostComparables)
    let comparables = nearest.map { place in
      let row = Int(rows[place])
      let price = Double(columns.closePrice.value(row) ?? 0) / 100
      let sqft = max(Double(columns.sqft.value(row) ?? 0) / 100, 1)
      let dollars = Int((price / sqft * (subject.sqft - sqft)).rounded())
      let more = Int((subject.sqft - sqft).rounded())
      return ComparableSale(
        row: row, soldPrice: price, soldDate: columns.closeDate.value(row) ?? 0, sqft: sqft,
        distanceMeters: distances[place],
        adjustments: dollars == 0
          ? []
          : [
            Adjustment(
              kind: .size, dollars: dollars, text: "\(abs(more)) sq ft \(more < 0 ? "smaller" : "larger")")
          ], weight: 1 / Double(nearest.count))
    }
    let value = comparables.reduce(0) { $0 + $1.adjustedPrice * $1.weight }.rounded()
    return MarketAnalysis(
      subject: subject, estimatedValue: value, low: (value * 0.8).rounded(), high: (value * 1.2).rounded(),
      confidence: 0.8, comparables: comparables, search: outcome,
      market: MarketFacts(
        sales: comparables.count, radiusMeters: outcome.reach.radiusMeters, months: outcome.reach.months,
        yearlyTrend: 0, dollarsPerSqftMore: value / subject.sqft, spread: 0.15))
  }
}
