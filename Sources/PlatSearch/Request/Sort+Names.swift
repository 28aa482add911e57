public import PlatGeometry
internal import PlatIndex

/// The orders by name: `.price`, `.price.descending`, `.distance(from: center)`.
extension Sort {
  /// By list price, the cheapest first.
  public static var price: Sort { .by(.price, descending: false) }
  /// By listing date, the oldest first.
  public static var date: Sort { .by(.date, descending: false) }
  /// By living area, the smallest first.
  public static var sqft: Sort { .by(.sqft, descending: false) }
  /// By list price divided by living area, the lowest first.
  public static var pricePerSqft: Sort { .by(.pricePerSqft, descending: false) }
  /// By listing key.
  public static var listingKey: Sort { .key(descending: false) }

  /// By WGS 84 distance from a position, the nearest first.
  public static func distance(from center: Coordinate) -> Sort {
    .distance(from: center, descending: false)
  }

  /// The same order from the greatest to the least, or from the farthest to the nearest.
  public var descending: Sort {
    switch self {
    case .by(let order, _): .by(order, descending: true)
    case .distance(let center, _): .distance(from: center, descending: true)
    case .key: .key(descending: true)
    }
  }
}
