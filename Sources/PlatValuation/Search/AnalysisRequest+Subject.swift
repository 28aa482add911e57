package import PlatGeometry
package import PlatIndex
internal import PlatListings
package import PlatSearch

/// The source of a subject's position.
public enum SubjectPlace: String, CaseIterable, Sendable {
  /// The caller gave the position.
  case given
  /// A listing of the index has the address.
  case listing
  /// The house number is between known numbers of its street.
  case houseNumber
  /// Only the street is known.
  case street
}

extension AnalysisRequest {
  /// Makes the subject of the request; its own listing supplies facts that the request leaves out.
  ///
  /// - Parameters:
  ///   - coordinate: The position of the home.
  ///   - own: The row of its listing; nil if it has none in the generation.
  ///   - generation: The generation that has the sales.
  ///   - now: The moment of the estimate if the request names none, in seconds since 1970.
  /// - Throws: `ParameterError` if position, living area, bedrooms or bathrooms are missing. A home
  ///   with a listing needs neither bedrooms nor bathrooms.
  package func subject(
    at coordinate: Coordinate?, own: ListingRow?, in generation: Generation, now: Int64
  ) throws(ParameterError) -> Subject {
    let index = generation.index
    let row = own.flatMap { generation.ordinal(of: $0) }
    func number(_ field: Field) -> Double? {
      row.flatMap { index.numbers(field)?.value($0) }.map { Double($0) / Double(field.scale) }
    }
    func text(_ field: Field) -> String? { row.flatMap { index.codes(field)?.text($0) } }

    guard let coordinate else { throw Self.missingPosition }
    guard let sqft = sqft ?? number(.sqft) else {
      throw Self.missing("sqft", "living area in square feet")
    }
    let (beds, baths) = (beds ?? number(.beds), baths ?? number(.baths))
    if row == nil {
      if beds == nil { throw Self.missing("beds", "the number of bedrooms") }
      if baths == nil { throw Self.missing("baths", "the number of bathrooms") }
    }
    // If the listings of an index have no property type, all are compared.
    let type =
      propertyType ?? text(.propertyType)
      ?? (index.codes(.propertyType)?.codes == 0 ? nil : PropertyType.residential)
    return Subject(
      coordinate: coordinate, sqft: sqft, beds: beds, baths: baths,
      yearBuilt: yearBuilt ?? number(.yearBuilt).map { Int($0) },
      lotSizeSquareFeet: lotSizeSquareFeet ?? number(.lotSizeSquareFeet),
      stories: stories ?? number(.stories), propertyType: type,
      propertySubType: text(.propertySubType), unitNumber: text(.unitNumber), asOf: asOf ?? now,
      listingKey: row.map { index.keys.string(at: $0) })
  }
}
