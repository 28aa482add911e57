public import PlatIndex

/// A sale that the subject is compared with, and what its price says of the subject's.
public struct ComparableSale: Sendable, Equatable {
  /// The sale's row.
  public let row: ListingRow
  /// Dollars that were paid.
  public let soldPrice: Double
  /// When it closed, in seconds since 1970 UTC.
  public let soldDate: Int64
  /// Living area in square feet.
  public let sqft: Double
  /// Metres from the subject on the WGS 84 ellipsoid.
  public let distanceMeters: Double
  /// What is added to the price because the subject differs; only respects that make a difference.
  public let adjustments: [Adjustment]
  /// The sold price and all adjustments: what the subject would have been paid for as this home
  /// was.
  public let adjustedPrice: Double
  /// Its share in the estimate, from 0 to 1; the weights of all comparables add up to 1.
  public let weight: Double

  /// Dollars that were paid for a square foot.
  public var pricePerSqft: Double { soldPrice / sqft }

  init(
    row: ListingRow, soldPrice: Double, soldDate: Int64, sqft: Double, distanceMeters: Double,
    adjustments: [Adjustment],
    weight: Double
  ) {
    self.row = row
    self.soldPrice = soldPrice
    self.soldDate = soldDate
    self.sqft = sqft
    self.distanceMeters = distanceMeters
    self.adjustments = adjustments
    adjustedPrice = soldPrice + Double(adjustments.reduce(0) { $0 + $1.dollars })
    self.weight = weight
  }
}
