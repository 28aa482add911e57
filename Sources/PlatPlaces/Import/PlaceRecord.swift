public import PlatGeometry

/// The places data on one object: a city, a subdivision, a school, an owners' association, a photo,
/// a region.
public struct PlaceRecord: Sendable, Equatable {
  /// The kind, one of those in places data (``PlaceKind/described``).
  public var kind: PlaceKind
  /// The id, usable in a web address and stable across imports: name, city and state.
  public var id = ""
  /// The name; for a photo the caption, or empty.
  public var name = ""
  /// The city that contains it; nil for a city.
  public var city: String?
  /// The subdivision of an association or a photo.
  public var subdivision: String?
  /// The state as two letters.
  public var state: String?
  /// The position.
  public var coordinate: Coordinate?
  /// The box around its boundary.
  public var box: Box?
  /// Whether it has a boundary (``PlaceDirectory/boundary(of:)``).
  public var hasBoundary = false
  /// Other names.
  public var aliases: [String] = []
  /// The cities of a region.
  public var cities: [String] = []
  /// The population: shown, but never an input to a valuation.
  public var population: Int?
  /// The median household income in dollars a year: shown, but never an input to a valuation.
  public var medianIncome: Double?
  /// A school's level, such as Elementary.
  public var level: String?
  /// A school's grades, such as K-5.
  public var grades: String?
  /// A school's rating, in its source's scale.
  public var rating: Double?
  /// An association's fee in dollars.
  public var fee: Double?
  /// The period of the fee, such as Monthly.
  public var feePer: String?
  /// An association's amenities.
  public var amenities: [String] = []
  /// The web address; for a photo that of the picture.
  public var url: String?
  /// A photo's caption.
  public var caption: String?
  /// The attribution.
  public var credit: String?
  /// The source's number for it.
  public var sourceID: String?
  /// All other values of the source, by column or property, in their order.
  public var more: [More] = []

  /// A value without its own property.
  public struct More: Sendable, Equatable {
    /// The column's or property's name.
    public var name: String
    /// Its text.
    public var value: String
  }

  /// Makes an empty record of a kind.
  public init(_ kind: PlaceKind) { self.kind = kind }
}
