internal import Plat
internal import PlatJSON

/// The schemas of answers that have a name: each from the description that writes the answer.
enum AnswerSchemas {
  /// All of them, in the order of the document.
  static let all: [(name: String, type: JSONType)] =
    listings + map + places + chat + swipes + analyses + operations

  private static let listings: [(name: String, type: JSONType)] = [
    ("ListingSummary", .object(ListingView.memberDescriptions)),
    ("SearchResult", .object(SearchAnswer.described.descriptions)),
    (
      "Listing",
      .object(
        [MemberDescription("listingKey", .string), MemberDescription("slug", .string)],
        meaning:
          "Everything the public may see of a listing: public fields, and keys that the operator named."
      )
    ),
    (
      "ListingCard",
      .all([
        .named("ListingSummary"),
        .object([
          MemberDescription("primaryPhoto", .nullable(.string), "A picture's address.")
        ]),
      ])
    ),
    ("List", .array(of: nil)),
  ]

  private static let map: [(name: String, type: JSONType)] = [
    ("ClusterProperties", .object(MapProperty.ofClusters.map(\.memberDescription))),
    ("ListingProperties", .object(MapProperty.ofListings.map(\.memberDescription))),
    (
      "FeatureCollection",
      ListingMap.featureCollection(of: [.named("ClusterProperties"), .named("ListingProperties")])
    ),
    ("TileJSON", .object(TileJSON.described.descriptions)),
    ("ExpansionZoom", .object(Route.expansionZoom.descriptions)),
  ]

  private static let places: [(name: String, type: JSONType)] = [
    ("City", .object(Place.descriptions(.city))),
    ("Subdivision", .object(Place.descriptions(.subdivision))),
    ("Cities", .object(PlacePage.cities.descriptions)),
    ("Subdivisions", .object(PlacePage.subdivisions.descriptions)),
  ]

  private static let chat: [(name: String, type: JSONType)] = [
    ("ChatListings", .object(ChatListings.described.descriptions)),
    ("LocationMatch", .object(LocationMatch.described.descriptions)),
    ("LocationPlace", .object(PlaceMatch.described.descriptions)),
    ("CommunityResearch", .object(ResearchAnswer.descriptions)),
    ("ChatFunctions", .array(of: .object(ChatFunctions.descriptions))),
  ]

  private static let swipes: [(name: String, type: JSONType)] = [
    ("SwipeBatch", .object(SwipeBatch.described.descriptions)),
    ("Swipe", .object(SwipeAnswer.described.descriptions)),
    ("SwipedKeys", .object(SwipedKeys.described.descriptions)),
  ]

  private static let analyses: [(name: String, type: JSONType)] = [
    (
      "MarketAnalysis",
      .object(
        MarketAnswer.described.descriptions,
        meaning: "What a home would sell for, and why: an estimate, not an appraisal.")
    ),
    ("ComparableSale", .object(MarketAnswer.comparableDescriptions)),
  ]

  private static let operations: [(name: String, type: JSONType)] = [
    (
      "Problem",
      .object(Problem.described.descriptions, meaning: "RFC 9457 problem details.")
    ),
    ("Health", .object(Health.described.descriptions)),
  ]

  /// Writes the object of all named schemas.
  static func write(to writer: inout JSONWriter) {
    writer.object { writer in
      for (name, type) in all {
        writer.key(named: name)
        type.writeSchema(to: &writer)
      }
    }
  }
}
