public import PlatGeometry
public import PlatIndex

/// The order of a page: the sort value and the direction.
///
/// Listings with equal values are in ascending order of their listing keys; those without the value
/// come last in both directions.
public enum Sort: Equatable, Sendable {
  /// By one of the stored orders, ascending or descending.
  case by(SortOrder, descending: Bool)
  /// By WGS 84 distance from a position; listings without a position come last.
  case distance(from: Coordinate, descending: Bool)
  /// By listing key alone.
  case key(descending: Bool)
}
