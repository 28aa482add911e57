internal import Plat
internal import PlatCommon
internal import PlatJSON
internal import PlatSearch

extension Tool {
  /// Searches for listings on the market.
  package static let searchListings = Tool(
    "search_listings",
    """
    Finds what is on the market now, leases among it unless propertyTypes says otherwise: at \
    most 20 Active listings, the cheapest first, each with its primary photo, and how many \
    there are in all.
    """,
    parameters: [
      ToolParameter(
        "city", "The city's name, or a part of it.", as: .word(0...200), example: "Palm Springs"),
      ToolParameter(
        "subdivision", "The subdivision's name, or a part of it.", as: .word(0...200),
        example: "Deepwell"),
      ToolParameter("minPrice", "Least list price in dollars.", as: dollars, example: "400000"),
      ToolParameter("maxPrice", "Greatest list price in dollars.", as: dollars, example: "900000"),
      ToolParameter(
        "minBeds", "Least number of bedrooms.", as: .number(0...1_000), example: "3"),
      ToolParameter(
        "minBaths", "Least number of bathrooms, in half steps.", as: .number(0...1_000),
        example: "2.5"),
      ToolParameter(
        "propertyTypes",
        """
        Kinds of property, any of which will do: Residential, Lease, Income, or kinds of home \
        such as Single Family, Condo, Townhouse.
        """,
        as: .texts, example: "[\"Condo\", \"Townhouse\"]"),
      ToolParameter(
        "hasPool", "true for homes with a pool, false for those without.", as: .flag,
        example: "true"),
    ],
    names: .always,
    schemas: [("ChatListings", .object(ChatListings.described.descriptions))]
  ) { call throws(ToolError) in
    let search = try chatSearch(call)
    let (listings, result) = (call.listings, try result(of: search, call.listings))
    let suggestion = result.total == 0 ? ChatListings.Suggestion(search, listings) : nil
    let answer = ChatListings(listings: listings, result: result, suggestion: suggestion)
    var writer = JSONWriter()
    ChatListings.described.write(answer, to: &writer)
    return ToolAnswer(json: writer.bytes)
  }

  private static let dollars = ValueKind.number(0...1_000_000_000_000)

  private static func chatSearch(_ call: ToolCall) throws(ToolError) -> ChatSearch {
    var search = ChatSearch()
    (search.city, search.subdivision) = (try call.text("city"), try call.text("subdivision"))
    (search.minPrice, search.maxPrice) = (try call.number("minPrice"), try call.number("maxPrice"))
    (search.minBeds, search.minBaths) = (try call.number("minBeds"), try call.number("minBaths"))
    search.propertyTypes = try call.texts("propertyTypes")
    search.hasPool = try call.flag("hasPool")
    if let least = search.minPrice, let most = search.maxPrice, least > most {
      let bound = NumberText.shortest(least)
      let error = ParameterError(
        "maxPrice", NumberText.shortest(most), .badValue,
        expected: "no less than minPrice, which is \(bound)")
      throw .argument(
        ArgumentError(
          error, expected: "a number from \(bound)", example: NumberText.shortest(least * 1.5)))
    }
    return search
  }

  private static func result(
    of search: ChatSearch, _ listings: ListingsDatabase
  ) throws(ToolError) -> SearchResult {
    do throws(PlatError) { return try listings.search(search) } catch {
      guard case .parameter(let wrong) = error else { throw .library(error) }
      let nearest = Spelling.nearest(to: wrong.value, among: PropertyKinds(listings.index).names)
      throw .argument(
        ArgumentError(
          wrong, expected: wrong.expected, nearest: nearest,
          example: "[\"\(nearest ?? "Condo")\"]"))
    }
  }
}
