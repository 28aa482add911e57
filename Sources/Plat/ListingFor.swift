internal import PlatIndex
internal import PlatListings
package import PlatSearch

/// What listings are for: homes to buy, and homes to rent.
package enum ListingFor: String, CaseIterable, Sendable {
  case sale, rent

  /// The property types of leases, as listings hold them: the site's letter, and words of services
  /// that have their own.
  private static let leases = [
    "B", "Residential Lease", "Commercial Lease", "Lease", "Rental", "Rent", "For Rent",
  ]

  /// The condition that keeps such listings; a listing without a property type is for sale.
  package var condition: ListingFilter.Condition {
    switch self {
    case .sale: .excludes(.propertyType, Self.leases)
    case .rent: .equals(.propertyType, Self.leases)
    }
  }

  /// The texts that no listing has without those that such a condition brings along: nobody asked
  /// for them one by one.
  static func asked(
    _ unknown: [(field: Field, text: String)], by filter: ListingFilter
  ) -> [(field: Field, text: String)] {
    let brings = filter.conditions.contains { condition in
      allCases.contains { $0.condition == condition }
    }
    return brings ? unknown.filter { $0.field != .propertyType || !isLease($0.text) } : unknown
  }

  /// Whether a property type is that of a lease.
  static func isLease(_ type: String) -> Bool {
    let lower = type.lowercased()
    return leases.contains { $0.lowercased() == lower }
  }
}

extension ListingView {
  /// Whether the home is for rent: its prices are those of a month.
  public var isLease: Bool { text(.propertyType).map { ListingFor.isLease($0) } ?? false }
}
