/// The kind of a place.
public enum PlaceKind: String, Sendable, CaseIterable {
  /// A city or town.
  case city
  /// A subdivision, tract or community within a city.
  case subdivision
  /// A postal code.
  case postalCode
  /// A street address, with its number.
  case address
  /// A street, without a number.
  case street
  /// A listing, by its key.
  case listing
  /// A named boundary from places data, such as a neighborhood.
  case boundary
  /// A name for several cities, such as a valley.
  case region
  /// A school.
  case school
  /// A homeowners' association.
  case hoa
  /// A photo of a city or subdivision.
  case photo

  /// The kinds in places data, in listing order.
  public static let described: [PlaceKind] = [
    .city, .subdivision, .postalCode, .boundary, .school, .hoa, .photo, .region,
  ]

  /// The kind for a word, among those in places data.
  init?(described word: String) {
    guard let kind = PlaceKind(rawValue: word), Self.described.contains(kind) else { return nil }
    self = kind
  }
}
