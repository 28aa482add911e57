public import Geometry

/// The home whose price is asked for.
///
/// Only what a buyer pays for is here; who lives around it is not, and is never an input.
public struct Subject: Sendable, Equatable {
  /// Where it stands.
  public var coordinate: Coordinate
  /// Living area in square feet.
  public var sqft: Double
  /// Bedrooms.
  public var beds: Double?
  /// Bathrooms, in half steps.
  public var baths: Double?
  /// The year in which it was built.
  public var yearBuilt: Int?
  /// The lot in square feet.
  public var lotSizeSquareFeet: Double?
  /// Storeys.
  public var stories: Double?
  /// The contract's property type, such as `A`; comparables are of the same.
  public var propertyType: String?
  /// The moment of the valuation, in seconds since 1970 UTC; no sale after it counts.
  public var asOf: Int64
  /// The subject's own listing where it is in the index; it is never its own comparable.
  public var listingKey: String?

  /// Describes a home; what is not known stays nil.
  public init(
    coordinate: Coordinate, sqft: Double, beds: Double? = nil, baths: Double? = nil, yearBuilt: Int? = nil,
    lotSizeSquareFeet: Double? = nil, stories: Double? = nil, propertyType: String? = "A", asOf: Int64,
    listingKey: String? = nil
  ) {
    self.coordinate = coordinate
    self.sqft = sqft
    self.beds = beds
    self.baths = baths
    self.yearBuilt = yearBuilt
    self.lotSizeSquareFeet = lotSizeSquareFeet
    self.stories = stories
    self.propertyType = propertyType
    self.asOf = asOf
    self.listingKey = listingKey
  }
}
