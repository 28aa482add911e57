import Foundation
import Plat
import PlatTestSupport
import Testing

@testable import PlatServer

/// Private names in every spelling, at every depth, through every route: none is published.
@Suite(.timeLimit(.minutes(30))) struct PrivateNamesTests {
  private static let word = "SECRET"
  /// Wrappers for the members of an expansion or of a part; `%` is replaced by them.
  private static let holders = [
    "%", "\"Details\":{%}", "\"ListAgent\":{%}", "\"StandardFields\":{\"Deep\":{%}}",
    "\"Agents\":[{%},{%}]",
    "\"CustomFields\":[{\"Main\":[{\"Listing\":[{%}]}]}]", "\"photos\":[{\"uri800\":\"u\",%}]",
    "\"Media\":[{\"MediaURL\":\"u\",%},{\"MediaURL\":\"p.pdf\",\"MediaCategory\":\"Document\",%}]",
    "\"documents\":[{\"name\":\"plan\",%,\"more\":{%}}]",
    "\"openHouses\":[{\"date\":\"2026-06-01\",%}]",
    "\"videos\":{%}", "\"virtualTours\":[[{%}],{%}]",
  ]

  private static func key(_ spelling: Spelling, _ holder: Int) -> String {
    "N\(spelling.rawValue.uppercased())\(holder)"
  }

  /// A listing for each spelling and wrapper, with every name in it.
  private static func lines(_ holders: [String]) -> [String] {
    Spelling.allCases.flatMap { spelling in
      holders.enumerated().map { place, holder in
        // A name like a date of the listing, or like a flag, would be dropped for its value and not
        // for its name.
        let members = PrivateNames.all.map { "\"\(spelling.form(of: $0))\":\"\(word)-\($0)\"" }
          .joined(separator: ",")
        return TestListings.line(
          key(spelling, place), holder.replacingOccurrences(of: "%", with: members))
      }
    }
  }

  /// Every address that may reveal something about the listings, with its body.
  private static func requests(_ keys: [String]) -> [(method: String, target: String, body: String)]
  {
    let keyed = keys.flatMap { key in
      ["", "/documents", "/openhouses", "/videos", "/virtualtours"].map {
        ("GET", "/api/mls-listings/\(key)\($0)", "")
      }
    }
    let facets =
      """
      city,subdivision,propertySubType,beds,propertyType,standardStatus,postalCode,landType,baths,\
      price
      """
    return keyed + [
      (
        "GET", "/api/mls-listings?limit=500&standardStatus=any&statistics=true&facets=\(facets)", ""
      ),
      ("POST", "/api/mls-listings", #"{"limit":500,"standardStatus":"any"}"#),
      ("GET", "/tiles/16/11567/26162.json", ""),
      ("GET", "/tiles/9/90/204.mvt", ""), ("GET", "/tiles.json", ""),
      ("GET", "/api/clusters?bbox=-118,33,-115,35&zoom=20", ""), ("GET", "/api/cities", ""),
      ("GET", "/api/cities/palm-springs", ""),
      ("GET", "/api/cities/palm-springs/listings?limit=500", ""),
      ("GET", "/api/subdivisions/deepwell-palm-springs/listings?limit=500", ""),
      ("POST", "/api/chat/search-listings", #"{"city":"Palm Springs"}"#),
      ("POST", "/api/chat/match-location", "{\"location\":\"\(keys[0])\"}"),
      ("POST", "/api/chat/research-community", #"{"city":"Palm Springs"}"#),
      ("GET", "/api/swipes/batch?userId=u&count=500", ""), ("GET", "/api/health", ""),
      ("GET", "/metrics", ""),
    ]
  }

  /// The names whose values appear in an answer.
  private static func published(by test: TestService, _ keys: [String]) -> Set<String> {
    var names: Set<String> = []
    for request in requests(keys) {
      let reply = test.ask(request.method, request.target, body: request.body)
      #expect(reply.status == 200, "\(request.target): \(reply.status) \(reply.text.prefix(200))")
      for piece in reply.text.components(separatedBy: word + "-").dropFirst() {
        names.insert(String(piece.prefix { $0.isLetter || $0.isNumber }))
      }
    }
    return names
  }

  @Test func theListIsLong() {
    #expect(PrivateNames.all.count >= 109 && Set(PrivateNames.all).count == PrivateNames.all.count)
  }

  @Test func noneOfThemIsPublishedFromJSON() throws {
    let test = try TestService(Self.lines(Self.holders))
    let keys = Spelling.allCases.flatMap { spelling in
      Self.holders.indices.map { Self.key(spelling, $0) }
    }
    #expect(Self.published(by: test, keys) == [])
  }

  @Test func noneOfThemIsPublishedFromCSV() throws {
    let fields = [
      "ListingKey", "StandardStatus", "City", "Subdivision", "Latitude", "Longitude", "ListPrice",
    ]
    var keys: [String] = []
    let inputs = Spelling.allCases.map { spelling in
      let values = [
        Self.key(spelling, 0), "Active", "Palm Springs", "Deepwell", "33.8", "-116.5", "500000",
      ]
      keys.append(values[0])
      // A question mark in a header changes the name, so such a feed has no key.
      let known = fields.map { spelling == .signed ? $0 : spelling.form(of: $0) }
      let header = (known + PrivateNames.all.map { spelling.form(of: $0) }).map { "\"\($0)\"" }
        .joined(separator: ",")
      let row = (values + PrivateNames.all.map { "\(Self.word)-\($0)" }).joined(separator: ",")
      return FeedInput.bytes(Array("\(header)\n\(row)\n".utf8), name: spelling.rawValue)
    }
    let test = try TestService(inputs)
    #expect(test.ask("GET", "/api/mls-listings?limit=0").total == Spelling.allCases.count)
    #expect(Self.published(by: test, keys) == [])
  }

  @Test func noneOfThemIsPublishedBelowAKeyThatTheOperatorNamed() throws {
    let holders = [
      "\"Extra\":{%}", "\"Extra\":{\"deep\":{%}}", "\"Extra\":[{%},[{%}]]",
      "\"photos\":[{\"Extra\":{%}}]",
      """
      "Extra":[{"Permission":["Private"],"x":"\(Self.word)-permission"},{"mlg_can_view":"N",\
      "x":"\(Self.word)-view"}]
      """,
      "\"Extra\":\"{\\\"GateCode\\\":\\\"\(Self.word)-text\\\"}\"",
      "\"Extra\":{\"a\":[\"[\\\"\(Self.word)-list\\\"]\"]}",
    ]
    let keys = Spelling.allCases.flatMap { spelling in
      holders.indices.map { Self.key(spelling, $0) }
    }
    let test = try TestService(Self.lines(holders), publicKeys: ["extra"])
    #expect(Self.published(by: test, keys) == [])
    for name in PrivateNames.all {
      for spelling in Spelling.allCases {
        #expect(throws: ParameterError.self, "\(name)") {
          try PublicKeys([spelling.form(of: name)])
        }
      }
    }
  }

  @Test func aKeyThatTheOperatorNamedIsPublished() throws {
    let members =
      """
      "x_Lot":"\(Self.word)-lot","Room Count":{"a":[1,{"b":"\(Self.word)-room"}]},\
      "other":"\(Self.word)-other","photos":[{"uri800":"u","alt":"\(Self.word)-alt"}]
      """
    let test = try TestService(
      [TestListings.line("N1", members)], publicKeys: ["XLot", "room_count", "ALT"])
    #expect(Self.published(by: test, ["N1"]) == ["lot", "room", "alt"])
    let one = test.ask("GET", "/api/mls-listings/N1").object
    #expect(
      one["x_Lot"] as? String == "\(Self.word)-lot" && one["Room Count"] is [String: Any]
        && one["other"] == nil)
    // Public keys apply to one build only.
    _ = try TestListings.build([TestListings.line("N1", members)], into: test.index)
    #expect(test.service.reload())
    #expect(Self.published(by: test, ["N1"]) == [])
  }
}
