/// An amount added to a sale's price because the subject differs from it in one respect.
public struct Adjustment: Sendable, Equatable {
  /// The respects in which homes differ, in the order of adjustment.
  public enum Kind: String, CaseIterable, Sendable {
    /// Living area.
    case size
    /// The lot.
    case lot
    /// Bedrooms.
    case beds
    /// Bathrooms.
    case baths
    /// Storeys.
    case stories
    /// The year of construction.
    case age
    /// The kind of home, such as a condominium.
    case homeType
    /// The change of prices between the sale and the moment of the valuation.
    case time
    /// The value of the location.
    case location
  }

  /// The respect in which the two differ.
  public let kind: Kind
  /// Whole dollars: positive if the subject is worth more.
  public let dollars: Int
  /// The difference of the subject from the sale, such as `240 sq ft larger`.
  public let text: String

  /// Takes the parts as they are.
  public init(kind: Kind, dollars: Int, text: String) {
    self.kind = kind
    self.dollars = dollars
    self.text = text
  }
}
