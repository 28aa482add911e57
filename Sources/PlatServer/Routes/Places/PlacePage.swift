internal import Plat
internal import PlatJSON

/// A page of places.
struct PlacePage: Sendable {
  let places: [Place]
  /// The number of places on all pages.
  let total: Int
  let page: Int
  let limit: Int

  static let cities = described("cities", .city, of: "City")
  static let subdivisions = described("subdivisions", .subdivision, of: "Subdivision")

  private static func described(
    _ key: String, _ kind: PlaceKind, of name: String
  ) -> DescribedObject<PlacePage> {
    DescribedObject([
      .list(key, by: Place.described(kind), of: .named(name)) { $0.places },
      .member("total", as: .integer(least: 0)) { $0.total },
      .member("page", as: .integer(least: 1)) { $0.page },
      .member("limit", as: .integer(least: 0)) { $0.limit },
      .member("totalPages", "0 where `limit` is.", as: .integer(least: 0)) {
        $0.limit == 0 ? 0 : ($0.total + $0.limit - 1) / $0.limit
      },
    ])
  }
}
