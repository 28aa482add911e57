internal import Plat
internal import PlatJSON
internal import PlatPlaces
internal import PlatSearch

extension Tool {
  /// Finds the place with a name.
  package static let matchLocation = Tool(
    "match_location",
    """
    Tells which city, subdivision, zip code, street address or listing a text means, how sure \
    that is, and what else it may be.
    """,
    parameters: [
      ToolParameter(
        "location",
        """
        What someone wrote for a place: a name, perhaps misspelled, a zip code, an address, \
        "near downtown Palm \
        Springs".
        """,
        as: .word(1...256), example: placeExample, isRequired: true)
    ],
    names: .always,
    schemas: [
      ("LocationMatch", .object(LocationMatch.described.descriptions)),
      ("LocationPlace", .object(PlaceMatch.described.descriptions)),
    ]
  ) { call throws(ToolError) in
    let text = try call.requiredText("location")
    let answer: PlaceAnswer
    do throws(PlaceTextError) {
      answer = try call.listings.match(location: text, limit: 6)
    } catch {
      if case .ended(let end) = error { throw .library(.ended(end)) }
      let wrong = ParameterError(
        "location", text, .badValue, expected: "a place's name, zip code or address")
      throw .argument(ArgumentError(wrong, expected: "\(error)", example: placeExample))
    }
    var writer = JSONWriter()
    call.listings.write(answer, of: text, to: &writer)
    return ToolAnswer(json: writer.bytes)
  }

  private static let placeExample = "near downtown Palm Springs"

  /// Gathers the facts about a city or a subdivision.
  package static let researchCommunity = Tool(
    "research_community",
    """
    Tells what is known of a city or a subdivision: listings, prices, kinds of home, pools, \
    associations, schools.
    """,
    parameters: [
      ToolParameter(
        "city",
        "The city's name, with its state behind a comma where several have one of that name.",
        as: .word(1...200), example: "Palm Springs", isRequired: true),
      ToolParameter(
        "subdivision", "A subdivision of that city.", as: .word(0...200), example: "Deepwell"),
    ],
    names: .always,
    schemas: [("CommunityResearch", .object(researchMembers))]
  ) { call throws(ToolError) in
    let (city, subdivision) = (try call.requiredText("city"), try call.text("subdivision"))
    let listings = call.listings
    let lookup = listings.communityPlace(city: city, subdivision: subdivision)
    do throws(PlatError) {
      let research = try lookup.place.map { place throws(PlatError) in
        try listings.research(place)
      }
      var writer = JSONWriter()
      try writer.object { writer throws(PlatError) in
        writer.member("found", research != nil)
        writer.member("confidence", share: lookup.confidence)
        writer.member("reason", ifPresent: lookup.reason)
        if let research { try listings.write(research, to: &writer) }
        writer.array("alternatives") { writer in
          for place in lookup.alternatives {
            writer.object { writer in place.writeMembers(to: &writer) }
          }
        }
      }
      return ToolAnswer(json: writer.bytes)
    } catch {
      throw .library(error)
    }
  }

  private static let researchMembers: [MemberDescription] =
    [
      MemberDescription("found", .boolean, "Whether it is sure which place is meant."),
      MemberDescription("confidence", .number(in: 0...1)),
      MemberDescription("reason", .string, "Why it is not, and what to do.", isRequired: false),
    ] + CommunityResearch.descriptions + [
      MemberDescription(
        "alternatives", .array(of: .any([.named("City"), .named("Subdivision")])))
    ]
}
