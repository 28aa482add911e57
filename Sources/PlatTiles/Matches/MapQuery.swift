internal import PlatListings
public import PlatSearch

/// Which listings a map shows: those that match a filter and lie in a region.
public struct MapQuery: Hashable, Sendable {
  /// What a listing must be like.
  public let filter: ListingFilter
  /// Where it must lie.
  public let region: Region

  /// Takes a filter and a region; every listing with a position unless said otherwise.
  ///
  /// Conditions are put in the order of their fields, so that queries that say the same in another
  /// order are the same.
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
