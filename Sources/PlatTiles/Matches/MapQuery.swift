internal import PlatListings
public import PlatSearch

/// The listings of a map: those that match a filter and are in a region.
public struct MapQuery: Hashable, Sendable {
  /// The conditions on a listing.
  public let filter: ListingFilter
  /// The region of the listings.
  public let region: Region

  /// Takes a filter and a region (default: every listing with a position).
  ///
  /// Conditions are sorted by field, so that queries with the same conditions in another order are
  /// equal.
  public init(filter: ListingFilter = ListingFilter(), region: Region = Region()) {
    var conditions: [ListingFilter.Condition] = []
    for condition in filter.conditions {
      let ordinal = Self.ordinal(condition)
      let place = conditions.firstIndex { Self.ordinal($0) > ordinal } ?? conditions.count
      conditions.insert(condition, at: place)
    }
    self.filter = ListingFilter(conditions)
    self.region = region
  }

  /// Combinations of several fields come last.
  private static func ordinal(_ condition: ListingFilter.Condition) -> Int {
    condition.field?.ordinal ?? .max
  }

  /// The query of a search: its filter with its statuses, and its region.
  public init(_ request: SearchRequest) {
    self.init(filter: request.filterWithStatuses, region: request.region)
  }
}
