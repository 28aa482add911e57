import Foundation
import Plat
import Testing

@testable import PlatServer

/// Trees of conditions over HTTP: in a query, and as an object in a body.
@Suite(.timeLimit(.minutes(30))) struct WhereRouteTests {
  private static let tree = #"{"or":[{"minBeds":4},{"not":{"minPrice":450000}}]}"#

  private func query(_ tree: String) -> String {
    "where=" + (tree.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
  }

  @Test func aTreeIsTakenInAQueryAndInABody() throws {
    let test = try TestService(TestListings.lines(300))
    let all = test.ask("GET", "/api/mls-listings?limit=0").object["total"] as? Int ?? 0
    let asked = test.ask("GET", "/api/mls-listings?limit=0&" + query(Self.tree))
    let total = asked.object["total"] as? Int ?? 0
    #expect(asked.status == 200 && total > 0 && total < all, "\(asked.text)")
    let bodies = [
      "{\"limit\":0,\"where\":\(Self.tree)}",
      "{\"limit\":0,\"where\":\"\(Self.tree.replacing("\"", with: "\\\""))\"}",
    ]
    for body in bodies {
      let reply = test.ask(
        "POST", "/api/mls-listings", fields: "Content-Type: application/json\r\n", body: body)
      #expect(reply.object["total"] as? Int == total, "\(reply.text)")
    }
    let none = test.ask(
      "POST", "/api/mls-listings", fields: "Content-Type: application/json\r\n",
      body: #"{"limit":0,"where":null}"#)
    #expect(none.object["total"] as? Int == all)
  }

  @Test func aMapTakesATree() throws {
    let test = try TestService(TestListings.lines(300))
    let path = "/api/clusters?bbox=-180,-85,180,85&zoom=2"
    let some = test.ask("GET", path + "&" + query(Self.tree))
    #expect(some.status == 200)
    #expect(some.text != test.ask("GET", path).text)
    #expect(test.ask("GET", "/tiles/0/0/0.mvt?" + query(Self.tree)).status == 200)
    #expect(test.ask("GET", "/tiles/0/0/0.mvt?" + query("{\"a\":1}")).status == 400)
  }

  @Test func aBadTreeIsRefusedByItsPath() throws {
    let test = try TestService(TestListings.lines(40))
    let bad = test.ask(
      "GET", "/api/mls-listings?" + query(#"{"or":[{"minBeds":"x"}]}"#))
    #expect(bad.status == 400)
    #expect(bad.object["parameter"] as? String == "where.or[0].minBeds", "\(bad.text)")
    let long = query("{\"city\":\"" + String(repeating: "a", count: 9_000) + "\"}")
    #expect(test.ask("GET", "/api/mls-listings?" + long).status >= 400)
    for body in [#"{"where":3}"#, #"{"where":[]}"#, #"{"where":{"city":{}}}"#] {
      let reply = test.ask(
        "POST", "/api/mls-listings", fields: "Content-Type: application/json\r\n", body: body)
      #expect(reply.status == 400, "\(body): \(reply.text)")
    }
  }
}
