public import PlatGeometry
public import PlatListings

/// The home to be valued.
///
/// It has only facts that a buyer pays for; facts about the people who live nearby are never an
/// input.
public struct Subject: Sendable, Equatable {
  /// The position.
  public var coordinate: Coordinate
  /// Living area in square feet.
  public var sqft: Double
  /// Bedrooms.
  public var beds: Double?
  /// Bathrooms, in half steps.
  public var baths: Double?
  /// The year of construction.
  public var yearBuilt: Int?
  /// The lot in square feet.
  public var lotSizeSquareFeet: Double?
  /// Storeys.
  public var stories: Double?
  /// The contract's property type, such as `A`; comparables have the same one.
  ///
  /// If it is nil, sales of any type are compared.
  public var propertyType: String?
  /// The kind of home, such as `Condo`; sales of the same kind are more alike.
  public var propertySubType: String?
  /// Its unit in the building; it distinguishes the home from others at the same position.
  public var unitNumber: String?
  /// The moment of the valuation, in seconds since 1970 UTC; only sales that closed before it
  /// count.
  public var asOf: Int64
  /// The key of the subject's own listing, if it is in the index; it is never its own comparable.
  public var listingKey: String?

  /// Describes a home; unknown facts are nil.
  public init(
    coordinate: Coordinate, sqft: Double, beds: Double? = nil, baths: Double? = nil,
    yearBuilt: Int? = nil,
    lotSizeSquareFeet: Double? = nil, stories: Double? = nil,
    propertyType: String? = PropertyType.residential,
    propertySubType: String? = nil, unitNumber: String? = nil, asOf: Int64,
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
    self.propertySubType = propertySubType
    self.unitNumber = unitNumber
    self.asOf = asOf
    self.listingKey = listingKey
  }
}

extension Subject {
  /// Refuses an invalid home.
  func check() throws(ValuationError) {
    guard sqft > 0, sqft <= 1e7 else {
      throw .subject(
        field: "sqft", value: "\(sqft)", expected: "more than 0 and at most 10,000,000 square feet")
    }
    func check(_ field: String, _ value: Double?, _ most: Double) throws(ValuationError) {
      guard let value, !(value >= 0 && value <= most) else { return }
      throw .subject(field: field, value: "\(value)", expected: "a number from 0 to \(Int(most))")
    }
    try check("beds", beds, 255)
    try check("baths", baths, 255)
    try check("stories", stories, 255)
    try check("lotSizeSquareFeet", lotSizeSquareFeet, 1e12)
    if let yearBuilt, !(1600...2100).contains(yearBuilt) {
      throw .subject(
        field: "yearBuilt", value: "\(yearBuilt)", expected: "a year from 1600 to 2100")
    }
    guard asOf.magnitude <= 100_000_000_000 else {
      throw .subject(
        field: "asOf", value: "\(asOf)", expected: "seconds since 1970, within 3,000 years of it")
    }
    guard coordinate.latitude.magnitude <= 900_000_000,
      coordinate.longitude.magnitude <= 1_800_000_000
    else {
      throw .subject(field: "position", value: "\(coordinate)", expected: "a position on the globe")
    }
  }
}
