/// The property types that the engine itself uses, as stored in listings.
///
/// A listing service may have other types: the lookup is open.
public enum PropertyType {
  /// Homes to buy, each for one household.
  public static let residential = "A"
  /// Homes to rent.
  public static let lease = "B"
  /// Buildings rented out for income.
  public static let income = "C"

  /// The stored word for a word of a request: `B` for `Residential Lease`; any other word is
  /// unchanged.
  package static func canonical(_ word: String) -> String {
    // No type has a longer name.
    guard word.utf8.count <= 64 else { return word }
    return switch String(word.lowercased().unicodeScalars.filter { $0 != " " }) {
    case "residential": residential
    case "residentiallease", "lease": lease
    case "residentialincome", "income": income
    default: word
    }
  }
}
