internal import Plat
internal import PlatAssistant
internal import PlatCommon
internal import PlatHTTP
internal import PlatJSON
internal import PlatListings

/// Decks of listings to swipe through.
extension Route {
  static let swipes: [Route] = [
    Route(
      .get, "/api/swipes/batch", "getSwipeBatch",
      """
      Active listings that someone has not swiped, spread over all that match, and how many there \
      are.
      """,
      parameters: [
        person(.query),
        RouteParameter(
          "count", in: .query, "How many; 20 where it is not given.",
          as: .whole(1...SearchParameters.pageLimit),
          example: "20"),
      ], filters: .map,
      answers: [RouteAnswer(200, "application/json", "The listings.", schema: "SwipeBatch")],
      isRepeatable: false,
      effort: { call in
        // A new person's swipes must be read from the disk.
        let person = (try? call.text("userId")) ?? ""
        guard call.context.swipes.knows(person, of: call.generation.listings) else {
          return .lane(.quick)
        }
        return call.searchEffort
      }
    ) { call throws(Problem) in
      let (person, count) = (try call.requiredText("userId"), try call.number("count", default: 20))
      let request = try call.searchRequest()
      let (listings, deck) = (call.generation.listings, call.context.swipes)
      let batch = try swiping { () throws(PlatError) in
        try deck.batch(
          count, matching: request.filter, in: request.region, of: listings, for: person)
      }
      return .json(
        SwipeBatch(listings: listings, rows: batch.rows, total: batch.total),
        SwipeBatch.described, keeping: .privately)
    },
    Route(
      .post, "/api/swipes/user", "swipeListing",
      "Keeps what someone thought of a listing; it is on disk when this answers.",
      parameters: [
        person(.body),
        RouteParameter(
          "listingKey", in: .body, "The listing's key.", as: .word(1...255), example: "CV2026001",
          isRequired: true),
        RouteParameter(
          "action", in: .body, "A like stays, a dislike ends after 30 minutes.",
          as: .choice(["like", "dislike"]),
          example: "like", isRequired: true),
      ],
      answers: [
        RouteAnswer(200, "application/json", "What was kept.", schema: "Swipe"),
        RouteAnswer(
          403, Problem.mediaType, "A page of another origin, which the operator has not allowed."),
        RouteAnswer(404, Problem.mediaType, "There is no such listing."),
      ], isRepeatable: false, effort: { _ in .lane(.writes) }, writes: true
    ) { call throws(Problem) in
      let (person, key) = (try call.requiredText("userId"), try call.requiredText("listingKey"))
      let action: SwipeStore.Action = try call.requiredText("action") == "like" ? .like : .dislike
      guard let listing = call.generation.listings.listing(key: key) else {
        throw .notFound("no listing has the key \"\(key.shortened())\"")
      }
      let deck = call.context.swipes
      let end = try swiping { () throws(PlatError) in try deck.swipe(listing, action, by: person) }
      return .json(
        SwipeAnswer(person: person, key: key, action: action, end: end), SwipeAnswer.described,
        keeping: .privately)
    },
    Route(
      .get, "/api/swipes/exclude-keys", "getSwipedKeys",
      """
      The keys that someone's batches leave out: liked ones, and those disliked within the last \
      30 minutes.
      """,
      parameters: [person(.query)],
      answers: [RouteAnswer(200, "application/json", "The keys.", schema: "SwipedKeys")],
      isRepeatable: false,
      effort: { _ in .lane(.quick) }
    ) { call throws(Problem) in
      let person = try call.requiredText("userId")
      let deck = call.context.swipes
      let keys = try swiping { () throws(PlatError) in try deck.excludedKeys(of: person) }
      return .json(SwipedKeys(keys: keys), SwipedKeys.described, keeping: .privately)
    },
  ]

  private static func person(_ place: RouteParameter.Place) -> RouteParameter {
    RouteParameter(
      "userId", in: place, "Whoever swipes: any text that the site knows them by.",
      as: .word(1...128),
      example: "u-1842", isRequired: true)
  }

  /// Runs a swipe operation, and throws its read and write errors as problems.
  private static func swiping<Result>(_ body: () throws(PlatError) -> Result) throws(Problem)
    -> Result
  {
    do throws(PlatError) { return try body() } catch {
      guard case .records(let error) = error else { throw Problem.library(error) }
      // Do not reveal the path.
      throw Problem(
        503, "no-swipes", "Swipes unavailable",
        "the store of swipes cannot be written or read (\(error.code.rawValue)): \(error.remedy)",
        retrySeconds: 60)
    }
  }
}
