public import PlatIndex

/// A sale compared with the subject, and its price adjusted to the subject.
public struct ComparableSale: Sendable, Equatable {
  /// The sale's row.
  public let row: ListingRow
  /// The price paid, in dollars.
  public let soldPrice: Double
  /// The closing time, in seconds since 1970 UTC.
  public let soldDate: Int64
  /// Living area in square feet.
  public let sqft: Double
  /// Metres from the subject on the WGS 84 ellipsoid.
  public let distanceMeters: Double
  /// The amounts added to the price because the subject differs; only those that are not zero.
  public let adjustments: [Adjustment]
  /// The sold price plus all adjustments: an estimate of the subject's price from this sale.
  public let adjustedPrice: Double
  /// The sale's share of the estimate, from 0 to 1; the weights of all comparables add up to 1.
  public let weight: Double

  /// The price paid per square foot, in dollars.
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
