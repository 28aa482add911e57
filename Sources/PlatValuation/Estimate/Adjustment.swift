/// What is added to a sale's price because the subject differs from it in one respect.
public struct Adjustment: Sendable, Equatable {
  /// The respect in which the two differ, in the order in which they are adjusted.
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
    /// The year in which it was built.
    case age
    /// What kind of home it is, such as a condominium.
    case homeType
    /// What prices did between the sale and the moment of the valuation.
    case time
    /// What the place is worth.
    case location
  }

  /// The respect in which the two differ.
  public let kind: Kind
  /// Whole dollars: positive where the subject is worth more.
  public let dollars: Int
  /// What it says of the subject beside the sale, such as `240 sq ft larger`.
  public let text: String

  /// Takes the parts as they are.
  public init(kind: Kind, dollars: Int, text: String) {
    self.kind = kind
    self.dollars = dollars
    self.text = text
  }
}
