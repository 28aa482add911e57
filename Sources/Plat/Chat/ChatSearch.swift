public import PlatIndex
public import PlatJSON
internal import PlatListings
internal import PlatPlaces
public import PlatSearch

/// The search that a chat's assistant asks for: Active listings, the cheapest first, at most
/// twenty.
public struct ChatSearch: Sendable, Equatable {
  /// A part of the city's name, without regard to case; a state behind a comma is passed over.
  public var city: String?
  /// A part of the subdivision's name, likewise.
  public var subdivision: String?
  /// The least list price in dollars.
  public var minPrice: Double?
  /// The greatest list price in dollars.
  public var maxPrice: Double?
  /// The least number of bedrooms.
  public var minBeds: Double?
  /// The least number of bathrooms.
  public var minBaths: Double?
  /// Property types and kinds of home, in the words of people (``PropertyKinds``).
  public var propertyTypes: [String] = []
  /// Whether there must be a pool, or none.
  public var hasPool: Bool?

  /// How many listings are returned at most.
  public static let limit = 20

  /// A search for everything.
  public init() {}

  /// The request that it stands for.
  ///
  /// - Throws: ``ParameterError`` about `propertyTypes`, where one of them is no kind of property.
  public func request(in listings: ListingsDatabase) throws(ParameterError) -> SearchRequest {
    var conditions: [ListingFilter.Condition] = [.equals(.standardStatus, ["Active"])]
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
  /// The Active listings that a chat's assistant asks for, the cheapest first, at most twenty.
  ///
  /// - Throws: ``PlatError/parameter(_:)`` about a kind of property that there is not.
  public func search(_ search: ChatSearch) throws(PlatError) -> SearchResult {
    try self.search(try part { () throws(ParameterError) in try search.request(in: self) })
  }

  /// Writes listings as an array, each with its `primaryPhoto`, null where it has none.
  public func writeCards(_ rows: [ListingRow], to writer: inout JSONWriter) {
    let photos = primaryPhotos(of: rows)
    writer.array { writer in
      for (row, photo) in zip(rows, photos) {
        guard let listing = listing(row: row) else { continue }
        writer.object { writer in
          listing.writeMembers(to: &writer)
          writer.member("primaryPhoto", orNull: photo)
        }
      }
    }
  }
}
