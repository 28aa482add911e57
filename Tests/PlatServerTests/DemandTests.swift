import PlatHTTP
import Testing

@testable import PlatServer

/// The cost that a request's names and values imply.
@Suite(.timeLimit(.minutes(30))) struct DemandTests {
  private func demand(
    _ pairs: [(String, String)], _ name: String = "searchListings", path: [String] = []
  ) throws -> Demand {
    let route = try #require(Route.all.first { $0.name == name })
    return Demand(route, path: path, pairs.map { route.argument($0.0, $0.1) })
  }

  @Test func countsSumsPolygonsFarPagesAndTheFarthestFirstAreHeavy() throws {
    let table: [(pairs: [(String, String)], isHeavy: Bool)] = [
      ([], false), ([("city", "palm"), ("minBeds", "2")], false),
      ([("facets", "city")], true), ([("statistics", "false")], true), ([("within", "")], true),
      ([("sort", "distance")], false), ([("sort", "-distance")], true),
      ([("sort", "-price")], false),
      ([("limit", "100")], false), ([("limit", "101")], true), ([("limit", "many")], false),
      ([("page", "250")], false), ([("page", "251")], true),
      ([("page", "50"), ("limit", "100")], false), ([("limit", "100"), ("page", "51")], true),
      ([("page", "9223372036854775807")], true),
    ]
    for (pairs, isHeavy) in table {
      #expect(try demand(pairs).isHeavy == isHeavy, "\(pairs)")
    }
  }

  @Test func ordersPagesAndTextsMakeASearchWide() throws {
    for name in ["sort", "page", "limit", "city"] {
      #expect(try demand([(name, "1")]).isWide, "\(name)")
    }
    for name in ["minBeds", "subdivision", "bbox", "facets"] {
      #expect(try !demand([(name, "1")]).isWide, "\(name)")
    }
  }

  @Test func theShapeIsOfTheRouteTheNamesAndTheValuesThatDecideTheCost() throws {
    let plain = try demand([("minBeds", "2"), ("city", "palm")]).shape
    #expect(try demand([("city", "palm"), ("minBeds", "2")]).shape == plain, "the order")
    #expect(try demand([("city", "indio"), ("minBeds", "5")]).shape == plain, "other values")
    #expect(try demand([("city", "pa"), ("minBeds", "2")]).shape != plain, "a short text")
    #expect(try demand([("city", "palm"), ("maxBeds", "2")]).shape != plain, "another name")
    #expect(try demand([("minBeds", "2"), ("city", "palm")], "getTileJSON").shape != plain)
    #expect(try demand([("sort", "price")]).shape != demand([("sort", "-price")]).shape)
    #expect(try demand([("page", "2")]).shape != demand([("page", "200")]).shape)
    let tiles = try (1...3).map {
      try demand([], "getVectorTile", path: ["\($0)", "0", "0"]).shape
    }
    #expect(Set(tiles).count == 3, "zooms")
    #expect(
      try demand([], "getVectorTile", path: ["1", "0", "0"]).shape
        == demand([], "getVectorTile", path: ["1", "1", "1"]).shape)
  }
}
