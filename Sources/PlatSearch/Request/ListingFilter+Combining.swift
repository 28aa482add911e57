extension ListingFilter: ExpressibleByArrayLiteral {
  /// Makes a filter that matches where every one of some filters does.
  public init(arrayLiteral filters: ListingFilter...) { self = .all(filters) }

  /// Matches where every one of some filters does; without any, every listing matches.
  public static func all(_ filters: [ListingFilter]) -> ListingFilter {
    ListingFilter(filters.flatMap(\.conditions))
  }

  /// Matches where at least one of some filters does; without any, nothing matches.
  ///
  /// A search throws ``SearchError/outOfRange(name:value:expected:)`` where combinations are nested
  /// deeper than ``depthLimit`` or hold more than ``leafLimit`` conditions.
  public static func any(_ filters: [ListingFilter]) -> ListingFilter {
    ListingFilter([Condition.any(filters)])
  }

  /// Matches where a filter does not, also where a listing lacks the filter's fields.
  public static func not(_ filter: ListingFilter) -> ListingFilter {
    ListingFilter([Condition.not(filter)])
  }

  /// Requires another filter as well.
  public mutating func add(_ filter: ListingFilter) { conditions += filter.conditions }

  /// The same filter, with another one required as well.
  public func and(_ filter: ListingFilter) -> ListingFilter { .all([self, filter]) }
}

extension ListingFilter {
  /// The date listed (`ListedDate`) lies between two moments in seconds since 1970, both included.
  public static func listed(_ range: ClosedRange<Int64>) -> ListingFilter {
    ListingFilter([Condition.listed(range)])
  }

  /// The date listed (`ListedDate`) is at or after a moment in seconds since 1970.
  public static func listed(_ range: PartialRangeFrom<Int64>) -> ListingFilter {
    listed(range.lowerBound...Int64.max)
  }

  /// Whether there is a pool: a `pool` text other than `None`, `No` and `No Pool`, without regard
  /// to case.
  public static func pool(_ isThere: Bool) -> ListingFilter {
    ListingFilter([Condition.pool(isThere)])
  }
}
