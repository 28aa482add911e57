internal import Plat
internal import PlatCommon
internal import PlatJSON
internal import PlatSearch

/// The answer with the listings of an assistant's search.
struct ChatListings: Sendable {
  /// The likely fault of a search without matches, and the cities that it may mean.
  struct Suggestion: Sendable {
    let note: String
    let cities: [String]

    /// The suggestion for an unknown city; nil for other searches.
    init?(_ search: ChatSearch, _ listings: ListingsDatabase) {
      guard let city = search.city, !city.isEmpty else { return nil }
      var alone = ChatSearch()
      alone.city = city
      guard let found = try? listings.search(alone), found.total == 0 else { return nil }
      let lookup = listings.communityPlace(city: city)
      let places = (lookup.place.map { [$0] } ?? []) + lookup.alternatives
      note =
        "no Active listing's city is \"\(city.shortened())\"; perhaps one of didYouMean is meant"
      cities = places.prefix(5).map(\.name)
    }
  }

  let listings: ListingsDatabase
  let result: SearchResult
  let suggestion: Suggestion?

  static let described = DescribedObject<ChatListings>([
    .written("listings", .array(of: .named("ListingCard"), count: 0...20)) {
      $0.listings.writeCards($0.result.rows, to: &$1)
    },
    .member("total", "How many match in all.", as: .integer(least: 0)) { $0.result.total },
    .optional("note", "What may be wrong, where nothing matches.") { $0.suggestion?.note },
    .optional("didYouMean", "Cities that listings name.") { $0.suggestion?.cities },
  ])
}
