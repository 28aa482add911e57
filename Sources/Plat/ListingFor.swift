internal import PlatIndex
internal import PlatListings
package import PlatSearch

/// The purpose of listings: homes to buy, and homes to rent.
package enum ListingFor: String, CaseIterable, Sendable {
  case sale, rent

  /// The property types of leases in listings: the site's letter, and the words of services that
  /// use their own.
  private static let leases = [
    "B", "Residential Lease", "Commercial Lease", "Lease", "Rental", "Rent", "For Rent",
  ]

  /// The condition for such listings; a listing without a property type is for sale.
  package var condition: ListingFilter.Condition {
    switch self {
    case .sale: .excludes(.propertyType, Self.leases)
    case .rent: .equals(.propertyType, Self.leases)
    }
  }

  /// The unknown texts of a filter, without those that its lease conditions bring along; the user
  /// did not ask for them.
  static func asked(
    _ unknown: [(field: Field, text: String)], by filter: ListingFilter
  ) -> [(field: Field, text: String)] {
    isIn(filter, ListingFilter.depthLimit)
      ? unknown.filter { $0.field != .propertyType || !isLease($0.text) } : unknown
  }

  /// Whether a filter has a lease condition, down to a depth.
  private static func isIn(_ filter: ListingFilter, _ depth: Int) -> Bool {
    filter.conditions.contains { condition in
      allCases.contains { $0.condition == condition }
        || (depth > 0 && condition.parts.contains { isIn($0, depth - 1) })
    }
  }

  /// Whether a property type is a lease.
  static func isLease(_ type: String) -> Bool {
    let lower = type.lowercased()
    return leases.contains { $0.lowercased() == lower }
  }
}

extension ListingView {
  /// Whether the home is for rent; its prices are then per month.
  public var isLease: Bool { text(.propertyType).map { ListingFor.isLease($0) } ?? false }
}
