/// What a name in the gazetteer stands for.
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
  /// A named boundary that places data brought.
  case boundary
  /// A configured name for several cities, such as a valley.
  case region
}
