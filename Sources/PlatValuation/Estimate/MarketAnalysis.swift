/// What a home would probably sell for, and why: an estimate from sales nearby, not an appraisal.
public struct MarketAnalysis: Sendable, Equatable {
  /// The home.
  public let subject: Subject
  /// Dollars: the mean of the comparables' adjusted prices by their weights, rounded to whole
  /// dollars.
  public let estimatedValue: Double
  /// The lower end of the range in dollars.
  public let low: Double
  /// The upper end of the range in dollars.
  public let high: Double
  /// The share of such homes, from 0 to 1, that sell for a price from ``low`` to ``high``.
  public let confidence: Double
  /// The sales it is compared with, those with the greatest weight first.
  public let comparables: [ComparableSale]
  /// How the comparables were found.
  public let search: ComparableSearch.Outcome
  /// The market that the adjustments were learned from.
  public let market: MarketFacts

  /// Dollars for a square foot of the subject.
  public var pricePerSqft: Double { estimatedValue / subject.sqft }
}

/// What was learned of the market around a subject.
public struct MarketFacts: Sendable, Equatable {
  /// How many sales the adjustments were learned from.
  public let sales: Int
  /// How far away the farthest of them is, in metres.
  public let radiusMeters: Double
  /// How long before the valuation the oldest of them closed, in months.
  public let months: Double
  /// What prices do in a year, as a share: 0.05 is five percent up.
  public let yearlyTrend: Double
  /// What one square foot more adds to the subject's value, in dollars.
  public let dollarsPerSqftMore: Double
  /// The usual size of the difference between a price and what these sales say of it, as a share of
  /// the price.
  public let spread: Double
}
