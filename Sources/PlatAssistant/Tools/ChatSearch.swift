package import Plat
internal import PlatListings
internal import PlatPlaces
package import PlatSearch

/// An assistant's search: Active listings, cheapest first, at most twenty.
package struct ChatSearch: Sendable, Equatable {
  /// A part of the city's name, case-insensitive; a state after a comma is ignored.
  package var city: String?
  /// A part of the subdivision's name, case-insensitive.
  package var subdivision: String?
  /// The minimum list price in dollars.
  package var minPrice: Double?
  /// The maximum list price in dollars.
  package var maxPrice: Double?
  /// The minimum number of bedrooms.
  package var minBeds: Double?
  /// The minimum number of bathrooms.
  package var minBaths: Double?
  /// Property types and subtypes, in everyday words (``PropertyKinds``).
  package var propertyTypes: [String] = []
  /// Whether a pool is required or excluded.
  package var hasPool: Bool?

  /// The maximum number of listings returned.
  package static let limit = 20

  /// A search for everything.
  package init() {}

  /// The equivalent search request.
  ///
  /// - Throws: `ParameterError` for `propertyTypes`, if one of them is unknown.
  package func request(in listings: ListingsDatabase) throws(ParameterError) -> SearchRequest {
    var conditions: [ListingFilter.Condition] = [.equals(.standardStatus, [StandardStatus.active])]
    if let city, !city.isEmpty {
      conditions.append(.contains(.city, PlaceWording.withoutState(city)))
    }
    if let subdivision, !subdivision.isEmpty {
      conditions.append(.contains(.subdivision, subdivision))
    }
    if let minPrice { conditions.append(.value(.listPrice, minPrice...)) }
    if let maxPrice { conditions.append(.value(.listPrice, ...maxPrice)) }
    if let minBeds { conditions.append(.value(.beds, minBeds...)) }
    if let minBaths { conditions.append(.value(.baths, minBaths...)) }
    conditions += try PropertyKinds(listings.index).conditions(propertyTypes)
    if let hasPool { conditions.append(.pool(hasPool)) }
    return SearchRequest(
      filter: ListingFilter(conditions), sort: .by(.price, descending: false), limit: Self.limit)
  }
}

extension ListingsDatabase {
  /// The Active listings of an assistant's search, cheapest first, at most twenty.
  ///
  /// - Throws: `PlatError.parameter` for an unknown kind of property.
  package func search(_ search: ChatSearch) throws(PlatError) -> SearchResult {
    let request: SearchRequest
    do throws(ParameterError) { request = try search.request(in: self) } catch {
      throw .parameter(error)
    }
    return try self.search(request)
  }
}
