public import PlatGeometry
public import PlatListings

/// A listing as a test knows it: the input in the plainest form, for scans by oracles.
public struct PlainListing: Sendable, Equatable {
  /// The listing key.
  public var key: String
  private var numbers: [Int64?]
  private var texts: [String?]

  /// Makes a listing without any value.
  public init(key: String) {
    self.key = key
    numbers = Array(repeating: nil, count: Field.allCases.count)
    texts = Array(repeating: nil, count: Field.allCases.count)
  }

  /// The stored number of a number, date or flag field.
  public subscript(number field: Field) -> Int64? {
    get { numbers[field.ordinal] }
    set { numbers[field.ordinal] = newValue }
  }

  /// The text of a text field.
  public subscript(text field: Field) -> String? {
    get { texts[field.ordinal] }
    set { texts[field.ordinal] = newValue }
  }

  /// The position.
  public var position: Coordinate? {
    get {
      guard let longitude = self[number: .longitude], let latitude = self[number: .latitude] else {
        return nil
      }
      return Coordinate(longitude: Int32(longitude), latitude: Int32(latitude))
    }
    set {
      self[number: .longitude] = newValue.map { Int64($0.longitude) }
      self[number: .latitude] = newValue.map { Int64($0.latitude) }
    }
  }

  /// The listing date for sorting.
  public var listedDate: Int64? {
    self[number: .onMarketDate] ?? self[number: .listingContractDate]
  }

  /// Its price divided by its living area; nil if either is missing.
  public var pricePerSqft: Double? {
    guard let price = self[number: .listPrice], let area = self[number: .sqft], area > 0 else {
      return nil
    }
    return Double(price) / Double(area)
  }
}
