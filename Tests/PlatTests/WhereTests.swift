import PlatTestSupport
import Testing

@testable import Plat

/// Trees of conditions with `and`, `or` and `not`.
@Suite(.timeLimit(.minutes(30))) struct WhereTests {
  private static func database() throws -> ListingsDatabase {
    try Fixtures.many.get().database
  }

  /// The keys of all listings that match parameters.
  private static func keys(_ parameters: [(name: String, value: String)]) throws -> Set<String> {
    let database = try database()
    var keys: Set<String> = []
    for page in 1... {
      let found = try database.keys(
        parameters + [("limit", "500"), ("page", "\(page)"), ("sort", "price")])
      keys.formUnion(found)
      if found.count < 500 { return keys }
    }
    return keys
  }

  private static func keys(where tree: String) throws -> Set<String> {
    try keys([("where", tree), ("standardStatus", "any")])
  }

  /// Parameters with values, as members of JSON and as in a query.
  private static let leaves: [(json: String, name: String, value: String)] = [
    (#""minPrice":400000"#, "minPrice", "400000"), (#""maxPrice":"900k""#, "maxPrice", "900000"),
    (#""minBeds":3"#, "minBeds", "3"), (#""maxBeds":3"#, "maxBeds", "3"),
    (#""minBaths":2.5"#, "minBaths", "2.5"), (#""hasPool":true"#, "hasPool", "true"),
    (#""hasPool":false"#, "hasPool", "false"), (#""maxHoaFee":300"#, "maxHoaFee", "300"),
    (#""city":["palm","indio"]"#, "city", "palm,indio"), (#""city":"desert""#, "city", "desert"),
    (#""propertySubType":["Condo","Townhouse"]"#, "propertySubType", "Condo,Townhouse"),
    (#""notPropertySubType":"Condo""#, "notPropertySubType", "Condo"),
    (#""standardStatus":"Closed""#, "standardStatus", "Closed"),
    (#""standardStatus":["Active","Pending"]"#, "standardStatus", "Active,Pending"),
    (#""listingFor":"rent""#, "listingFor", "rent"),
    (
      #""soldSince":"2026-01-01""#, "soldSince",
      "2026-01-01"
    ),
    (#""isFeatured":false"#, "isFeatured", "false"),
    (#""postalCode":[92262,92264]"#, "postalCode", "92262,92264"),
  ]

  /// Makes random trees with the keys that they must find, by operations on sets.
  private struct Maker {
    var draw: SeededGenerator
    let everything: Set<String>
    let found: [Set<String>]

    mutating func tree(_ depth: Int) -> (json: String, keys: Set<String>) {
      var members: [String] = []
      var keys = everything
      var names: Set<String> = []
      for _ in 0..<draw.int(0...2) {
        let place = draw.int(0...leaves.count - 1)
        guard names.insert(leaves[place].name).inserted else { continue }
        members.append(leaves[place].json)
        keys.formIntersection(found[place])
      }
      if depth > 0 {
        if draw.percent(35) {
          let inner = tree(depth - 1)
          members.append("\"not\":\(inner.json)")
          keys.subtract(inner.keys)
        }
        if draw.percent(40) {
          let inner = (0..<draw.int(0...3)).map { _ in tree(depth - 1) }
          members.append("\"or\":[\(inner.map(\.json).joined(separator: ","))]")
          keys.formIntersection(inner.reduce(into: Set<String>()) { $0.formUnion($1.keys) })
        }
        if draw.percent(25) {
          let inner = (0..<draw.int(0...2)).map { _ in tree(depth - 1) }
          members.append("\"and\":[\(inner.map(\.json).joined(separator: ", "))]")
          for one in inner { keys.formIntersection(one.keys) }
        }
      }
      return ("{\(members.shuffled(using: &draw).joined(separator: ","))}", keys)
    }
  }

  private static func maker(seed: UInt64) throws -> Maker {
    Maker(
      draw: SeededGenerator(seed: seed), everything: try keys([("standardStatus", "any")]),
      found: try leaves.map { leaf in
        try keys(
          [(leaf.name, leaf.value)]
            + (leaf.name == "standardStatus" ? [] : [("standardStatus", "any")]))
      })
  }

  @Test func aTreeFindsWhatOperationsOnSetsFind() throws {
    var maker = try Self.maker(seed: 17)
    var (some, none) = (0, 0)
    for number in TestCases.seeds(400) {
      let tree = maker.tree(3)
      let found = try Self.keys(where: tree.json)
      #expect(found == tree.keys, "\(number): \(tree.json)")
      let again = try ConditionTree(parsing: tree.json).description
      #expect(try Self.keys(where: again) == tree.keys, "\(number): \(again)")
      #expect(try ConditionTree(parsing: again).description == again, "\(tree.json)")
      if found.isEmpty { none += 1 } else { some += 1 }
    }
    #expect(some > 100 && none > 10)
  }

  @Test func aMapShowsTheMatchesOfATree() throws {
    let database = try Self.database()
    var maker = try Self.maker(seed: 18)
    for _ in 0..<40 {
      let tree = maker.tree(2).json
      let located = try database.search(
        parameters: [("where", tree), ("bbox", "-180,-85,180,85"), ("limit", "0")]
      ).total
      let query = try MapParameters.query([("where", tree)], in: database)
      let shown = try database.map.features(
        in: [database.map.index.bounds], zoom: 3, matching: query)
      #expect(shown.clusters.reduce(shown.listings.count) { $0 + $1.count } == located, "\(tree)")
    }
  }

  @Test func activeListingsAreMeantUnlessTheTreeSaysWhich() throws {
    func total(_ tree: String, _ more: (String, String)...) throws -> Int {
      try Self.database().search(
        parameters: [("where", tree), ("limit", "0")] + more.map { (name: $0.0, value: $0.1) }
      ).total
    }
    let active = try Self.keys([]).count
    #expect(try total("{}") == active)
    #expect(try total(#"{"not":{"hasPool":true}}"#) == Self.keys([("hasPool", "false")]).count)
    let closed = try Self.keys([("standardStatus", "Closed")]).count
    #expect(try total(#"{"or":[{"standardStatus":"Closed"}]}"#) == closed)
    let all = try Self.keys([("standardStatus", "any")]).count
    #expect(try total(#"{"not":{"standardStatus":"Closed"}}"#) == all - closed)
    #expect(try total(#"{"standardStatus":"any"}"#) == all)
    #expect(try total(#"{"or":[]}"#) == 0)
    #expect(try total(#"{"not":{}}"#) == 0)
    #expect(try total(#"{"minBeds":null,"city":[],"or":null}"#) == active)
  }

  /// Trees that are refused, and words of the message.
  private static let refused: [(json: String, message: [String])] = [
    ("[]", ["where", "an object"]), ("{", ["where", "an object in JSON"]), ("3", ["an object"]),
    (#"{"minBedz":3}"#, ["where.minBedz", "did you mean minBeds?"]),
    (#"{"or":[{"minBeds":2},{"minBeds":"x"}]}"#, ["where.or[1].minBeds", "\"x\""]),
    (#"{"and":{"minBeds":2}}"#, ["where.and", "a list of objects"]),
    (#"{"not":[{"minBeds":2}]}"#, ["where.not", "an object"]),
    (#"{"or":[3]}"#, ["where.or[0]", "an object"]),
    (#"{"minBeds":[3]}"#, ["where.minBeds", "one value and not a list"]),
    (#"{"city":5}"#, ["where.city", "a text, or a list of texts"]),
    (#"{"city":["a",{}]}"#, ["where.city", "a text, or a list of texts"]),
    (#"{"propertyType":true}"#, ["where.propertyType"]),
    (#"{"minBeds":5,"maxBeds":2}"#, ["where.minBeds", "no more than maxBeds"]),
    (#"{"standardStatus":"Settled"}"#, ["where.standardStatus", "Closed"]),
    (#"{"or":[{"bbox":"1,2,3,4"}]}"#, ["where.or[0].bbox", "a parameter beside where"]),
    (#"{"limit":3}"#, ["where.limit", "a parameter beside where"]),
    (#"{"where":{}}"#, ["where.where"]),
    (#"{"minBeds":1,"minBeds":2}"#, ["where.minBeds", "more than once"]),
    (
      String(repeating: #"{"not":"#, count: 12) + "{}" + String(repeating: "}", count: 12),
      ["nested at most 8 deep"]
    ),
    (
      #"{"or":["# + Array(repeating: #"{"minBeds":1}"#, count: 65).joined(separator: ",") + "]}",
      ["at most 64"]
    ),
    (
      #"{"listingKey":["# + Array(repeating: "1", count: 501).joined(separator: ",") + "]}",
      ["at most 500 values"]
    ),
    (#"{"city":""# + String(repeating: "a", count: 8_200) + #""}"#, ["at most 8192 bytes"]),
  ]

  @Test(arguments: refused.indices)
  func aTreeThatCannotBeUsedIsRefusedByItsPath(_ number: Int) throws {
    let (json, message) = Self.refused[number]
    let error = #expect(throws: ParameterError.self) {
      try SearchParameters.request([("where", json)], in: try Self.database())
    }
    for words in message {
      #expect(error?.description.contains(words) == true, "\(json): \(error?.description ?? "")")
    }
    #expect(error?.parameter.hasPrefix("where") == true)
    // Words of statuses are known where listings are: an operator may have mapped some.
    if json.contains("Settled") { return }
    #expect(throws: ParameterError.self) { try SearchParameters.check([("where", json)]) }
    #expect(throws: ParameterError.self) { try MapParameters.check([("where", json)]) }
  }

  @Test func aTreeAtTheLimitsIsTaken() throws {
    let deep =
      String(repeating: #"{"not":"#, count: 8) + #"{"minBeds":3}"#
      + String(repeating: "}", count: 8)
    #expect(try Self.keys(where: deep) == Self.keys(where: #"{"minBeds":3}"#))
    let wide =
      #"{"or":["#
      + (0..<64).map { "{\"minPrice\":\($0 * 10_000)}" }.joined(separator: ",") + "]}"
    #expect(try Self.keys(where: wide) == Self.keys(where: #"{"minPrice":0}"#))
  }

  @Test func spellingsOfOneTreeHaveOneText() throws {
    let texts = [
      #"{"or":[{"city":["Indio","Vista"]},{"minBeds":4,"not":{"hasPool":true}}],"minPrice":1}"#,
      #"{ "minPrice" : 1, "or" : [ {"not": {"hasPool": true}, "minBeds": "4"},"#
        + #" {"city": ["Vista", "Indio", "Vista"]} ] }"#,
      #"{"and":[{"minPrice":1},{"or":[{"minBeds":4,"not":{"hasPool":true}},"#
        + #"{"city":["Indio","Vista"]},{"city":["Vista","Indio"]}]}]}"#,
    ]
    let canonical = try texts.map { try ConditionTree(parsing: $0).description }
    #expect(Set(canonical).count == 1, "\(canonical)")
    #expect(
      canonical[0]
        == #"{"minPrice":"1","or":[{"city":["Indio","Vista"]},"#
        + #"{"minBeds":"4","not":{"hasPool":"true"}}]}"#)
    let other = try ConditionTree(parsing: #"{"minPrice":1,"or":[{"city":["Indio"]}]}"#)
    #expect(other.description != canonical[0])
  }

  @Test func aMisspeltNameInATreeIsWarnedOf() throws {
    let result = try Self.database().search(
      parameters: [("where", #"{"or":[{"city":["Pallm Springz"]},{"minBeds":4}]}"#)])
    #expect(result.warnings.map(\.value) == ["Pallm Springz"])
    let rent = try Self.database().search(
      parameters: [("where", #"{"or":[{"listingFor":"rent"}]}"#)])
    #expect(rent.warnings.isEmpty)
  }

  @Test func facetsIgnoreTheConditionsOfTheirOwnFieldThatEveryMatchMeets() throws {
    func beds(_ tree: String) throws -> [FacetCounts] {
      try Self.database().search(
        parameters: [("where", tree), ("facets", "beds"), ("limit", "0")]
      ).facets
    }
    #expect(try beds(#"{"minBeds":4,"hasPool":true}"#) == beds(#"{"hasPool":true}"#))
    #expect(
      try beds(#"{"or":[{"minBeds":4},{"maxBeds":1}],"hasPool":true}"#)
        == beds(#"{"hasPool":true}"#))
    #expect(try beds(#"{"or":[{"minBeds":4},{"hasPool":true}]}"#) != beds("{}"))
  }
}
