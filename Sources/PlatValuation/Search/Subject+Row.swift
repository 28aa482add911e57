public import PlatIndex
internal import PlatListings

extension Subject {
  /// The home of a row, as the columns describe it; nil if it has no position or no living area, or
  /// if the row belongs to another generation.
  ///
  /// - Parameters:
  ///   - row: A row of the generation.
  ///   - generation: The generation that holds the home.
  ///   - asOf: The moment of the valuation, in seconds since 1970 UTC.
  public init?(_ row: ListingRow, of generation: Generation, asOf: Int64) {
    guard let ordinal = generation.ordinal(of: row) else { return nil }
    self.init(ordinal: ordinal, of: generation.index, asOf: asOf)
  }

  package init?(ordinal row: Int, of index: ListingIndex, asOf: Int64) {
    guard let position = index.position(row) else { return nil }
    func number(_ field: Field) -> Double? {
      index.numbers(field)?.value(row).map { Double($0) / Double(field.scale) }
    }
    guard let sqft = number(.sqft), sqft > 0 else { return nil }
    self.init(
      coordinate: position, sqft: sqft, beds: number(.beds), baths: number(.baths),
      yearBuilt: number(.yearBuilt).flatMap { Int(exactly: $0) },
      lotSizeSquareFeet: number(.lotSizeSquareFeet),
      stories: number(.stories), propertyType: index.codes(.propertyType)?.text(row),
      propertySubType: index.codes(.propertySubType)?.text(row),
      unitNumber: index.codes(.unitNumber)?.text(row),
      asOf: asOf, listingKey: index.keys.string(at: row))
  }
}
