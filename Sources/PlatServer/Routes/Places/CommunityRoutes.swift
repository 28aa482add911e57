internal import Plat
internal import PlatAssistant
internal import PlatCommon
internal import PlatHTTP
internal import PlatJSON

/// Cities and subdivisions.
extension Route {
  static let community: [Route] =
    [
      Route(
        .get, "/api/cities", "getCities", "The cities of the listings, a page at a time.",
        parameters: [
          RouteParameter(
            "name", in: .query, "A part of the name, without regard to case.", example: "palm"),
          state,
        ] + paging,
        answers: [RouteAnswer(200, "application/json", "The cities.", schema: "Cities")],
        needs: counts, effort: { _ in .measured(.quick) }
      ) { call throws(Problem) in
        let name = try call.text("name")
        return try list(.city, call.community.cities, call) { PlaceTest.holds($0.name, name) }
      },
      Route(
        .get, "/api/cities/{cityId}", "getCity",
        "A city: its statistics, and what places data says of it.",
        parameters: [cityID, bounds],
        answers: [RouteAnswer(200, "application/json", "The city.", schema: "City"), noCity],
        needs: counts, effort: { _ in .measured(.quick) }
      ) { call throws(Problem) in try whole(try city(call), call) },
      Route(
        .get, "/api/cities/{cityId}/listings", "getCityListings",
        "A city's listings: the search, its filters, orders and pages, in this city.",
        parameters: [cityID],
        filters: .search,
        answers: [
          RouteAnswer(200, "application/json", "A page of listings.", schema: "SearchResult"),
          noCity,
        ],
        needs: counts, effort: { $0.searchEffort }
      ) { call throws(Problem) in try listings(of: try city(call), call) },
      Route(
        .get, "/api/cities/{cityId}/subdivisions", "getCitySubdivisions",
        "A city's subdivisions, a page at a time.",
        parameters: [
          cityID,
          RouteParameter(
            "name", in: .query, "A part of the name, without regard to case.", example: "deep"),
        ] + paging,
        answers: [
          RouteAnswer(200, "application/json", "The subdivisions.", schema: "Subdivisions"), noCity,
        ],
        needs: counts, effort: { _ in .measured(.quick) }
      ) { call throws(Problem) in
        let (city, name) = (try city(call), try call.text("name"))
        return try list(.subdivision, call.community.subdivisions(ofCity: city.id), call) {
          PlaceTest.holds($0.name, name)
        }
      },
      Route(
        .get, "/api/cities/{cityId}/stats", "getCityStatistics", "A city's statistics.",
        parameters: [cityID],
        answers: [RouteAnswer(200, "application/json", "The statistics.", schema: "City"), noCity],
        needs: counts, effort: { _ in .measured(.quick) }
      ) { call throws(Problem) in try statistics(try city(call), call) },
      Route(
        .get, "/api/subdivisions", "getSubdivisions",
        "The subdivisions of the listings, a page at a time.",
        parameters: [
          RouteParameter(
            "name", in: .query, "A part of the name, without regard to case.", example: "deep"),
          RouteParameter(
            "city", in: .query, "The city's id, or a part of its name, without regard to case.",
            example: "palm-springs-ca"), state,
        ] + paging,
        answers: [
          RouteAnswer(200, "application/json", "The subdivisions.", schema: "Subdivisions")
        ],
        needs: counts, effort: { _ in .measured(.quick) }
      ) { call throws(Problem) in
        let (name, city) = (try call.text("name"), try call.text("city"))
        return try list(.subdivision, call.community.subdivisions, call) { place in
          PlaceTest.holds(place.name, name)
            && (place.cityID == city || PlaceTest.holds(place.city ?? "", city))
        }
      },
      Route(
        .get, "/api/subdivisions/{slug}", "getSubdivision",
        "A subdivision: its statistics, and what places data says of it.",
        parameters: [slug, bounds],
        answers: [
          RouteAnswer(200, "application/json", "The subdivision.", schema: "Subdivision"),
          noSubdivision,
        ],
        needs: counts, effort: { _ in .measured(.quick) }
      ) { call throws(Problem) in try whole(try subdivision(call), call) },
      Route(
        .get, "/api/subdivisions/{slug}/listings", "getSubdivisionListings",
        "A subdivision's listings: the search, its filters, orders and pages, in this subdivision.",
        parameters: [slug], filters: .search,
        answers: [
          RouteAnswer(200, "application/json", "A page of listings.", schema: "SearchResult"),
          noSubdivision,
        ],
        needs: counts, effort: { $0.searchEffort }
      ) { call throws(Problem) in try listings(of: try subdivision(call), call) },
      Route(
        .get, "/api/subdivisions/{slug}/stats", "getSubdivisionStatistics",
        "A subdivision's statistics.",
        parameters: [slug],
        answers: [
          RouteAnswer(200, "application/json", "The statistics.", schema: "Subdivision"),
          noSubdivision,
        ],
        needs: counts, effort: { _ in .measured(.quick) }
      ) { call throws(Problem) in try statistics(try subdivision(call), call) },
      data(
        "/api/cities/{cityId}/schools", "getCitySchools", .school,
        "A city's schools, where places data has them.",
        cityID, noCity, city),
      data(
        "/api/cities/{cityId}/hoa", "getCityAssociations", .hoa,
        "A city's homeowners' associations, where places data has them.", cityID, noCity, city),
      data(
        "/api/cities/{cityId}/photos", "getCityPhotos", .photo,
        "A city's photos, where places data has them.", cityID,
        noCity, city),
      data(
        "/api/subdivisions/{slug}/photos", "getSubdivisionPhotos", .photo,
        "A subdivision's photos, where places data has them.", slug, noSubdivision, subdivision),
    ]

  // MARK: Parameters

  private static let cityID = RouteParameter(
    "cityId", in: .path, "The city's id: its name and state in lower case, with hyphens.",
    example: "palm-springs-ca")
  private static let slug = RouteParameter(
    "slug", in: .path, "The subdivision's id: its name and its city's id.",
    example: "deepwell-palm-springs-ca")
  private static let state = RouteParameter(
    "state", in: .query, "The state, as two letters or by name.", example: "CA")
  private static let bounds = RouteParameter(
    "bounds", in: .query, "Add the box around its listings.", as: .flag, example: "true")
  private static let noCity = RouteAnswer(404, Problem.mediaType, "There is no such city.")
  private static let noSubdivision = RouteAnswer(
    404, Problem.mediaType, "There is no such subdivision.")
  private static let paging = [
    RouteParameter(
      "sort", in: .query,
      "By name, or by the number of Active listings; the greatest first with a leading -.",
      as: .choice(["name", "-name", "listings", "-listings"]), example: "-listings"),
    RouteParameter(
      "page", in: .query, "Number of the page, from 1.", as: .whole(1...1 << 31), example: "2"),
    RouteParameter(
      "limit", in: .query, "Places in a page; 20 where it is not given.",
      as: .whole(0...SearchParameters.pageLimit),
      example: "50"),
  ]

  /// The places are counted once, in a scan of all listings.
  private static let counts: @Sendable (borrowing Call) -> Preparation? = { _ in .community }

  // MARK: Answers

  private static func city(_ call: borrowing Call) throws(Problem) -> Place {
    let id = call.path("cityId")
    guard let city = call.community.city(id: id) else {
      throw missing(id, "city", "cities", call.community.cities)
    }
    return city
  }

  private static func subdivision(_ call: borrowing Call) throws(Problem) -> Place {
    let id = call.path("slug")
    guard let place = call.community.subdivision(id: id) else {
      throw missing(id, "subdivision", "subdivisions", call.community.subdivisions)
    }
    return place
  }

  private static func missing(
    _ id: String, _ kind: String, _ list: String, _ places: [Place]
  ) -> Problem {
    let nearest = places.count <= 5_000 ? Spelling.nearest(to: id, among: places.map(\.id)) : nil
    var problem = Problem.notFound(
      "no \(kind) has the id \"\(id.shortened())\""
        + "; " + (nearest.map { "did you mean \($0)? " } ?? "") + "/api/\(list) lists all ids")
    problem.nearest = nearest
    return problem
  }

  /// A page of the places that a closure selects.
  private static func list(
    _ list: PlaceKind, _ all: [Place], _ call: borrowing Call,
    _ keeps: (Place) -> Bool
  ) throws(Problem) -> Answer {
    let state = call.route.parameters.contains { $0.name == "state" } ? try call.text("state") : nil
    let (page, limit) = (try call.number("page", default: 1), try call.number("limit", default: 20))
    var places = all.filter { keeps($0) && $0.isIn(state: state) }
    switch try call.text("sort") {
    case "-name": places.reverse()
    case "listings": places.sort { $0.activeListings < $1.activeListings }
    case "-listings": places.sort { $0.activeListings > $1.activeListings }
    default: break
    }
    let (start, isBeyond) = (page - 1).multipliedReportingOverflow(by: limit)
    let shown =
      isBeyond || start >= places.count ? [] : places[start..<min(start + limit, places.count)]
    let listings = call.generation.listings
    let located = try answering { () throws(PlatError) in
      try shown.map { place throws(PlatError) in try listings.located(place) }
    }
    return .json(
      PlacePage(places: located, total: places.count, page: page, limit: limit),
      list == .city ? PlacePage.cities : PlacePage.subdivisions)
  }

  private static func statistics(_ place: Place, _ call: borrowing Call) throws(Problem)
    -> Answer
  {
    let (statistics, listings) = (try summing(place, call), call.generation.listings)
    let located = try answering { () throws(PlatError) in try listings.located(place) }
    return .json { writer in
      writer.object { writer in
        located.writeMembers(to: &writer)
        statistics.writeMembers(of: place.kind, to: &writer)
      }
    }
  }

  /// The statistics, with the place data.
  private static func whole(_ place: Place, _ call: borrowing Call) throws(Problem)
    -> Answer
  {
    let (statistics, listings) = (try summing(place, call), call.generation.listings)
    let wantsBox = try call.flag("bounds") ?? false
    let box = wantsBox ? try box(place, listings) : nil
    let located = try answering { () throws(PlatError) in try listings.located(place) }
    var writer = JSONWriter()
    try writer.object { writer throws(Problem) in
      located.writeMembers(to: &writer)
      statistics.writeMembers(of: place.kind, to: &writer)
      if wantsBox {
        writer.key("bounds")
        if let box { box.write(to: &writer) } else { writer.null() }
      }
      try answering { () throws(PlatError) in
        try listings.writePlaceData(of: place, hasBoundary: true, to: &writer)
      }
    }
    return Answer(body: writer.bytes)
  }

  /// The box around a place's listings; nil if none has a position.
  private static func box(_ place: Place, _ listings: ListingsDatabase) throws(Problem)
    -> MatchBounds?
  {
    let filter = listings.scoped(place.filter)
    do throws(SearchError) { return try listings.bounds(filter) } catch {
      throw .library(.search(error))
    }
  }

  /// A route with one kind of place data.
  private static func data(
    _ path: String, _ name: String, _ kind: PlaceKind, _ summary: String,
    _ parameter: RouteParameter,
    _ missing: RouteAnswer,
    _ place: @escaping @Sendable (borrowing Call) throws(Problem) -> Place
  ) -> Route {
    Route(
      .get, path, name, summary, parameters: [parameter],
      answers: [RouteAnswer(200, "application/json", summary, schema: "PlaceRecords"), missing],
      needs: counts,
      effort: { _ in .measured(.quick) }
    ) { call throws(Problem) in
      let (place, listings) = (try place(call), call.generation.listings)
      var writer = JSONWriter()
      try answering { () throws(PlatError) in
        try listings.writeRecords(kind, of: place, to: &writer)
      }
      return Answer(body: writer.bytes)
    }
  }

  private static func summing(_ place: Place, _ call: borrowing Call) throws(Problem)
    -> PlaceStatistics
  {
    do throws(SearchError) { return try call.community.statistics(of: place) } catch {
      throw .library(.search(error))
    }
  }

  private static func listings(of place: Place, _ call: borrowing Call) throws(Problem)
    -> Answer
  {
    var request = try call.searchRequest()
    request.filter.conditions += place.conditions
    let (listings, asked) = (call.generation.listings, request)
    let result = try answering { () throws(PlatError) in try listings.search(asked) }
    return .json { listings.write(result, of: asked, to: &$0) }
  }
}

extension Call {
  /// The places of the generation's listings.
  var community: Community { generation.listings.community }
}

/// Filters for lists of places.
private enum PlaceTest {
  /// Whether a name contains a text, as a search's `city` does; true without a text.
  static func holds(_ name: String, _ text: String?) -> Bool {
    guard let text, !text.isEmpty else { return true }
    return Place.name(name, contains: text)
  }
}
