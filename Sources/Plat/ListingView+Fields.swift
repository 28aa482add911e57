internal import PlatIndex

/// The fields that most programs read, as typed properties.
extension ListingView {
  /// The list price in dollars.
  public var listPrice: Double? { value(.listPrice) }
  /// The price paid, in dollars.
  public var closePrice: Double? { value(.closePrice) }
  /// The number of bedrooms.
  public var beds: Int? { value(.beds).map { Int($0) } }
  /// The number of bathrooms, in quarters.
  public var baths: Double? { value(.baths) }
  /// The living area in square feet.
  public var sqft: Double? { value(.sqft) }
  /// The year of construction.
  public var yearBuilt: Int? { value(.yearBuilt).map { Int($0) } }
  /// The RESO StandardStatus, such as `Active`.
  public var standardStatus: String? { text(.standardStatus) }
  /// The kind of home, such as `Condo`.
  public var propertySubType: String? { text(.propertySubType) }
  /// The city's name.
  public var city: String? { text(.city) }
  /// The postal code.
  public var postalCode: String? { text(.postalCode) }
}

extension ListingView: Identifiable {
  /// The listing key.
  public var id: String { key }
}

/// Views are equal when they are the same row of the same generation.
extension ListingView: Hashable {
  /// Whether two views are the same row of the same generation.
  public static func == (one: ListingView, other: ListingView) -> Bool { one.row == other.row }

  /// Hashes the row.
  public func hash(into hasher: inout Hasher) { hasher.combine(row) }
}
