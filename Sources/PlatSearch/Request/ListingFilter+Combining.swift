extension ListingFilter: ExpressibleByArrayLiteral {
  /// Makes a filter that matches if all given filters do.
  public init(arrayLiteral filters: ListingFilter...) { self = .all(filters) }

  /// Matches if all given filters do; an empty list matches every listing.
  public static func all(_ filters: [ListingFilter]) -> ListingFilter {
    ListingFilter(filters.flatMap(\.conditions))
  }

  /// Matches if at least one of the given filters does; an empty list matches nothing.
  ///
  /// A search throws ``SearchError/outOfRange(name:value:expected:)`` if combinations are nested
  /// deeper than ``depthLimit`` or hold more than ``leafLimit`` conditions.
  public static func any(_ filters: [ListingFilter]) -> ListingFilter {
    ListingFilter([Condition.any(filters)])
  }

  /// Matches if a filter does not, including if a listing lacks the filter's fields.
  public static func not(_ filter: ListingFilter) -> ListingFilter {
    ListingFilter([Condition.not(filter)])
  }

  /// Requires another filter as well.
  public mutating func add(_ filter: ListingFilter) { conditions += filter.conditions }

  /// The same filter with another one required as well.
  public func and(_ filter: ListingFilter) -> ListingFilter { .all([self, filter]) }
}

extension ListingFilter {
  /// The listing date (`ListedDate`) is between two moments in seconds since 1970, both included.
  public static func listed(_ range: ClosedRange<Int64>) -> ListingFilter {
    ListingFilter([Condition.listed(range)])
  }

  /// The listing date (`ListedDate`) is at or after a moment in seconds since 1970.
  public static func listed(_ range: PartialRangeFrom<Int64>) -> ListingFilter {
    listed(range.lowerBound...Int64.max)
  }

  /// Whether there is a pool: a `pool` text other than `None`, `No` and `No Pool`, ignoring case.
  public static func pool(_ isThere: Bool) -> ListingFilter {
    ListingFilter([Condition.pool(isThere)])
  }
}
