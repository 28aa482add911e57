public import PlatGeometry

/// What places data says of one thing: a city, a subdivision, a school, an owners' association, a
/// photo, a region.
public struct PlaceRecord: Sendable, Equatable {
  /// What it is, of the kinds that places data describes (``PlaceKind/described``).
  public var kind: PlaceKind
  /// Its id, good for a web address and the same for the same thing in every import: name, city and
  /// state.
  public var id = ""
  /// Its name; of a photo the caption or nothing.
  public var name = ""
  /// The city that it is in; nil for a city.
  public var city: String?
  /// The subdivision that it belongs to: of an association, a photo.
  public var subdivision: String?
  /// The state as two letters.
  public var state: String?
  /// Where it is.
  public var coordinate: Coordinate?
  /// The box around its boundary.
  public var box: Box?
  /// Whether it has a boundary (``PlaceDirectory/boundary(of:)``).
  public var hasBoundary = false
  /// Other names.
  public var aliases: [String] = []
  /// The cities of a region.
  public var cities: [String] = []
  /// How many people live there: shown, and never an input to what a home is worth.
  public var population: Int?
  /// The median income of its households in dollars a year: shown, and never an input to what a
  /// home is worth.
  public var medianIncome: Double?
  /// A school's level, such as Elementary.
  public var level: String?
  /// A school's grades, such as K-5.
  public var grades: String?
  /// A school's rating, in its source's scale.
  public var rating: Double?
  /// What an association charges, in dollars.
  public var fee: Double?
  /// How often it charges that, such as Monthly.
  public var feePer: String?
  /// What an association offers.
  public var amenities: [String] = []
  /// The address on the web, of a photo the picture's own.
  public var url: String?
  /// A photo's caption.
  public var caption: String?
  /// Who is to be named for it.
  public var credit: String?
  /// The number that its source gives it.
  public var sourceID: String?
  /// Whatever else its source said, by column or property, in their order.
  public var more: [More] = []

  /// A value that has no property of its own.
  public struct More: Sendable, Equatable {
    /// The column's or property's name.
    public var name: String
    /// Its text.
    public var value: String
  }

  /// Makes a record of a kind without anything in it.
  public init(_ kind: PlaceKind) { self.kind = kind }
}
