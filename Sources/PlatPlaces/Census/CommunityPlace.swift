public import PlatSearch

/// A city or a subdivision that listings of an index name.
public struct CommunityPlace: Equatable, Sendable {
  /// What a place is.
  public enum Kind: String, Sendable {
    /// Listings that name one city, in one state.
    case city
    /// Listings that name one subdivision, in one city.
    case subdivision
  }

  /// What it is.
  public let kind: Kind
  /// What it is asked for by: `palm-springs-ca`, `deepwell-palm-springs-ca`; the same after each
  /// build.
  public let id: String
  /// Its name, as most of its listings spell it.
  public let name: String
  /// The city that a subdivision lies in, or the city's own name.
  public let city: String
  /// The id of the city that a subdivision lies in, or the city's own.
  public let cityID: String
  /// The state, as most of its listings spell it; nil where none names one.
  public let state: String?
  /// How many listings there are, whatever their status.
  public let totalListings: Int
  /// How many of them are Active.
  public let activeListings: Int
  /// What its listings have in common: they and no others match.
  public let conditions: [ListingFilter.Condition]
}

/// The statistics of a place.
public struct PlaceStatistics: Equatable, Sendable {
  /// How many listings there are, whatever their status.
  public let totalListings: Int
  /// How many of them are Active.
  public let activeListings: Int
  /// List prices in dollars of the Active listings that are not leases.
  public let price: NumberSummary
  /// The mean living area in square feet of all listings that tell it; nil where none does.
  public let meanSqft: Double?
  /// The mean year of building of all listings that tell it.
  public let meanYearBuilt: Double?
  /// The mean association fee in dollars of all listings that tell one; 0 is one.
  public let meanHoaFee: Double?
}
