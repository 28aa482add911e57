import Foundation
import Plat
import PlatJSON
import PlatTestSupport
import Testing

@testable import PlatAssistant

/// The table of tools: their definitions, answers and refusals.
@Suite(.timeLimit(.minutes(30))) struct ToolTests {
  private let database: ListingsDatabase

  init() throws { database = try TestIndex.market.get().database }

  @Test(arguments: [false, true]) func definitionsAreAsKept(_ isFlat: Bool) throws {
    var writer = JSONWriter()
    Tool.writeDefinitions(isFlat: isFlat, to: &writer)
    let object = try JSONSerialization.jsonObject(with: Data(writer.bytes))
    let text = try JSONSerialization.data(
      withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    try Golden.expect(
      String(decoding: text, as: UTF8.self) + "\n",
      in: "Tests/PlatAssistantTests/Golden/tools-\(isFlat ? "responses" : "chat").json")
  }

  @Test func everyToolHasANameASchemaAndExamplesThatItTakes() {
    #expect(Set(Tool.all.map(\.name)).count == Tool.all.count)
    for tool in Tool.all {
      #expect(!tool.schemas.isEmpty && !tool.summary.isEmpty, "\(tool.name)")
      #expect(Set(tool.parameters.map(\.name)).count == tool.parameters.count, "\(tool.name)")
      for parameter in tool.parameters {
        let text = parameter.example
        switch parameter.kind {
        case .number, .whole: #expect(parameter.kind.number(text) != nil, "\(parameter.name)")
        case .flag: #expect(ValueKind.flag(text) != nil, "\(parameter.name)")
        default: #expect(parameter.kind.allows(text), "\(parameter.name)")
        }
      }
    }
  }

  @Test func listingsAreFound() throws {
    let found = try database.call(.searchListings, []).object
    #expect(found["total"] as? Int == 2 && (found["listings"] as? [Any])?.count == 2)
    let none = try database.call(.searchListings, [("city", "Palm Sprngs")]).object
    #expect(none["total"] as? Int == 0 && none["didYouMean"] as? [String] == ["Palm Springs"])
    #expect((none["note"] as? String)?.contains("\"Palm Sprngs\"") == true)
    let few = try database.call(.searchListings, [("city", "Palm Springs"), ("maxPrice", "1")])
    #expect(few.object["total"] as? Int == 0 && few.object["note"] == nil, "the city is known")
  }

  @Test func placesAreFound() throws {
    let match = try database.call(.matchLocation, [("location", "palm sprngs")]).object
    #expect((match["match"] as? [String: Any])?["name"] as? String == "Palm Springs")
    let research = try database.call(.researchCommunity, [("city", "palm springs")]).object
    #expect(research["found"] as? Bool == true && research["reason"] == nil)
    let none = try database.call(.researchCommunity, [("city", "Qwxzyk")]).object
    #expect(none["found"] as? Bool == false && none["reason"] is String)
  }

  @Test func theAnalysisIsTheLibrarys() throws {
    let (answer, _) = try database.call(.marketAnalysis, SalesMarket.home)
    #expect(String(decoding: answer.json, as: UTF8.self) == (try database.cornerAnalysis().json))
    #expect(answer.modelFailure == nil)
  }

  @Test func aModelThatFailsIsToldBesideTheAnswer() throws {
    let model = try LanguageModel(
      url: "http://127.0.0.1:\(try LocalServer.deadPort())", key: nil, name: "m", seconds: 2)
    let (answer, _) = try database.call(.marketAnalysis, SalesMarket.home, model: model)
    guard case .unreachable = answer.modelFailure else {
      Issue.record("\(String(describing: answer.modelFailure))")
      return
    }
    #expect(String(decoding: answer.json, as: UTF8.self) == (try database.cornerAnalysis().json))
  }

  /// A wrong call, the parameter at fault, and the hint.
  private struct Wrong: Sendable {
    let tool: Tool
    let arguments: [(name: String, value: String)]
    let parameter: String
    let words: String
    var expected: String?
    var nearest: String?
    var example: String?
  }

  private static let wrong: [Wrong] = [
    Wrong(
      tool: .searchListings, arguments: [("minBeds", "three")], parameter: "minBeds",
      words: "minBeds is \"three\", expected a number from 0 to 1000",
      expected: "a number from 0 to 1000", example: "3"),
    Wrong(
      tool: .searchListings, arguments: [("hasPool", "yes")], parameter: "hasPool",
      words: "expected true or false", expected: "true or false", example: "true"),
    Wrong(
      tool: .searchListings, arguments: [("city", "a"), ("city", "b")], parameter: "city",
      words: "city is given more than once, expected one value"),
    Wrong(
      tool: .searchListings, arguments: [("minPrice", "500000"), ("maxPrice", "400000")],
      parameter: "maxPrice", words: "expected no less than minPrice, which is 500000",
      expected: "a number from 500000", example: "750000"),
    Wrong(
      tool: .searchListings, arguments: [("propertyTypes", "Singel Family")],
      parameter: "propertyTypes", words: "expected some of Residential, Lease, Income",
      expected: "some of Residential, Lease, Income, Single Family", nearest: "Single Family",
      example: "[\"Single Family\"]"),
    Wrong(
      tool: .matchLocation, arguments: [], parameter: "location",
      words: "location is missing, expected a text of 1 to 256 characters",
      expected: "a text of 1 to 256 characters", example: "near downtown Palm Springs"),
    Wrong(
      tool: .matchLocation, arguments: [("location", "???")], parameter: "location",
      words: "expected a place's name, zip code or address",
      example: "near downtown Palm Springs"),
    Wrong(
      tool: .researchCommunity, arguments: [("city", "")], parameter: "city",
      words: "expected a text of 1 to 200 characters",
      expected: "a text of 1 to 200 characters", example: "Palm Springs"),
    Wrong(
      tool: .researchCommunity, arguments: [("subdivision", "x")], parameter: "city",
      words: "city is missing", expected: "a text of 1 to 200 characters",
      example: "Palm Springs"),
  ]

  @Test(arguments: wrong.indices) func aWrongArgumentSaysHowToCorrectIt(_ place: Int) throws {
    let wrong = Self.wrong[place]
    do {
      _ = try database.call(wrong.tool, wrong.arguments)
      Issue.record("it was answered")
    } catch ToolError.argument(let found) {
      #expect(found.error.parameter == wrong.parameter)
      #expect(found.error.description.contains(wrong.words), "\(found.error)")
      #expect(found.nearest == wrong.nearest && found.example == wrong.example)
      if wrong.parameter != "location" || wrong.expected != nil {
        #expect(found.expected == wrong.expected)
      }
    }
  }

  @Test func whatTheLibraryRefusesIsItsError() throws {
    do {
      _ = try database.call(.marketAnalysis, [("latitude", "33.8")])
      Issue.record("it was answered")
    } catch ToolError.library(.parameter(let error)) {
      #expect(error.parameter == "longitude" && error.reason == .missing)
    }
    do {
      _ = try database.call(.marketAnalysis, SalesMarket.home + [("asOf", "2060-01-01")])
      Issue.record("it was answered")
    } catch ToolError.library(.nothingCompares) {}
  }

  @Test func namesAreNeededWhereATextNamesAPlace() {
    #expect(Tool.matchLocation.usesNames([]) && Tool.searchListings.usesNames([]))
    #expect(!Tool.marketAnalysis.usesNames(["latitude"]))
    #expect(Tool.marketAnalysis.usesNames(["sqft", "address"]))
  }
}
