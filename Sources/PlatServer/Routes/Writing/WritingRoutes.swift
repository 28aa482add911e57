internal import Plat
internal import PlatAccess
internal import PlatAssistant
internal import PlatCommon
internal import PlatHTTP

/// Listings as the records hold them, read and written with an API key.
extension Route {
  static let writing: [Route] = [
    create, writeBatch, reorder, held, replace, change, remove, feature,
  ]

  private static let key = RouteParameter(
    "listingKey", in: .path, "The listing's key.", example: "CV2026001")
  private static let older = RouteParameter(
    "older", in: .query,
    "What to do with a listing whose modificationTimestamp lies before that of the held one; "
      + "refuse (409) where it is not given.",
    as: .choice(["refuse", "skip", "replace"]), example: "skip")

  private static let commits: @Sendable (inout Call) -> Effort = { _ in .lane(.commits) }

  private static let create = Route(
    .post, "/api/listings", "createListing", "Adds a listing; 409 where its key is taken.",
    answers: [
      RouteAnswer(201, json, "The listing is on disk and shown.", schema: "WrittenListing"),
      problem(409, "A listing has the key."), invalid,
    ] + general, isRepeatable: false, effort: commits, role: .writer, body: .listing
  ) { call throws(Problem) in
    try ListingLines.object(call.content.body)
    let condition = try call.condition()
    do throws(Problem) {
      return call.answer(to: try call.write([.upsert(document: call.content.body, if: .isNew)]))
    } catch  where error.status == 412 && condition == .none {
      var problem = Problem(
        409, "listing-exists", "Listing exists",
        "a listing has this key; PUT replaces it, PATCH changes it")
      (problem.listingKey, problem.tag) = (error.listingKey, error.tag)
      throw problem
    }
  }

  private static let writeBatch = Route(
    .post, "/api/listings/batch", "writeListings",
    "Adds and replaces many listings, all or none.", parameters: [older],
    answers: [
      RouteAnswer(200, json, "All are on disk and shown.", schema: "WrittenBatch"),
      problem(409, "A held listing was modified later; `line` names the listing."), invalid,
    ] + general, isRepeatable: false, effort: { _ in .lane(.batches) }, role: .writer,
    body: .listings
  ) { call throws(Problem) in
    let older = try call.olderListings()
    let listings = try ListingLines.batch(
      call.content.body, most: RequestBounds.batchListings)
    let receipt = try call.write(
      listings.documents.map { .upsert(document: $0) }, older: older, lines: listings.places)
    return .json(receipt, BatchAnswer.described, keeping: .privately)
  }

  private static let held = Route(
    .get, "/api/listings/{listingKey}", "getHeldListing",
    "One listing as it is kept, private members included, with its entity tag.", parameters: [key],
    answers: [
      RouteAnswer(200, json, "The whole document.", schema: "JSONObject"), missing,
      problem(412, "The listing has another entity tag than those in If-Match."),
    ] + unauthorized, isRepeatable: false, effort: { _ in .lane(.quick) }, role: .writer
  ) { call throws(Problem) in
    let (listings, key) = (call.context.served.listings.current, call.path("listingKey"))
    let found = try answering { () throws(PlatError) in try listings.heldListing(key: key) }
    guard let found else { throw .notFound("no listing has the key \"\(key.shortened(to: 200))\"") }
    return Answer(
      body: found.document, keeping: .privately, tag: ListingTag.text(found.change))
  }

  private static let replace = Route(
    .put, "/api/listings/{listingKey}", "putListing",
    "Adds the listing with a key, or replaces it.", parameters: [key, older],
    answers: [
      RouteAnswer(
        200, json, "The listing was replaced, or is unchanged.", schema: "WrittenListing"),
      RouteAnswer(201, json, "The listing is new.", schema: "WrittenListing"),
      problem(409, "The held listing was modified later."), failed, invalid,
    ] + general, isRepeatable: false, effort: commits, role: .writer, body: .listing
  ) { call throws(Problem) in
    try ListingLines.object(call.content.body)
    let operation = WriteOperation.replace(
      key: call.path("listingKey"), document: call.content.body, if: try call.condition())
    return call.answer(to: try call.write([operation], older: try call.olderListings()))
  }

  private static let change = Route(
    .patch, "/api/listings/{listingKey}", "patchListing",
    "Changes members of a listing by a merge patch (RFC 7396).", parameters: [key],
    answers: [
      RouteAnswer(200, json, "The listing was changed, or is as it was.", schema: "WrittenListing"),
      missing, problem(409, "The patch sets the modificationTimestamp back."), failed, invalid,
    ] + general, isRepeatable: false, effort: commits, role: .writer, body: .patch
  ) { call throws(Problem) in
    try ListingLines.object(call.content.body)
    let operation = WriteOperation.patch(
      key: call.path("listingKey"), document: call.content.body, if: try call.condition())
    return call.answer(to: try call.write([operation]))
  }

  private static let remove = Route(
    .delete, "/api/listings/{listingKey}", "deleteListing", "Deletes a listing.",
    parameters: [key],
    answers: [RouteAnswer(204, nil, "The listing is gone."), missing, failed] + unauthorized
      + unwritten,
    isRepeatable: false, effort: commits, role: .writer
  ) { call throws(Problem) in
    let operation = WriteOperation.delete(
      key: call.path("listingKey"), if: try call.condition())
    return call.answer(to: try call.write([operation]))
  }

  private static let feature = Route(
    .put, "/api/listings/{listingKey}/featured", "featureListing",
    "Shows a listing before others, or no longer.",
    parameters: [
      key,
      RouteParameter(
        "isFeatured", in: .body, "Whether it is shown before others.", as: .flag, example: "true",
        isRequired: true),
      RouteParameter(
        "featuredOrder", in: .body, "Its place among those; it keeps the one it has if not given.",
        as: .whole(0...1_000_000_000), example: "1"),
    ],
    answers: [
      RouteAnswer(200, json, "The listing was changed, or is as it was.", schema: "WrittenListing"),
      missing, failed,
    ] + general, isRepeatable: false, effort: commits, role: .writer
  ) { call throws(Problem) in
    guard let isFeatured = try call.flag("isFeatured") else { return Answer() }
    let order = try call.value("featuredOrder") == nil ? nil : call.number("featuredOrder")
    let operation = WriteOperation.setFeatured(
      key: call.path("listingKey"), to: isFeatured, order: order, if: try call.condition())
    return call.answer(to: try call.write([operation]))
  }

  private static let reorder = Route(
    .put, "/api/listings/featured-order", "orderFeaturedListings",
    "Features listings and gives each its place, all or none.",
    answers: [
      RouteAnswer(200, json, "All places are on disk and shown.", schema: "WrittenBatch"), missing,
      invalid,
    ] + general, isRepeatable: false, effort: commits, role: .writer, body: .places
  ) { call throws(Problem) in
    let places = try FeaturedPlaces.read(call.content.body)
    let receipt = try call.write(
      places.map { .setFeatured(key: $0.key, to: true, order: $0.order) },
      lines: Array(1...places.count))
    return .json(receipt, BatchAnswer.described, keeping: .privately)
  }

  // MARK: Their answers

  private static let json = "application/json"
  private static let missing = problem(404, "No listing has the key.")
  private static let failed = problem(412, "The listing has another entity tag (`etag`).")
  private static let invalid = problem(
    422, "The listing is invalid: `field`, `value` and `reason` tell why.")
  private static let unauthorized = [
    problem(401, "There is no API key, or it is not good."),
    problem(403, "The role of the API key is too low."),
  ]
  private static let unwritten = [
    problem(500, "It is not known whether the write is on disk."),
    problem(507, "The disk is full."),
  ]
  private static let general = unauthorized + unwritten

  private static func problem(_ status: Int, _ meaning: String) -> RouteAnswer {
    RouteAnswer(status, Problem.mediaType, meaning)
  }
}
