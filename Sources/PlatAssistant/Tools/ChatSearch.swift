package import Plat
internal import PlatListings
internal import PlatPlaces
package import PlatSearch

/// The search of an assistant: Active listings, the cheapest first, at most twenty.
package struct ChatSearch: Sendable, Equatable {
  /// A part of the city's name, without regard to case; a state behind a comma is passed over.
  package var city: String?
  /// A part of the subdivision's name, likewise.
  package var subdivision: String?
  /// The least list price in dollars.
  package var minPrice: Double?
  /// The greatest list price in dollars.
  package var maxPrice: Double?
  /// The least number of bedrooms.
  package var minBeds: Double?
  /// The least number of bathrooms.
  package var minBaths: Double?
  /// Property types and kinds of home, in everyday words (``PropertyKinds``).
  package var propertyTypes: [String] = []
  /// Whether there must be a pool, or none.
  package var hasPool: Bool?

  /// How many listings are returned at most.
  package static let limit = 20

  /// A search for everything.
  package init() {}

  /// The request that it stands for.
  ///
  /// - Throws: `ParameterError` for `propertyTypes`, where one of them is no kind of property.
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
  /// The Active listings of an assistant's search, the cheapest first, at most twenty.
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
