import Foundation
import Plat
import PlatHTTP
import PlatPlaces
import PlatTestSupport
import Testing

@testable import PlatServer

/// The members of every route's answer match the golden file and `/openapi.json`.
@Suite(.timeLimit(.minutes(30))) struct AnswerMemberTests {
  /// An index with every kind of data that answers contain.
  private static let test: Result<TestService, any Error> = Result {
    let rich =
      #""photos":[{"photoId":"1","uri800":"u","primary":true}],"documents":[{"name":"plan"}],"#
      + #""openHouses":[{"start":"10"}],"videos":[{"url":"v"}],"virtualTours":[{"url":"t"}],"#
      + #""propertyType":"A","stateOrProvince":"CA","hoaFee":120,"yearBuilt":1960,"#
      + #""lotSizeSquareFeet":7000,"postalCode":"92262","pool":"Private""#
    let sales = (0..<24).map { number in
      TestListings.line(
        "C\(number)",
        #""propertyType":"A","closePrice":\#(500_000 + number * 9_000),"lotSizeSquareFeet":7000,"#
          + #""yearBuilt":\#(1960 + number),"closeDate":"2026-0\#(2 + number % 4)-15""#
      ).replacingOccurrences(of: "\"Active\"", with: "\"Closed\"")
        .replacingOccurrences(of: "\"sqft\":900,", with: "\"sqft\":\(1_500 + number * 20),")
    }
    let made = try TestService(TestListings.lines(300) + [TestListings.line("S1", rich)] + sales) {
      $0.pageFolders = [Repository.path + "/page"]
    }
    let store = try PlaceStore.create(path: made.index + "/" + PlaceStore.name)
    func row(_ kind: String, _ id: String, _ document: String, _ shape: String? = nil)
      -> PlaceStore.Row
    {
      PlaceStore.Row(
        kind: kind, id: id, document: Array(document.utf8), boundary: shape.map { Array($0.utf8) })
    }
    let square = #"{"type":"Polygon","coordinates":[[[-117,33],[-116,33],[-116,34],[-117,33]]]}"#
    let city =
      #"{"name":"Palm Springs","population":44575,"medianIncome":67451.5,"description":"d","#
      + #""url":"u","credit":"c"}"#
    let rows = [
      row("city", "palm-springs", city, square),
      row("school", "a", #"{"name":"Cahuilla","city":"Palm Springs","level":"Elementary"}"#),
      row("hoa", "c", #"{"name":"Deepwell HOA","city":"Palm Springs","fee":120}"#),
      row("photo", "d", #"{"city":"Palm Springs","url":"https://x/city.jpg"}"#),
      row(
        "photo", "e", #"{"city":"Palm Springs","subdivision":"Deepwell","url":"https://x/d.jpg"}"#),
    ]
    try store.change { (_) throws(StoreError) in rows }
    return made
  }

  private let test: TestService

  init() throws { test = try Self.test.get() }

  /// Requests for answers whose members differ from the usual ones.
  private static let more: [(method: String, target: String, body: String)] = [
    (
      "GET", "/api/mls-listings?facets=city,beds,price&statistics=true&limit=3&near=33.8,-116.5", ""
    ),
    (
      "POST", "/api/ai/cma",
      #"{"latitude":33.8,"longitude":-116.5,"sqft":1800,"beds":1,"baths":2,"asOf":"2026-06-01"}"#
    ),
    ("POST", "/api/chat/search-listings", #"{"city":"Palm Sprngs"}"#),
    ("POST", "/api/chat/match-location", #"{"location":"qwxzyk"}"#),
    ("GET", "/api/cities/nowhere", ""), ("GET", "/api/mls-listings?minbeds=1", ""),
  ]

  private func requests() throws -> [(method: String, target: String, body: String)] {
    try RouteTests.requests(test) + Self.more
  }

  /// The route of a request.
  private func routed(_ method: String, _ target: String) -> Route? {
    let path = String(target.prefix { $0 != "?" })
    guard let method = HTTPMethod(rawValue: method),
      case .route(let number, _) = router.find(method, path.utf8Span.span)
    else { return nil }
    return router.routes[number]
  }

  private let router = Router(routes: Route.all)

  /// The target without the numbers of the snapshot.
  private func name(_ target: String) -> String {
    target.replacing(/\/clusters\/\d+/, with: "/clusters/ID")
  }

  @Test func everyAnswerHasTheMembersThatAreKept() throws {
    var text = ""
    for (method, target, body) in try requests() {
      let reply = test.ask(method, target, body: body)
      text += "\(method) \(name(target)) \(body)".trimmingCharacters(in: .whitespaces) + "\n"
      let type = reply.field("Content-Type") ?? "no body"
      text += "  \(reply.status) \(type)\n"
      // The document of all routes has its own tests.
      if type.contains("json"), target != "/openapi.json" {
        for line in try JSONShape(Data(reply.body), root: "").lines where line != ": object" {
          text += "  \(line)\n"
        }
      }
    }
    try Golden.expect(text, in: "Tests/PlatServerTests/Golden/answers.txt")
  }

  @Test func everyRouteIsAsked() throws {
    let asked = Set(try requests().compactMap { routed($0.method, $0.target)?.name })
    // Writes have their own tests (WritingRouteTests).
    for route in Route.all where route.role == nil {
      #expect(asked.contains(route.name), "\(route.method.rawValue) \(route.path)")
    }
  }

  @Test func everyAnswerIsAsItsSchemaSays() throws {
    let document = test.ask("GET", "/openapi.json").object
    let components = try #require(document["components"] as? [String: Any])
    let schemas = AnswerSchemas(try #require(components["schemas"] as? [String: [String: Any]]))
    var checked: Set<String> = []
    for (method, target, body) in try requests() {
      let reply = test.ask(method, target, body: body)
      let route = try #require(routed(method, target))
      guard let name = route.answers.first(where: { $0.status == reply.status })?.schema else {
        continue
      }
      checked.insert(name)
      let value = try JSONSerialization.jsonObject(with: Data(reply.body))
      for problem in schemas.problems(of: value, name) {
        Issue.record("\(method) \(target): \(problem)")
      }
    }
    #expect(checked.count > 15, "\(checked.sorted())")
  }
}

/// Checks values against the schemas of answers.
///
/// It is stricter than JSON Schema: a member that a schema does not name is a problem, unless the
/// schema is of a listing's whole document.
private struct AnswerSchemas {
  private let schemas: [String: [String: Any]]

  init(_ schemas: [String: [String: Any]]) { self.schemas = schemas }

  func problems(of value: Any, _ name: String) -> [String] {
    guard let schema = schemas[name] else { return ["there is no schema \(name)"] }
    return problems(of: value, schema, name, isOpen: name == "Listing")
  }

  private func problems(
    of value: Any, _ schema: [String: Any], _ path: String, isOpen: Bool
  ) -> [String] {
    if let name = (schema["$ref"] as? String)?.split(separator: "/").last.map(String.init) {
      guard let other = schemas[name] else { return ["\(path): there is no schema \(name)"] }
      return problems(of: value, other, path, isOpen: isOpen || name == "Listing")
    }
    if let parts = schema["allOf"] as? [[String: Any]] {
      return problems(of: value, merged(parts), path, isOpen: isOpen)
    }
    for key in ["oneOf", "anyOf"] {
      guard let choices = schema[key] as? [[String: Any]] else { continue }
      let all = choices.map { problems(of: value, $0, path, isOpen: isOpen) }
      if !all.contains(where: \.isEmpty) { return ["\(path): none of \(key): \(all)"] }
    }
    var found = typeProblems(of: value, schema, path)
    if let object = value as? [String: Any] {
      let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
      for name in schema["required"] as? [String] ?? [] where object[name] == nil {
        found.append("\(path).\(name) is missing")
      }
      for (name, member) in object {
        if let own = properties[name] {
          found += problems(of: member, own, path + "." + name, isOpen: false)
        } else if let other = schema["additionalProperties"] as? [String: Any] {
          found += problems(of: member, other, path + "." + name, isOpen: false)
        } else if !properties.isEmpty, !isOpen {
          found.append("\(path).\(name) is not described")
        }
      }
    }
    if let array = value as? [Any], let items = schema["items"] as? [String: Any] {
      for element in array {
        found += problems(of: element, items, path + "[]", isOpen: false)
      }
    }
    return Array(Set(found)).sorted()
  }

  /// The members of several schemas combined.
  private func merged(_ parts: [[String: Any]]) -> [String: Any] {
    var (properties, required): ([String: Any], [String]) = ([:], [])
    for part in parts {
      let name = (part["$ref"] as? String)?.split(separator: "/").last.map(String.init)
      let part = name.flatMap { schemas[$0] } ?? part
      properties.merge(part["properties"] as? [String: Any] ?? [:]) { $1 }
      required += part["required"] as? [String] ?? []
    }
    return ["type": "object", "properties": properties, "required": required]
  }

  private func typeProblems(of value: Any, _ schema: [String: Any], _ path: String) -> [String] {
    if let words = schema["enum"] as? [String], let word = value as? String, !words.contains(word) {
      return ["\(path) is \(word), expected one of \(words)"]
    }
    if let word = schema["const"] as? String, value as? String != word {
      return ["\(path) is \(value), expected \(word)"]
    }
    let types = (schema["type"] as? String).map { [$0] } ?? schema["type"] as? [String] ?? []
    guard !types.isEmpty else { return [] }
    let own: [String]
    switch value {
    case is [String: Any]: own = ["object"]
    case is [Any]: own = ["array"]
    case is String: own = ["string"]
    case let number as NSNumber:
      let isFlag = unsafe String(cString: number.objCType) == "c"
      let isWhole = number.doubleValue.rounded() == number.doubleValue
      own = isFlag ? ["boolean"] : isWhole ? ["integer", "number"] : ["number"]
    default: own = ["null"]
    }
    return own.contains(where: types.contains)
      ? [] : ["\(path) is of type \(own[0]), expected \(types)"]
  }
}
