internal import HTTP
internal import JSON
internal import Plat
internal import PlatCommon

/// Searches, and single listings.
extension Route {
  static let listings: [Route] =
    [
      Route(
        .get, "/api/mls-listings", "searchListings", "Listings that match, a page at a time, with exact totals.",
        filters: .search,
        answers: [RouteAnswer(200, "application/json", "A page of listings.", schema: "SearchResult")], search),
      Route(
        .post, "/api/mls-listings", "searchListingsByBody", "The same search with its parameters as a JSON object.",
        filters: .search,
        answers: [RouteAnswer(200, "application/json", "A page of listings.", schema: "SearchResult")],
        isRepeatable: false,
        search),
      Route(
        .get, "/api/mls-listings/{slugAddress}", "getListing", "One whole listing.", parameters: [slugAddress],
        answers: [RouteAnswer(200, "application/json", "The listing.", schema: "Listing"), missing], isHeavy: isUnknown
      ) { call throws(Problem) in
        let (listing, document) = try find(call)
        var answer = Answer(tag: .contents)
        var writer = JSONWriter()
        if !PublicDocument.write(document, of: listing, to: &writer) {
          throw Problem(500, "index", "The index cannot answer", "the listing's document cannot be read")
        }
        answer.body = writer.bytes
        return answer
      },
    ]
    + parts.map { part in
      Route(
        .get, "/api/mls-listings/{slugAddress}/\(part.path)", "getListing\(part.name)", part.summary,
        parameters: [slugAddress],
        answers: [RouteAnswer(200, "application/json", part.summary, schema: "List"), missing], isHeavy: isUnknown
      ) { call throws(Problem) in
        let (_, document) = try find(call)
        var answer = Answer.json { PublicDocument.writeArray(part.key, of: document, to: &$0) }
        answer.tag = .contents
        return answer
      }
    }

  private struct Part: Sendable {
    let path: String
    let name: String
    let key: StaticString
    let summary: String
  }

  private static let parts = [
    Part(path: "documents", name: "Documents", key: "documents", summary: "A listing's documents."),
    Part(path: "openhouses", name: "OpenHouses", key: "openHouses", summary: "When a listing can be visited."),
    Part(path: "videos", name: "Videos", key: "videos", summary: "A listing's videos."),
    Part(path: "virtualtours", name: "VirtualTours", key: "virtualTours", summary: "A listing's virtual tours."),
  ]

  private static let slugAddress = RouteParameter(
    "slugAddress", in: .path, "The listing's slug, or its key.", example: "100-main-st-palm-springs-cv1")
  private static let missing = RouteAnswer(404, Problem.mediaType, "There is no such listing.")

  private static let search: Handler = { call throws(Problem) in
    let request = try call.searchRequest()
    let listings = call.generation.listings
    let result = try answering { () throws(PlatError) in try listings.search(request) }
    var answer = Answer.json { listings.write(result, of: request, to: &$0) }
    // An explanation tells how long this very search took.
    if request.wantsExplanation { answer.keeping = .never }
    return answer
  }

  /// Whether a listing can be found by looking through all slugs only.
  private static let isUnknown: @Sendable (borrowing Call) -> Bool = { call in
    let name = call.path("slugAddress")
    return call.generation.listings.listing(key: name) == nil && call.generation.knownListing(slug: name) == nil
      && !call.generation.hasSlugs
  }

  private static func find(_ call: borrowing Call) throws(Problem) -> (ListingView, [UInt8]) {
    let listings = call.generation.listings
    let name = call.path("slugAddress")
    let missing = Problem.notFound("no listing has the slug or key \"\(name.prefix(200))\"")
    var found = listings.listing(key: name)
    if found == nil {
      do throws(WorkEnded) { found = try call.generation.listing(slug: name) } catch { throw .ended(error) }
    }
    guard let listing = found else { throw missing }
    guard let document = try answering({ () throws(PlatError) in try listings.document(of: listing) }) else {
      throw .notFound("the listing \"\(name.prefix(200))\" is no longer there")
    }
    // The records may be newer than the snapshot.
    if ListingDisplay(document: document.span) == .hidden { throw missing }
    return (listing, document)
  }
}
