internal import Plat
internal import PlatAssistant
internal import PlatJSON

/// The named schemas of answers, each from the description that writes the answer.
enum AnswerSchemas {
  /// All of them, in the order of the document.
  static let all: [(name: String, type: JSONType)] =
    listings + map + places + chat + swipes + analyses + WriteSchemas.all + operations

  private static let listings: [(name: String, type: JSONType)] = [
    ("ListingSummary", .object(ListingView.memberDescriptions)),
    ("SearchResult", .object(SearchAnswer.described.descriptions)),
    (
      "Listing",
      .object(
        ListingView.documentDescriptions,
        meaning:
          """
          Everything the public may see of a listing: public fields, and keys that the operator \
          named.
          """
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
    ("Photo", .any([.object(photo, meaning: "A photo, with an address for each size."), .string])),
    ("ListingPart", .any([.map(of: nil), .string])),
    ("ListingParts", .array(of: .named("ListingPart"))),
  ]

  /// The photo members that are common to all feeds.
  private static let photo =
    [
      MemberDescription("photoId", .any([.string, .number()]), isRequired: false),
      MemberDescription(
        "primary", .any([.boolean, .string]), "Whether it stands for the listing.",
        isRequired: false),
      MemberDescription("caption", .nullable(.string), isRequired: false),
    ]
    + [
      "uriThumb", "uri300", "uri640", "uri800", "uri1024", "uri1280", "uri1600", "uri2048",
      "uriLarge",
    ].map { MemberDescription($0, .nullable(.string), isRequired: false) }

  private static let map: [(name: String, type: JSONType)] = [
    ("ClusterProperties", .object(MapProperty.ofClusters.map(\.memberDescription))),
    ("ListingProperties", .object(MapProperty.ofListings.map(\.memberDescription))),
    (
      "FeatureCollection",
      ListingMap.featureCollection(of: [.named("ClusterProperties"), .named("ListingProperties")])
    ),
    ("TileJSON", .object(TileJSON.described.descriptions)),
    ("ExpansionZoom", .object(Route.expansionZoom.descriptions)),
    ("Area", .object(KeptArea.described.descriptions)),
  ]

  private static let places: [(name: String, type: JSONType)] = [
    ("City", .object(Place.descriptions(.city))),
    ("Subdivision", .object(Place.descriptions(.subdivision))),
    ("Cities", .object(PlacePage.cities.descriptions)),
    ("Subdivisions", .object(PlacePage.subdivisions.descriptions)),
    ("PlaceRecords", .array(of: .map(of: nil))),
  ]

  private static let chat: [(name: String, type: JSONType)] =
    Tool.searchListings.schemas + Tool.matchLocation.schemas + Tool.researchCommunity.schemas
    + [("ChatFunctions", .array(of: .object(Tool.definitionMembers)))]

  private static let swipes: [(name: String, type: JSONType)] = [
    ("SwipeBatch", .object(SwipeBatch.described.descriptions)),
    ("Swipe", .object(SwipeAnswer.described.descriptions)),
    ("SwipedKeys", .object(SwipedKeys.described.descriptions)),
  ]

  private static let analyses = Tool.marketAnalysis.schemas

  private static let operations: [(name: String, type: JSONType)] = [
    (
      "Problem",
      .object(Problem.described.descriptions, meaning: "RFC 9457 problem details.")
    ),
    ("Health", .object(Health.described.descriptions)),
    ("JSONObject", .map(of: nil)),
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
