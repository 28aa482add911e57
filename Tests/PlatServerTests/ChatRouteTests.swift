import Foundation
import Plat
import Testing

@testable import PlatServer

/// The requests of a chat's assistant, and the errors for wrong ones.
@Suite(.timeLimit(.minutes(30))) struct ChatRouteTests {
  private let test: TestService

  init() throws { test = try TestService.common.get() }

  private func ask(_ function: String, _ body: String) -> Reply {
    test.ask("POST", "/api/chat/\(function)", body: body)
  }

  @Test func searchesAreActiveCheapestFirstAndAtMostTwenty() throws {
    let reply = ask(
      "search-listings", #"{"city":"palm","minPrice":450000,"maxBeds":4,"minBeds":2}"#)
    #expect(reply.status == 400 && reply.object["nearest"] as? String == "minBeds", "\(reply.text)")
    let found = ask(
      "search-listings", #"{"city":"palm springs","minPrice":450000,"minBeds":"2","hasPool":null}"#)
    let prices = found.listings.compactMap { $0["listPrice"] as? Int }
    #expect(
      found.status == 200 && prices.count == 20 && prices == prices.sorted() && prices[0] >= 450_000
    )
    #expect(found.total == test.ask("GET", "/api/mls-listings?minPrice=450000&minBeds=2").total)
    #expect(
      found.listings.allSatisfy {
        $0["standardStatus"] as? String == "Active" && $0["primaryPhoto"] is NSNull
      })
    let photo = ask("search-listings", #"{"maxPrice":400000}"#).listings.first {
      $0["listingKey"] as? String == "S1"
    }
    #expect(photo?["primaryPhoto"] as? String == "u")
    #expect(ask("search-listings", "{}").total == 303)
    let nothing = ask("search-listings", #"{"city":"Palm Sprngs"}"#)
    #expect(
      nothing.total == 0 && nothing.object["didYouMean"] as? [String] == ["Palm Springs"],
      "\(nothing.text)")
  }

  @Test(arguments: [
    ("search-listings", #"{"minbeds":3}"#, "minbeds", "minBeds"),
    ("search-listings", #"{"minBeds":"three"}"#, "minBeds", nil),
    ("search-listings", #"{"minBeds":[3]}"#, "minBeds", nil),
    ("search-listings", #"{"minPrice":-1}"#, "minPrice", nil),
    ("search-listings", #"{"minPrice":1e300}"#, "minPrice", nil),
    ("search-listings", #"{"hasPool":"yes"}"#, "hasPool", nil),
    ("search-listings", #"{"minPrice":500000,"maxPrice":400000}"#, "maxPrice", nil),
    ("search-listings", #"{"propertyTypes":["Condoo"]}"#, "propertyTypes", "Condo"),
    ("search-listings", #"{"propertyTypes":[["Condo"]]}"#, "propertyTypes", nil),
    ("search-listings", #"{"city":{"name":"Indio"}}"#, "city", nil),
    ("match-location", "{}", "location", nil),
    ("match-location", #"{"location":null}"#, "location", nil),
    ("match-location", #"{"place":"Indio"}"#, "place", nil),
    ("match-location", #"{"location":"???"}"#, "location", nil),
    ("research-community", "{}", "city", nil),
    ("research-community", #"{"citty":"Indio"}"#, "citty", "city"),
    ("research-community", #"{"city":""}"#, "city", nil),
  ])
  func wrongArgumentsAreAnsweredSoThatTheyCanBeMended(
    _ function: String, _ body: String, _ parameter: String, _ nearest: String?
  ) {
    let reply = ask(function, body)
    #expect(
      reply.status == 400 && reply.field("Content-Type") == "application/problem+json",
      "\(body): \(reply.text)")
    #expect(reply.object["parameter"] as? String == parameter, "\(body): \(reply.text)")
    #expect(reply.object["nearest"] as? String == nearest, "\(body): \(reply.text)")
    #expect(reply.object["expected"] is String, "\(body): \(reply.text)")
    // A value that is near no valid one has no example.
    #expect(parameter == "place" || reply.object["example"] is String, "\(body): \(reply.text)")
  }

  @Test func locationsAndCommunities() {
    let match = ask("match-location", #"{"location":"near downtown palm sprngs"}"#).object
    #expect(
      match["verdict"] as? String == "certain"
        && (match["match"] as? [String: Any])?["name"] as? String == "Palm Springs")
    #expect(ask("match-location", #"{"location":"Qwxzyk"}"#).object["match"] is NSNull)
    let research = ask("research-community", #"{"city":"palm springs"}"#).object
    #expect(
      research["found"] as? Bool == true
        && (research["community"] as? [String: Any])?["totalListings"] as? Int == 303)
    let none = ask("research-community", #"{"city":"Qwxzyk"}"#).object
    #expect(none["found"] as? Bool == false && none["community"] == nil && none["reason"] is String)
    #expect(
      (none["alternatives"] as? [[String: Any]])?.first?["cityId"] as? String == "palm-springs")
    let part = ask("research-community", #"{"city":"Palm Springs","subdivision":"deepwel"}"#).object
    #expect((part["community"] as? [String: Any])?["slug"] as? String == "deepwell-palm-springs")
  }

  /// Definitions meet OpenAI's strict mode, and match the parameters of the routes.
  @Test(arguments: ["", "?api=chat", "?api=responses"]) func functionsAreStrict(_ query: String)
    throws
  {
    let reply = test.ask("GET", "/api/chat/functions\(query)")
    let tools = try #require(
      try JSONSerialization.jsonObject(with: Data(reply.body)) as? [[String: Any]])
    var seen: [String] = []
    for tool in tools {
      #expect(tool["type"] as? String == "function")
      let function =
        query.hasSuffix("responses") ? tool : try #require(tool["function"] as? [String: Any])
      let name = try #require(function["name"] as? String)
      seen.append(name)
      #expect(
        function["strict"] as? Bool == true && !(function["description"] as? String ?? "").isEmpty)
      #expect(
        name.count <= 64
          && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) })
      let schema = try #require(function["parameters"] as? [String: Any])
      let properties = try #require(schema["properties"] as? [String: [String: Any]])
      #expect(
        schema["type"] as? String == "object" && schema["additionalProperties"] as? Bool == false)
      #expect(
        Set(schema["required"] as? [String] ?? []) == Set(properties.keys) && !properties.isEmpty)
      let path = [
        "search_listings": "/api/chat/search-listings",
        "match_location": "/api/chat/match-location",
        "research_community": "/api/chat/research-community", "cma": "/api/ai/cma",
      ][name]
      let route = try #require(Route.all.first { $0.path == path })
      #expect(Set(route.parameters.map(\.name)) == Set(properties.keys))
      for (key, property) in properties {
        let isRequired = route.parameters.first { $0.name == key }?.isRequired == true
        let types = property["type"] as? [String] ?? [property["type"] as? String ?? ""]
        #expect(types.contains("null") != isRequired, "\(name).\(key)")
        #expect(
          Set(property.keys).isSubset(of: ["type", "description", "enum", "items"]),
          "\(name).\(key): \(property)")
        if types.contains("array") { #expect(property["items"] is [String: Any], "\(name).\(key)") }
        if types.contains("null"), let words = property["enum"] as? [Any] {
          #expect(words.contains { $0 is NSNull })
        }
      }
      // All optional properties null: strict mode sends this for missing values.
      if name != "cma" {
        let body = properties.keys.sorted().map { key in
          route.parameters.first { $0.name == key }?.isRequired == true
            ? "\"\(key)\":\"Palm Springs\"" : "\"\(key)\":null"
        }
        let answer = test.ask("POST", path ?? "", body: "{" + body.joined(separator: ",") + "}")
        #expect(answer.status == 200, "\(name): \(answer.text)")
      }
    }
    #expect(seen == ["search_listings", "match_location", "research_community", "cma"])
  }
}
