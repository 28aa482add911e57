import Foundation
import PlatTestSupport
import Testing

@testable import Plat
@testable import PlatValuation

/// Market analyses through the library: their contents, and hidden facts.
@Suite(.timeLimit(.minutes(30))) struct MarketAnswerTests {
  private let market: SalesFixture

  init() throws { market = try SalesFixture.market.get() }

  private func answer(_ more: [(name: String, value: String)] = []) throws -> MarketAnswer {
    try market.database.marketAnalysis(try SalesFixture.request(more), now: SalesFixture.now)
  }

  @Test func theNumbersBelongTogether() throws {
    let answer = try answer([("yearBuilt", "1975")])
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(answer.json.utf8)) as? [String: Any])
    func number(_ key: String, in object: [String: Any]) throws -> Double {
      try #require((object[key] as? NSNumber)?.doubleValue, "\(key)")
    }
    let comparables = try #require(object["comparables"] as? [[String: Any]])
    #expect(comparables.count >= 5 && comparables.count == answer.listings.count)
    var (mean, weights) = (0.0, 0.0)
    for comparable in comparables {
      let (sold, adjusted) = (
        try number("soldPrice", in: comparable), try number("adjustedPrice", in: comparable)
      )
      let adjustments = try #require(comparable["adjustments"] as? [[String: Any]])
      let sum = try adjustments.reduce(0.0) { $0 + (try number("dollars", in: $1)) }
      #expect((sold + sum - adjusted).magnitude < 1, "\(comparable)")
      let (weight, sqft) = (
        try number("weight", in: comparable), try number("sqft", in: comparable)
      )
      #expect((try number("pricePerSqft", in: comparable) - sold / sqft).magnitude < 0.01)
      #expect(try number("distance", in: comparable) <= 1)
      #expect(comparable["soldDate"] as? String ?? "" < "2026-06-01")
      mean += adjusted * weight
      weights += weight
    }
    let estimate = try number("estimatedValue", in: object)
    #expect((weights - 1).magnitude < 0.01 && (mean - estimate).magnitude < estimate * 0.01)
    let (low, high) = (try number("low", in: object), try number("high", in: object))
    #expect(low <= estimate && estimate <= high && low > 0)
    #expect((try number("pricePerSqft", in: object) - estimate / 1800).magnitude < 0.01)
    #expect((0...1).contains(try number("confidence", in: object)))
    let search = try #require(object["search"] as? [String: Any])
    #expect(
      search["radius"] as? Double == 1 && search["months"] as? Double == 6
        && search["widened"] as? Bool == false)
    #expect(object["disclaimer"] as? String == "An estimate, not an appraisal")
    #expect(object["aiAnalysisSource"] as? String == "plat")
  }

  /// Every key of the answer with its type, as the front end reads it.
  @Test func theShapeIsKept() throws {
    let answer = try answer([
      ("yearBuilt", "1975"), ("lotSizeSquareFeet", "9000"), ("stories", "1"),
    ])
    let shape = try JSONShape(Data(answer.json.utf8), root: "cma").lines
    try Golden.expect(
      shape.joined(separator: "\n") + "\n", in: "Tests/PlatTests/Golden/cma-shape.txt")
  }

  @Test func whatIsHiddenStaysHidden() throws {
    let answer = try answer()
    let keys = answer.listings.map(\.key)
    #expect(keys.contains("V100"), "the sale whose address is hidden is among \(keys)")
    for text in [answer.json, answer.text] {
      #expect(
        !text.contains("Secret Garden") && !text.contains("SECRET")
          && !text.contains("secret-garden"))
      #expect(!text.contains("33.8012") && !text.contains("116.5012"))
    }
    let hidden = try #require(answer.listings.first { $0.key == "V100" })
    #expect(hidden.address == "Palm Springs, 92262")
    // Neither the offer, nor the sale of next year, nor hidden listings, nor any list price.
    #expect(Set(keys).isDisjoint(with: ["V102", "V103", "V104"]))
    for comparable in answer.analysis.comparables { #expect(comparable.soldPrice < 700_000) }
  }

  @Test func theParagraphIsSober() throws {
    for more in [[], [(name: "yearBuilt", value: "1975")], [(name: "asOf", value: "2026-02-01")]] {
      let answer = try answer(more)
      let text = answer.text
      #expect(
        text.hasSuffix("This is an estimate, not an appraisal.") && !text.contains("\n")
          && !text.contains("  "))
      #expect(text.contains(Figures.dollars(answer.analysis.estimatedValue)))
      #expect(
        text.contains(Figures.dollars(answer.analysis.low))
          && text.contains(Figures.dollars(answer.analysis.high)))
      #expect(text.contains("the lot"), "what is not known is said: \(text)")
      #expect(text.contains("widened") == answer.analysis.search.isWidened, "\(text)")
      #expect((200...1_500).contains(text.utf8.count), "\(text)")
    }
  }

  @Test func noEstimateWhereTheSellerWantsNone() throws {
    let database = try SalesFixture.market.get().database
    let sqft = try #require(database.listing(key: "V105")?.value(.sqft))
    func ask(_ members: [(name: String, value: String)]) throws -> Bool {
      let request = try AnalysisRequest([("beds", "3"), ("baths", "2")] + members)
      do throws(PlatError) {
        _ = try database.marketAnalysis(request, now: SalesFixture.now)
        return false
      } catch {
        guard case .valuationWithheld("V105") = error else { throw error }
        return true
      }
    }
    #expect(try ask([("address", "5 Quiet Lane, Palm Springs")]))
    let place = [("latitude", "33.8061"), ("longitude", "-116.5061")].map {
      (name: $0.0, value: $0.1)
    }
    #expect(try ask(place + [("sqft", "\(Int(sqft))")]))
    // Another home at that position, and one next to it.
    #expect(try !ask(place + [("sqft", "\(Int(sqft) + 100)")]))
    #expect(
      try !ask([("latitude", "33.8063"), ("longitude", "-116.5061"), ("sqft", "\(Int(sqft))")]))
  }

  @Test func nothingComparesIsSaid() throws {
    func failure(_ parameters: [(name: String, value: String)]) throws -> String {
      do throws(PlatError) {
        _ = try market.database.marketAnalysis(try request(parameters), now: SalesFixture.now)
      } catch {
        guard case .nothingCompares = error else { return "another error: \(error)" }
        return error.description
      }
      return "no error"
    }
    func request(_ parameters: [(name: String, value: String)]) throws(PlatError) -> AnalysisRequest
    {
      do throws(ParameterError) { return try AnalysisRequest(parameters) } catch {
        throw .parameter(error)
      }
    }
    let home: [(name: String, value: String)] = [("sqft", "1800"), ("beds", "3"), ("baths", "2")]
    let away = try failure([("latitude", "48"), ("longitude", "11")] + home)
    #expect(
      away.hasPrefix("nothing compares: ") && away.hasSuffix("closed on 2027-04-14"), "\(away)")
    let here: [(name: String, value: String)] = [("latitude", "33.8"), ("longitude", "-116.5")]
    let late = try failure(here + home + [("asOf", "2060-01-01")])
    #expect(late.hasSuffix("too long before 2060-01-01: ask for an estimate as of then"), "\(late)")
    let lease = try failure(here + home + [("propertyType", "B")])
    #expect(lease.hasPrefix("nothing compares: "), "\(lease)")
    // An index without sales.
    let offers = try #require(try? Fixtures.twelve.get().database)
    #expect(throws: PlatError.self) { try offers.marketAnalysis(SalesFixture.request(), now: 0) }
  }

  @Test func homesWithoutATypeAreCompared() throws {
    let untyped = try SalesFixture.untyped.get().database
    let answer = try untyped.marketAnalysis(SalesFixture.request(), now: SalesFixture.now)
    #expect(answer.analysis.subject.propertyType == nil && answer.analysis.comparables.count >= 5)
  }

  @Test func anAddressThatNobodyKnows() throws {
    for address in ["12345 Nowhere Boulevard, Atlantis", "92262", "Palm Springs", "!!!"] {
      let request = try AnalysisRequest([("address", address)])
      do throws(PlatError) {
        _ = try market.database.marketAnalysis(request, now: SalesFixture.now)
        Issue.record("\(address) was found")
      } catch {
        guard case .unknownAddress(let told, _) = error else {
          Issue.record("\(address): \(error)")
          continue
        }
        #expect(told == address && error.description.contains("latitude and longitude"))
      }
      // With a position, the address is only a label.
      let answer = try market.database.marketAnalysis(
        SalesFixture.request([("address", address)]), now: SalesFixture.now)
      #expect(answer.address == address && answer.place == .given)
    }
  }

  @Test func aListingsOwnFactsFillWhatIsLeftOut() throws {
    let own = try #require(market.database.listing(key: "V17"))
    let request = try AnalysisRequest([("address", "117 Vista Oculta, Palm Springs")])
    let answer = try market.database.marketAnalysis(request, now: SalesFixture.now)
    let subject = answer.analysis.subject
    #expect(
      subject.listingKey == "V17" && subject.coordinate == own.position && answer.place == .listing)
    #expect(
      subject.sqft == own.value(.sqft) && subject.beds == own.value(.beds)
        && subject.baths == own.value(.baths))
    #expect(
      subject.yearBuilt == own.value(.yearBuilt).map { Int($0) }
        && subject.propertySubType == "Single Family")
    #expect(!answer.listings.map(\.key).contains("V17"), "a home is never its own comparable")
    #expect(answer.address == "117 Vista Oculta, Palm Springs, 92262")
    // The caller's facts take precedence.
    let larger = try AnalysisRequest([
      ("address", "117 Vista Oculta, Palm Springs"), ("sqft", "2000"), ("beds", "4"),
    ])
    let other = try market.database.marketAnalysis(larger, now: SalesFixture.now).analysis.subject
    #expect(
      other.sqft == 2000 && other.beds == 4 && other.baths == own.value(.baths)
        && other.listingKey == "V17")
  }

  @Test func whatIsMissingIsNamed() throws {
    let place = [("latitude", "33.8"), ("longitude", "-116.5")].map { (name: $0.0, value: $0.1) }
    for missing in ["sqft", "beds", "baths"] {
      let known = [("sqft", "1800"), ("beds", "3"), ("baths", "2")].filter { $0.0 != missing }
      let request = try AnalysisRequest(place + known.map { (name: $0.0, value: $0.1) })
      do throws(PlatError) {
        _ = try market.database.subject(of: request, now: SalesFixture.now)
        Issue.record("\(missing) was not missed")
      } catch {
        guard case .parameter(let error) = error else {
          Issue.record("\(error)")
          return
        }
        #expect(
          error.parameter == missing && error.reason == .missing
            && error.description.contains("is missing"))
      }
    }
  }
}
