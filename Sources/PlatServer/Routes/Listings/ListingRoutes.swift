internal import Plat
internal import PlatCommon
internal import PlatHTTP
internal import PlatListings

/// Searches, and single listings.
extension Route {
  static let listings: [Route] =
    [
      Route(
        .get, "/api/mls-listings", "searchListings",
        "Listings that match, a page at a time, with exact totals.",
        filters: .search,
        answers: [
          RouteAnswer(200, "application/json", "A page of listings.", schema: "SearchResult")
        ], needs: { $0.placeNeeds }, search),
      Route(
        .post, "/api/mls-listings", "searchListingsByBody",
        "The same search with its parameters as a JSON object.",
        filters: .search,
        answers: [
          RouteAnswer(200, "application/json", "A page of listings.", schema: "SearchResult")
        ],
        isRepeatable: false, needs: { $0.placeNeeds }, search),
      Route(
        .get, "/api/mls-listings/{slugAddress}", "getListing", "One whole listing.",
        parameters: [slugAddress],
        answers: [
          RouteAnswer(200, "application/json", "The listing.", schema: "Listing"), missing,
        ], needs: slugs,
        effort: { _ in .measured(.quick) }
      ) { call throws(Problem) in
        let (listings, listing) = (call.generation.listings, try find(call))
        return try answer(call) { () throws(PlatError) in try listings.publicDocument(of: listing) }
      },
    ]
    + parts.map { part in
      Route(
        .get, "/api/mls-listings/{slugAddress}/\(part.path)", "getListing\(part.name)",
        part.summary,
        parameters: [slugAddress],
        answers: [
          RouteAnswer(200, "application/json", part.summary, schema: "ListingParts"), missing,
        ],
        needs: slugs,
        effort: { _ in .measured(.quick) }
      ) { call throws(Problem) in
        let (listings, listing) = (call.generation.listings, try find(call))
        return try answer(call) { () throws(PlatError) in
          try listings.publicParts(part.field, of: listing)
        }
      }
    }

  private struct Part: Sendable {
    let path: String
    let name: String
    let field: Field
    let summary: String
  }

  private static let parts = [
    Part(
      path: "documents", name: "Documents", field: .documents, summary: "A listing's documents."),
    Part(
      path: "openhouses", name: "OpenHouses", field: .openHouses,
      summary: "When a listing can be visited."),
    Part(path: "videos", name: "Videos", field: .videos, summary: "A listing's videos."),
    Part(
      path: "virtualtours", name: "VirtualTours", field: .virtualTours,
      summary: "A listing's virtual tours."),
  ]

  private static let slugAddress = RouteParameter(
    "slugAddress", in: .path, "The listing's slug, or its key.",
    example: "100-main-st-palm-springs-cv1")
  private static let missing = RouteAnswer(404, Problem.mediaType, "There is no such listing.")

  private static let search: Handler = { call throws(Problem) in
    let request = try call.searchRequest()
    let listings = call.generation.listings
    let result = try answering { () throws(PlatError) in try listings.search(request) }
    var answer = Answer.json { listings.write(result, of: request, to: &$0) }
    // An explanation reports how long this very search took.
    if request.wantsExplanation { answer.keeping = .never }
    return answer
  }

  /// A slug that contains no key needs a table of all slugs.
  private static let slugs: @Sendable (borrowing Call) -> Preparation? = { call in
    let name = call.path("slugAddress")
    let isKnown =
      call.generation.listings.listing(key: name) != nil
      || call.generation.listings.knownListing(slug: name) != nil
    return isKnown ? nil : .slugs
  }

  private static func find(_ call: borrowing Call) throws(Problem) -> ListingView {
    let name = call.path("slugAddress")
    var found = call.generation.listings.listing(key: name)
    if found == nil {
      found = try answering { () throws(PlatError) in
        try call.generation.listings.listing(slug: name)
      }
    }
    guard let listing = found else {
      throw missing(name)
    }
    return listing
  }

  private static func missing(_ name: String) -> Problem {
    .notFound("no listing has the slug or key \"\(name.shortened(to: 200))\"")
  }

  /// An answer with a listing's public fields.
  ///
  /// The records may be newer than the snapshot and may have made the listing private; then the
  /// answer is 404.
  private static func answer(
    _ call: borrowing Call, _ json: () throws(PlatError) -> [UInt8]?
  ) throws(Problem) -> Answer {
    guard let body = try answering(json) else { throw missing(call.path("slugAddress")) }
    return Answer(body: body)
  }
}
