public import PlatGeometry

/// A place that has a name: what a gazetteer is made of.
public struct Place: Sendable, Equatable {
  /// What it is.
  public var kind: PlaceKind
  /// Its name as people write it.
  public var name: String
  /// Other names that it goes by, as good as its own.
  public var aliases: [String]
  /// Names that it may be called by, or was: an answer by one of them is never certain.
  public var otherNames: [String]
  /// The cities that it lies in, or that it stands for, the one with the most listings first; none
  /// for a city.
  public var cities: [String]
  /// The state as two letters, where it is known.
  public var state: String?
  /// Its middle, where it is known.
  public var coordinate: Coordinate?
  /// The box around it, where it is known.
  public var box: Box?
  /// How many listings it has.
  public var listings: Int
  /// How many people live there; 0 where that is not known.
  public var population: Int

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
}
