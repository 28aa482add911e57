public import PlatGeometry
public import PlatIndex

/// The order of a page: what it is sorted by, and which way.
///
/// Listings that are equal in it stand in ascending order of their listing keys; those that lack
/// the value come last, whichever way it runs.
public enum Sort: Equatable, Sendable {
  /// By one of the stored orders, ascending or descending.
  case by(SortOrder, descending: Bool)
  /// By WGS 84 distance from a position; listings without a position come last.
  case distance(from: Coordinate, descending: Bool)
  /// By listing key alone.
  case key(descending: Bool)
}
