/// The likely sale price of a home, with its explanation: an estimate from nearby sales, not an
/// appraisal.
public struct MarketAnalysis: Sendable, Equatable {
  /// The home.
  public let subject: Subject
  /// The weighted mean of the comparables' adjusted prices, rounded to whole dollars.
  public let estimatedValue: Double
  /// The lower end of the range in dollars.
  public let low: Double
  /// The upper end of the range in dollars.
  public let high: Double
  /// The share of such homes, from 0 to 1, that sell for a price from ``low`` to ``high``.
  public let confidence: Double
  /// The sales compared with it, in order of descending weight.
  public let comparables: [ComparableSale]
  /// The steps of the search for comparables.
  public let search: ComparableSearch.Outcome
  /// The facts about the market from which the adjustments were learned.
  public let market: MarketFacts

  /// The estimate per square foot of the subject, in dollars.
  public var pricePerSqft: Double { estimatedValue / subject.sqft }
}

/// Facts learned about the market around a subject.
public struct MarketFacts: Sendable, Equatable {
  /// The number of sales that the adjustments were learned from.
  public let sales: Int
  /// The distance of the farthest of these sales, in metres.
  public let radiusMeters: Double
  /// The age of the oldest of these sales at the valuation, in months.
  public let months: Double
  /// The change of prices in a year, as a share: 0.05 is five percent up.
  public let yearlyTrend: Double
  /// The value of one more square foot of the subject, in dollars.
  public let dollarsPerSqftMore: Double
  /// The usual difference between a price and its prediction from these sales, as a share of the
  /// price.
  public let spread: Double
}
