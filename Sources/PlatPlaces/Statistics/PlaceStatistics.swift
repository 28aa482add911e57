public import PlatSearch

/// The statistics of a place.
public struct PlaceStatistics: Equatable, Sendable {
  /// The number of listings of any status.
  public let totalListings: Int
  /// The number of Active listings.
  public let activeListings: Int
  /// List prices in dollars of the Active listings that are not leases.
  public let price: NumberSummary
  /// The mean living area in square feet of all listings that have it; nil if none has it.
  public let meanSqft: Double?
  /// The mean year of construction of all listings that have it.
  public let meanYearBuilt: Double?
  /// The mean association fee in dollars of all listings that have one; a fee of 0 counts.
  public let meanHoaFee: Double?
}
