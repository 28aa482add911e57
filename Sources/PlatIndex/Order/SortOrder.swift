/// An order in which listings can be sorted.
public enum SortOrder: String, CaseIterable, Sendable {
  /// By list price, and square feet where prices are equal: the compound index.
  case price
  /// By the date listed: the date on the market, or else the contract's.
  case date
  /// By living area.
  case sqft
  /// By list price divided by living area.
  case pricePerSqft
  /// By the price that was paid. Cursors hold an order's place in this list: new orders come last.
  case closePrice
  /// By the date of the sale.
  case closeDate

  /// The orders that a snapshot stores as permutations of the rows.
  ///
  /// The others are sorted from their columns, in O(matches).
  public static let stored: [SortOrder] = [.price, .date, .sqft, .pricePerSqft]

  /// The name of the section that holds the order.
  var name: String { rawValue }
}
