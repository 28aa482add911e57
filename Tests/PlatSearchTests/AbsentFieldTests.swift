import PlatIndex
import PlatListings
import PlatSearch
import PlatTestSupport
import Testing

/// Conditions on fields that no listing has: they answer as if the column were there.
@Suite(.timeLimit(.minutes(30))) struct AbsentFieldTests {
  private static let count = 130

  private static func searcher() throws -> Searcher {
    let listings = (0..<count).map { PlainListing(key: "K\($0)") }
    return Searcher(try TestWorld("keys alone", listings).generation)
  }

  /// The conditions that can be put to a field, and whether listings without it match.
  private static func conditions(_ field: Field) -> [(ListingFilter.Condition, Bool)] {
    if field.definition.storage == .number {
      return [
        (.number(field, Listing.missing + 1...Int64.max), false), (.number(field, 0...0), false),
      ]
    }
    return [
      (.equals(field, ["x"]), false), (.equals(field, ["x", ""]), false),
      (.equals(field, []), false),
      (.contains(field, "x"), false), (.contains(field, ""), false),
      (.containsAny(field, ["x", "y"]), false),
      (.excludes(field, ["x"]), true), (.excludes(field, []), true),
    ]
  }

  private static let fields = (Field.codes + Field.numbers).filter {
    // Positions are asked for by regions; slugs are made where a feed has none.
    ![.latitude, .longitude, .slug].contains($0)
  }

  @Test(arguments: fields) func conditionsTakeTheFieldAsMissing(_ field: Field) throws {
    let searcher = try Self.searcher()
    for (condition, matches) in Self.conditions(field) {
      let filter = ListingFilter([condition])
      let expected = matches ? Self.count : 0
      #expect(try searcher.count(filter) == expected, "\(condition)")
      #expect(try searcher.count(.not(filter)) == Self.count - expected, "not \(condition)")
      #expect(try searcher.count(.any([filter, filter])) == expected, "any \(condition)")
      #expect(try searcher.count(.not(.any([.not(filter)]))) == expected, "\(condition)")
      var request = SearchRequest(filter: filter, limit: 3)
      request.statuses = nil
      #expect(try searcher.search(request).total == expected, "\(condition)")
    }
    var isFacet = field.definition.storage == .code
    if case .number = field.definition.kind { isFacet = true }
    guard isFacet else { return }
    var request = SearchRequest(filter: ListingFilter(), limit: 0)
    (request.facets, request.statuses) = ([field], nil)
    let facet = try #require(try searcher.search(request).facets.first)
    #expect(facet.entries.isEmpty && facet.missing == Self.count)
  }

  @Test func aColumnThatWasLeftOutComesBackWithItsFirstValue() throws {
    var listings = (0..<Self.count).map { PlainListing(key: "K\($0)") }
    listings[70][text: .streetDirSuffix] = "S"
    let world = try TestWorld("one direction", listings)
    let searcher = Searcher(world.generation)
    let south = ListingFilter([.equals(.streetDirSuffix, ["s"])])
    #expect(try searcher.count(south) == 1)
    #expect(try searcher.count(.not(south)) == Self.count - 1)
    #expect(world.index.codes(.streetDirSuffix)?.codes == 1)
    let none = try Self.searcher()
    #expect(try none.count(south) == 0)
  }
}
