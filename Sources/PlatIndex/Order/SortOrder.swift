/// An order in which listings can be sorted; each but distance is stored as a permutation of the
/// rows.
public enum SortOrder: String, CaseIterable, Sendable {
  /// By list price, and square feet where prices are equal: the compound index.
  case price
  /// By the date listed: the date on the market, or else the contract's.
  case date
  /// By living area.
  case sqft
  /// By list price divided by living area.
  case pricePerSqft

  /// The name of the section that holds the order.
  var name: String { rawValue }
}
