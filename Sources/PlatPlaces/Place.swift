internal import PlatCommon
public import PlatGeometry
internal import PlatIndex
internal import PlatListings
package import PlatSearch

/// A named place: a city, a subdivision, a postal code, a region, a street, an address.
///
/// Cities and subdivisions of the listings have the id, the counts and the conditions of their
/// pages, so a text and the pages refer to the same place.
public struct Place: Sendable, Equatable {
  /// The kind.
  public var kind: PlaceKind
  /// The id in requests for a city or subdivision: `palm-springs-ca`, `deepwell-palm-springs-ca`;
  /// stable across builds.
  ///
  /// Empty for any other place, for a place that no listing names, and for a name that several
  /// cities or subdivisions share.
  public var id = ""
  /// The common name.
  public var name: String
  /// Other names, equivalent to the common one.
  public var aliases: [String]
  /// Loose or former names: an answer by one of them is never certain.
  public var otherNames: [String]
  /// The cities that contain it, or that it represents, the one with the most listings first; empty
  /// for a city.
  public var cities: [String]
  /// The id of the first of these cities, or the city's own; empty under the same conditions as
  /// ``id``.
  public var cityID = ""
  /// The state as two letters, if known.
  public var state: String?
  /// The state in the most common spelling of its listings, `California` or `CA`; nil if none has
  /// one.
  public var stateText: String?
  /// The middle, if known.
  public var coordinate: Coordinate?
  /// The bounding box, if known.
  public var box: Box?
  /// The number of listings of any status.
  public var listings: Int
  /// The number of Active listings; counted for cities, subdivisions and postal codes.
  public var activeListings = 0
  /// The population; 0 if unknown.
  public var population: Int
  /// The conditions that exactly the listings of a city or subdivision meet.
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

  /// The city itself, or the main city that contains it.
  public var city: String? { kind == .city ? name : cities.first }

  /// The filter that exactly its listings match; nothing matches for a place without an id.
  package var filter: ListingFilter {
    ListingFilter(id.isEmpty ? [.equals(.city, [])] : conditions)
  }

  /// Whether a name contains a text without regard to case, accents and the kind of white space.
  package static func name(_ name: String, contains text: String) -> Bool {
    TextFolding.fold(name).contains(TextFolding.fold(LineText.uniform(text)))
  }

  /// Whether the place is in a state, given by its two letters or its name.
  ///
  /// Every place is if no state is given; a place with an unknown state is in none.
  public func isIn(state wanted: String?) -> Bool {
    guard let wanted, !wanted.isEmpty else { return true }
    guard let own = stateText ?? state else { return false }
    return (States.code(own) ?? own).lowercased() == (States.code(wanted) ?? wanted).lowercased()
  }
}
