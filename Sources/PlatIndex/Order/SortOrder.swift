/// An order in which listings can be sorted.
public enum SortOrder: String, CaseIterable, Sendable {
  /// By list price, then by square feet: the compound index.
  case price
  /// By the listed date: the on-market date, or else the contract date.
  case date
  /// By living area.
  case sqft
  /// By list price divided by living area.
  case pricePerSqft
  /// By the close price. Cursors store an order's position in this list, so append new orders.
  case closePrice
  /// By the close date.
  case closeDate

  /// The orders that a snapshot stores as permutations of the rows.
  ///
  /// The others are sorted from their columns, in O(matches).
  public static let stored: [SortOrder] = [.price, .date, .sqft, .pricePerSqft]

  /// The name of the section that holds the order.
  var name: String { rawValue }
}
