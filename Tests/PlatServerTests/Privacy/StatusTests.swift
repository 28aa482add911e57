import Foundation
import Plat
import Testing

@testable import PlatServer

/// The statuses that the public sees.
@Suite(.timeLimit(.minutes(30))) struct StatusTests {
  private static let statuses = [
    "Active", "ActiveUnderContract", "Canceled", "Closed", "ComingSoon", "Delete", "Expired",
    "Hold", "Incomplete",
    "Pending", "Withdrawn",
  ]
  private static let shown: Set<String> = [
    "Active", "ActiveUnderContract", "Closed", "ComingSoon", "Hold", "Pending",
  ]

  /// A listing of each status in one place; private ones also in a city and a street of their own.
  private static func lines(_ statuses: [String] = statuses) -> [String] {
    statuses.enumerated().flatMap { place, status in
      ["K", "L"].map { letter in
        let city = letter == "L" && !shown.contains(status) ? "Hidden Hills" : "Palm Springs"
        return TestListings.line("\(letter)\(status)", "\"x\":1")
          .replacingOccurrences(
            of: "\"standardStatus\":\"Active\"", with: "\"standardStatus\":\"\(status)\""
          )
          .replacingOccurrences(of: "Palm Springs", with: city)
          .replacingOccurrences(
            of: "Vista Oculta", with: city == "Palm Springs" ? "Vista" : "Ghost Street"
          )
          .replacingOccurrences(
            of: "\"latitude\":33.8", with: "\"latitude\":\(33.8 + Double(place) / 100)")
      }
    }
  }

  private func total(_ test: TestService, _ query: String) -> Int? {
    test.ask("GET", "/api/mls-listings?limit=0&\(query)").total
  }

  @Test func othersAreAsIfTheyWereNotThere() throws {
    let test = try TestService(Self.lines())
    #expect(total(test, "standardStatus=any") == 12)
    for status in Self.statuses {
      let count = Self.shown.contains(status) ? 2 : 0
      for spelling in [status, status.lowercased(), status.uppercased()] {
        #expect(total(test, "standardStatus=\(spelling)") == count, "\(spelling)")
      }
      #expect(
        total(test, "standardStatus=\(status),Active") == (status == "Active" ? 2 : 2 + count),
        "\(status)")
      for key in [
        "K\(status)", "100-vista-palm-springs-k\(status.lowercased())",
        "100-ghost-street-hidden-hills-l\(status.lowercased())",
      ] {
        let isThere = Self.shown.contains(status) && !key.contains("ghost")
        #expect(
          test.ask("GET", "/api/mls-listings/\(key)").status == (isThere ? 200 : 404), "\(key)")
        #expect(
          test.ask("GET", "/api/mls-listings/\(key)/documents").status == (isThere ? 200 : 404),
          "\(key)")
      }
      let swipe = "{\"userId\":\"u\",\"listingKey\":\"K\(status)\",\"action\":\"like\"}"
      #expect(
        test.ask("POST", "/api/swipes/user", body: swipe).status == (count > 0 ? 200 : 404),
        "\(status)")
    }
    let facets = test.ask(
      "GET", "/api/mls-listings?limit=0&standardStatus=any&facets=standardStatus,city"
    ).object["facets"]
    let counts = try #require(facets as? [String: [[String: Any]]])
    #expect(
      Set(counts["standardStatus"]?.compactMap { $0["value"] as? String } ?? []) == Self.shown)
    #expect(counts["city"]?.count == 1 && counts["city"]?.first?["count"] as? Int == 12)
  }

  @Test func noMapPlaceOrDeckTellsOfThem() throws {
    let test = try TestService(Self.lines())
    let hidden = Set(Self.statuses).subtracting(Self.shown)
    let any = "standardStatus=any"
    for target in [
      "/api/clusters?bbox=-118,33,-115,35&zoom=20&\(any)", "/tiles/0/0/0.json?\(any)",
      "/api/cities", "/api/subdivisions",
      "/api/mls-listings?limit=500&\(any)", "/api/swipes/batch?userId=v&count=500&\(any)",
      "/api/cities/palm-springs/listings?\(any)",
    ] {
      let text = test.ask("GET", target).text
      #expect(!text.contains("Hidden") && !text.contains("Ghost"), "\(target)")
      for status in hidden {
        #expect(
          !text.contains("\"\(status)\"") && !text.contains("K\(status)"), "\(target): \(status)")
      }
    }
    let features = test.ask("GET", "/api/clusters?bbox=-118,33,-115,35&zoom=0&\(any)").features
    let counts = features.map { ($0["properties"] as? [String: Any])?["point_count"] as? Int ?? 1 }
    #expect(counts.reduce(0, +) == 12)
    #expect(test.ask("GET", "/api/cities/palm-springs/stats").object["totalListings"] as? Int == 12)
    #expect(test.ask("GET", "/api/cities/hidden-hills").status == 404)
    for place in ["Hidden Hills", "100 Ghost Street", "KWithdrawn", "LExpired"] {
      let match = test.ask("POST", "/api/chat/match-location", body: "{\"location\":\"\(place)\"}")
      #expect(
        match.object["match"] is NSNull && !match.text.contains("\"listingKey\""), "\(match.text)")
    }
  }

  @Test func draftsAreKeptAndNeverIndexed() throws {
    let test = try TestService(Self.lines())
    let all = try ListingsDatabase(opening: test.index)
    #expect(
      all.count == 18 && all.listing(key: "KDelete") == nil
        && all.listing(key: "KIncomplete") == nil)
    #expect(all.listing(key: "KWithdrawn") != nil)
    #expect(try all.search(parameters: [("standardStatus", "any")]).total == 18)
    #expect(try TestListings.build(Self.lines(), into: test.index).hidden == 4)
  }

  @Test func theStatusesAreAnOption() throws {
    let test = try TestService(Self.lines()) {
      $0.statuses = (try? StatusScope(["withdrawn", "Coming Soon"])) ?? .all
    }
    #expect(
      total(test, "standardStatus=any") == 4 && total(test, "standardStatus=Active") == 0
        && total(test, "") == 0)
    #expect(test.ask("GET", "/api/mls-listings/KActive").status == 404)
    #expect(test.ask("GET", "/api/mls-listings/KWithdrawn").status == 200)
    for words in [["Sold"], ["Delete"], ["Incomplete"], [""]] {
      #expect(throws: ParameterError.self, "\(words)") { try StatusScope(words) }
    }
    // Cached answers for one set of statuses are not served for another.
    let usual = try TestService(Self.lines())
    let target = "/api/mls-listings?standardStatus=any"
    #expect(test.ask("GET", target).field("ETag") != usual.ask("GET", target).field("ETag"))
  }

  @Test func aListingWithoutAStatusIsShown() throws {
    let bare = TestListings.line("B1", "\"x\":1").replacingOccurrences(
      of: "\"standardStatus\":\"Active\",", with: "")
    let test = try TestService(Self.lines() + [bare])
    #expect(
      total(test, "standardStatus=any") == 13
        && test.ask("GET", "/api/mls-listings/B1").status == 200)
  }

  @Test func recordsOfAnotherStateAreNotShown() throws {
    let other = try TestService([
      TestListings.line("KActive", "\"x\":1").replacingOccurrences(
        of: "\"Active\"", with: "\"Expired\"")
    ])
    let late = try TestService(Self.lines(["Active"]))
    let records = try Data(contentsOf: URL(fileURLWithPath: other.index + "/records.sqlite"))
    try records.write(to: URL(fileURLWithPath: late.index + "/records.sqlite"), options: .atomic)
    let reply = late.ask("GET", "/api/mls-listings/KActive")
    #expect([200, 503].contains(reply.status) && !reply.text.contains("Expired"))
  }
}
