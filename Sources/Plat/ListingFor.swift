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
