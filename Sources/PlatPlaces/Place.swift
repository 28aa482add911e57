public import PlatGeometry
internal import PlatListings
package import PlatSearch

/// A place that has a name: a city, a subdivision, a postal code, a region, a street, an address.
///
/// Cities and subdivisions of the listings carry the id, the counts and the conditions under which
/// their pages find them, so that the place a text means is the place that the pages show.
public struct Place: Sendable, Equatable {
  /// What it is.
  public var kind: PlaceKind
  /// What a city or subdivision is asked for by: `palm-springs-ca`, `deepwell-palm-springs-ca`;
  /// the same after each build.
  ///
  /// Empty for any other place, for one that no listing names, and for a name that several cities
  /// or subdivisions share.
  public var id = ""
  /// Its name as people write it.
  public var name: String
  /// Other names that it goes by, as good as its own.
  public var aliases: [String]
  /// Names that it may be called by, or was: an answer by one of them is never certain.
  public var otherNames: [String]
  /// The cities that it lies in, or that it stands for, the one with the most listings first; none
  /// for a city.
  public var cities: [String]
  /// The id of the first of these cities, or the city's own; empty where ``id`` would be.
  public var cityID = ""
  /// The state as two letters, where it is known.
  public var state: String?
  /// The state as most of its listings spell it, `California` or `CA`; nil where none names one.
  public var stateText: String?
  /// Its middle, where it is known.
  public var coordinate: Coordinate?
  /// The box around it, where it is known.
  public var box: Box?
  /// How many listings it has, whatever their status.
  public var listings: Int
  /// How many of them are Active; counted for cities, subdivisions and postal codes.
  public var activeListings = 0
  /// How many people live there; 0 where that is not known.
  public var population: Int
  /// What the listings of a city or subdivision have in common: they and no others match.
  ///
  /// Empty for a place without an id.
  package var conditions: [ListingFilter.Condition] = []

  /// Describes a place.
  public init(
    _ kind: PlaceKind, _ name: String, aliases: [String] = [], otherNames: [String] = [],
    cities: [String] = [],
    state: String? = nil,
    coordinate: Coordinate? = nil, box: Box? = nil, listings: Int = 0, population: Int = 0
  ) {
    self.kind = kind
    self.name = name
    self.aliases = aliases
    self.otherNames = otherNames
    self.cities = cities
    self.state = state
    self.coordinate = coordinate
    self.box = box
    self.listings = listings
    self.population = population
  }

  /// The city itself, or the city that it mostly lies in.
  public var city: String? { kind == .city ? name : cities.first }

  /// The filter that its listings match, and no others; none matches for a place without an id.
  package var filter: ListingFilter {
    ListingFilter(id.isEmpty ? [.equals(.city, [])] : conditions)
  }

  /// Whether the place lies in a state, given by its two letters or its name.
  ///
  /// Every place does where no state is given; a place whose state is unknown lies in none.
  public func isIn(state wanted: String?) -> Bool {
    guard let wanted, !wanted.isEmpty else { return true }
    guard let own = stateText ?? state else { return false }
    return (States.code(own) ?? own).lowercased() == (States.code(wanted) ?? wanted).lowercased()
  }
}
