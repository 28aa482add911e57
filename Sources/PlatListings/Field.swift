/// A field of a listing: one case for each key of the catalogue, with the key's name in JSON.
///
/// ``Field/definition`` describes it. To add a field, add a case here and its line in
/// ``Field/definitions``; columns, JSON, CSV, parameters and the documentation follow from that
/// line. A field with a column also has a typed form: ``Field/Number``, ``Field/Date``,
/// ``Field/Flag`` or ``Field/Text``.
public enum Field: Int, CaseIterable, Sendable {
  // Identity
  case listingKey, listingId, mlsId, mlsSource, slug, source
  // Status and type
  case standardStatus, propertyType, propertySubType
  // Price
  case listPrice, originalListPrice, closePrice, hoaFee, taxAnnualAmount
  // Size
  case beds, baths, fullBaths, halfBaths, sqft, yearBuilt, stories, garage, pool, lotSizeAcres,
    lotSizeSquareFeet
  // Place
  case city, stateOrProvince, postalCode, subdivision, streetNumber, streetDirPrefix, streetName,
    streetSuffix
  case streetDirSuffix, unitNumber, latitude, longitude
  // Land
  case landType, landLeaseAmount, landLeasePer, landLeaseExpirationDate, landLeaseYearsRemaining
  // Text
  case publicRemarks, privateRemarks
  // Dates
  case listingContractDate, onMarketDate, closeDate, statusChangeTimestamp, modificationTimestamp
  case photoModificationTimestamp
  // Agent
  case listAgentFullName, listAgentEmail, listAgentDirectPhone, listOfficeName
  // Media
  case photos, documents, openHouses, videos, virtualTours, virtualTourUrl, videoUrl
  // Featured
  case isFeatured, featuredOrder

  /// The key in JSON, and the name of the field's sections in a snapshot.
  public var key: String { Self.keys[rawValue] }

  /// The field's index in `Field.allCases`: dense numbers from 0, for tables indexed by field.
  ///
  /// An enumeration without payloads is stored as the number of its case. So this is a plain load,
  /// while `rawValue` is a call.
  @inlinable
  public var ordinal: Int { Int(unsafe unsafeBitCast(self, to: UInt8.self)) }

  /// The field's definition in the catalogue.
  public var definition: FieldDefinition { Self.definitions[ordinal] }

  private static let keys = allCases.map { String(describing: $0) }
}
