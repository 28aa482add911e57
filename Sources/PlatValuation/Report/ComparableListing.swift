public import PlatGeometry
public import PlatListings

/// The public facts about a comparable's listing in answers and reports.
///
/// It is a plain value: it holds no generation, and no address that a seller hides.
public struct ComparableListing: Sendable, Equatable {
  /// The listing key.
  public let key: String
  /// The listing's part of a URL.
  public let slug: String
  /// The street address; empty if it is missing.
  public let streetAddress: String
  /// The address with city, state and postal code.
  public let address: String
  /// The position; nil if it is missing.
  public let position: Coordinate?
  private let stored: [Field: Int64]

  /// The fields with numbers.
  package static let fields: [Field] = [.beds, .baths, .yearBuilt, .lotSizeSquareFeet, .stories]

  /// Takes the parts as they are.
  ///
  /// - Parameter stored: The stored number of a field.
  package init(
    key: String, slug: String, streetAddress: String, address: String, position: Coordinate?,
    stored: (Field) -> Int64?
  ) {
    self.key = key
    self.slug = slug
    self.streetAddress = streetAddress
    self.address = address
    self.position = position
    var numbers: [Field: Int64] = [:]
    for field in Self.fields { numbers[field] = stored(field) }
    self.stored = numbers
  }

  /// Bedrooms, bathrooms, year, lot or floors in the field's unit; nil if it is missing, and for
  /// every other field.
  public func value(_ field: Field) -> Double? {
    stored[field].map { Double($0) / Double(field.scale) }
  }

  /// The stored number of one of the fields.
  package func stored(_ field: Field) -> Int64? { stored[field] }
}
