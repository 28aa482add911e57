/// The property types that the engine itself asks for, as listings hold them.
///
/// A listing service may have further ones: the lookup is open.
public enum PropertyType {
  /// Homes to buy, each for one household.
  public static let residential = "A"
  /// Homes to rent.
  public static let lease = "B"
  /// Buildings that are let.
  public static let income = "C"

  /// The word that listings hold for a word of a request: `Residential Lease` is `B`; any other
  /// word as it is.
  package static func canonical(_ word: String) -> String {
    // No name of a type is longer.
    guard word.utf8.count <= 64 else { return word }
    return switch String(word.lowercased().unicodeScalars.filter { $0 != " " }) {
    case "residential": residential
    case "residentiallease", "lease": lease
    case "residentialincome", "income": income
    default: word
    }
  }
}
