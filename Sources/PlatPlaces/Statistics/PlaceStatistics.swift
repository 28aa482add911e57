public import PlatSearch

/// The statistics of a place.
public struct PlaceStatistics: Equatable, Sendable {
  /// How many listings there are, whatever their status.
  public let totalListings: Int
  /// How many of them are Active.
  public let activeListings: Int
  /// List prices in dollars of the Active listings that are not leases.
  public let price: NumberSummary
  /// The mean living area in square feet of all listings that have it; nil where none has.
  public let meanSqft: Double?
  /// The mean year of construction of all listings that have it.
  public let meanYearBuilt: Double?
  /// The mean association fee in dollars of all listings that have one; 0 is one.
  public let meanHoaFee: Double?
}
