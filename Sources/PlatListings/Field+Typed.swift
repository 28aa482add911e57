// The searchable fields by the kind of their values, so that a condition on a field of another kind
// does not compile. A test compares each list with the catalogue.
extension Field {
  /// A number field that a search can test and read.
  ///
  /// For latitude and longitude use a region, such as a box.
  public enum Number: String, CaseIterable, Sendable {
    case listPrice, originalListPrice, closePrice, hoaFee
    case beds, baths, sqft, yearBuilt, stories, garage, lotSizeSquareFeet
    case featuredOrder

    /// The field in the catalogue.
    public var field: Field { Field(searchable: rawValue) }
  }

  /// A date field that a search can test and read, in seconds since 1970.
  public enum Date: String, CaseIterable, Sendable {
    case listingContractDate, onMarketDate, closeDate

    /// The field in the catalogue.
    public var field: Field { Field(searchable: rawValue) }
  }

  /// A flag field that a search can test and read.
  public enum Flag: String, CaseIterable, Sendable {
    case isFeatured

    /// The field in the catalogue.
    public var field: Field { Field(searchable: rawValue) }
  }

  /// A text or lookup field that a search can test and read.
  public enum Text: String, CaseIterable, Sendable {
    case mlsSource, source
    case standardStatus, propertyType, propertySubType
    case pool
    case city, stateOrProvince, postalCode, subdivision, streetNumber, streetDirPrefix, streetName,
      streetSuffix, streetDirSuffix
    case unitNumber, landType
    case listAgentFullName, listOfficeName

    /// The field in the catalogue.
    public var field: Field { Field(searchable: rawValue) }
  }

  /// The field with a key of the catalogue; every key in the lists above is valid.
  private init(searchable key: String) { self = Self.byKey[key] ?? .listingKey }

  private static let byKey = Dictionary(uniqueKeysWithValues: allCases.map { ($0.key, $0) })
}
