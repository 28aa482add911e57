internal import Plat
internal import PlatCommon
internal import PlatHTTP
internal import PlatJSON

/// What a chat's assistant asks: functions with few arguments, and answers that it can mend itself
/// by.
extension Route {
  static let chat: [Route] = [
    Route(
      .post, "/api/chat/search-listings", "chatSearchListings",
      """
      Finds what is on the market now, leases among it unless propertyTypes says otherwise: at \
      most 20 Active listings, the cheapest first, each with its primary photo, and how many \
      there are in all.
      """,
      parameters: [
        RouteParameter(
          "city", in: .body, "The city's name, or a part of it.", as: .word(0...200),
          example: "Palm Springs"),
        RouteParameter(
          "subdivision", in: .body, "The subdivision's name, or a part of it.", as: .word(0...200),
          example: "Deepwell"),
        RouteParameter(
          "minPrice", in: .body, "Least list price in dollars.", as: dollars, example: "400000"),
        RouteParameter(
          "maxPrice", in: .body, "Greatest list price in dollars.", as: dollars, example: "900000"),
        RouteParameter(
          "minBeds", in: .body, "Least number of bedrooms.", as: .number(0...1_000), example: "3"),
        RouteParameter(
          "minBaths", in: .body, "Least number of bathrooms, in half steps.",
          as: .number(0...1_000), example: "2.5"),
        RouteParameter(
          "propertyTypes", in: .body,
          """
          Kinds of property, any of which will do: Residential, Lease, Income, or kinds of home \
          such as Single Family, Condo, Townhouse.
          """,
          as: .texts, example: "[\"Condo\", \"Townhouse\"]"),
        RouteParameter(
          "hasPool", in: .body, "true for homes with a pool, false for those without.", as: .flag,
          example: "true"),
      ],
      answers: [RouteAnswer(200, "application/json", "The listings.", schema: "ChatListings")],
      isRepeatable: false,
      needs: { _ in .names }, effort: { _ in .measured(.quick) }
    ) { call throws(Problem) in
      call.generation.listings.prepareNames()
      var search = ChatSearch()
      (search.city, search.subdivision) = (try call.text("city"), try call.text("subdivision"))
      (search.minPrice, search.maxPrice) = (
        try call.decimal("minPrice"), try call.decimal("maxPrice")
      )
      (search.minBeds, search.minBaths) = (
        try call.decimal("minBeds"), try call.decimal("minBaths")
      )
      (search.propertyTypes, search.hasPool) = (
        try call.texts("propertyTypes"), try call.flag("hasPool")
      )
      if let least = search.minPrice, let most = search.maxPrice, least > most {
        var problem = Problem.badValue(
          "maxPrice", NumberText.shortest(most),
          expected: "no less than minPrice, which is \(NumberText.shortest(least))"
        )
        problem.expected = "a number from \(NumberText.shortest(least))"
        problem.example = NumberText.shortest(least * 1.5)
        throw problem
      }
      let (listings, asked) = (call.generation.listings, search)
      let result: SearchResult
      do throws(PlatError) { result = try listings.search(asked) } catch {
        var problem = Problem.library(error)
        if case .parameter(let wrong) = error {
          problem.nearest = Spelling.nearest(
            to: wrong.value, among: PropertyKinds(listings.index).names)
          problem.example = "[\"\(problem.nearest ?? "Condo")\"]"
        }
        throw problem
      }
      let hint = result.total == 0 ? suggestion(asked, listings) : nil
      return .json(
        ChatListings(listings: listings, result: result, suggestion: hint),
        ChatListings.described)
    },
    Route(
      .post, "/api/chat/match-location", "chatMatchLocation",
      """
      Tells which city, subdivision, zip code, street address or listing a text means, how sure \
      that is, and what else it may be.
      """,
      parameters: [
        RouteParameter(
          "location", in: .body,
          """
          What someone wrote for a place: a name, perhaps misspelled, a zip code, an address, \
          "near downtown Palm \
          Springs".
          """,
          as: .word(1...256), example: "near downtown Palm Springs", isRequired: true)
      ],
      answers: [RouteAnswer(200, "application/json", "What it means.", schema: "LocationMatch")],
      isRepeatable: false,
      needs: { _ in .names }, effort: { _ in .measured(.quick) }
    ) { call throws(Problem) in
      call.generation.listings.prepareNames()
      let text = try call.requiredText("location")
      let listings = call.generation.listings
      let answer: PlaceAnswer
      do throws(PlaceTextError) { answer = try listings.match(location: text, limit: 6) } catch {
        if case .ended(let end) = error { throw .ended(end) }
        var problem = Problem.badValue(
          "location", text, expected: "a place's name, zip code or address")
        problem.example = "near downtown Palm Springs"
        problem.expected = "\(error)"
        throw problem
      }
      return .json { listings.write(answer, of: text, to: &$0) }
    },
    Route(
      .post, "/api/chat/research-community", "chatResearchCommunity",
      "Tells what is known of a city or a subdivision: listings, prices, kinds of home, pools, associations, schools.",
      parameters: [
        RouteParameter(
          "city", in: .body,
          "The city's name, with its state behind a comma where several have one of that name.",
          as: .word(1...200), example: "Palm Springs", isRequired: true),
        RouteParameter(
          "subdivision", in: .body, "A subdivision of that city.", as: .word(0...200),
          example: "Deepwell"),
      ],
      answers: [
        RouteAnswer(200, "application/json", "What is known.", schema: "CommunityResearch")
      ],
      isRepeatable: false, needs: { _ in .names }, effort: { _ in .lane(.quick) }
    ) { call throws(Problem) in
      let (city, subdivision) = (try call.requiredText("city"), try call.text("subdivision"))
      let listings = call.generation.listings
      let lookup = listings.communityPlace(city: city, subdivision: subdivision)
      let research = try answering { () throws(PlatError) -> CommunityResearch? in
        guard let place = lookup.place else { return nil }
        return try listings.research(place)
      }
      var writer = JSONWriter()
      try writer.object { writer throws(Problem) in
        writer.member("found", research != nil)
        writer.member("confidence", share: lookup.confidence)
        writer.member("reason", ifPresent: lookup.reason)
        if let research {
          try answering { () throws(PlatError) in try listings.write(research, to: &writer) }
        }
        writer.array("alternatives") { writer in
          for place in lookup.alternatives {
            writer.object { writer in place.writeMembers(to: &writer) }
          }
        }
      }
      return Answer(body: writer.bytes)
    },
    Route(
      .get, "/api/chat/functions", "getChatFunctions",
      "These functions, and the market analysis, as definitions for function calling in OpenAI's strict mode.",
      parameters: [
        RouteParameter(
          "api", in: .query,
          "The interface that they are for: Chat Completions where it is not given, or Responses, which has them flat.",
          as: .choice(["chat", "responses"]), example: "chat")
      ],
      answers: [
        RouteAnswer(
          200, "application/json", "The definitions, for `tools`.", schema: "ChatFunctions")
      ]
    ) { call throws(Problem) in
      let isFlat = try call.text("api") == "responses"
      return .json { ChatFunctions.write(call.context.router.routes, isFlat: isFlat, to: &$0) }
    },
  ]

  private static let dollars = RouteParameter.Kind.number(0...1_000_000_000_000)

  /// What may be wrong with a search that nothing matches: a city that no listing names, and what
  /// it may mean.
  private static func suggestion(
    _ search: ChatSearch, _ listings: ListingsDatabase
  ) -> ChatListings.Suggestion? {
    guard let city = search.city, !city.isEmpty else { return nil }
    var alone = ChatSearch()
    alone.city = city
    guard let found = try? listings.search(alone), found.total == 0 else { return nil }
    let lookup = listings.communityPlace(city: city)
    let places = (lookup.place.map { [$0] } ?? []) + lookup.alternatives
    return ChatListings.Suggestion(
      note:
        "no Active listing's city is \"\(city.shortened())\"; perhaps one of didYouMean is meant",
      cities: places.prefix(5).map(\.name))
  }
}
