import Foundation
import Plat
import PlatJSON
import PlatSearch
import PlatTestSupport
import Testing

@testable import PlatAssistant

/// The answer of `research_community`.
@Suite(.timeLimit(.minutes(30))) struct CommunityResearchTests {
  /// Three homes for sale, two for rent, one without a type, one sold, and one in another city.
  private static let lines: [String] = {
    func line(_ key: String, _ members: String, city: String = "Palm Springs") -> String {
      #"{"listingKey":"\#(key)","city":"\#(city)","stateOrProvince":"CA",\#(members)}"#
    }
    return [
      line(
        "S1",
        #""standardStatus":"Active","propertyType":"A","listPrice":400000,"beds":2,"sqft":1000,"#
          + #""pool":"Private","hoaFee":0,"propertySubType":"Condo","subdivision":"Deepwell""#),
      line(
        "S2",
        #""standardStatus":"Active","propertyType":"A","listPrice":600000,"beds":3,"sqft":1500,"#
          + #""hoaFee":250.5,"propertySubType":"Single Family","subdivision":"Deepwell""#),
      line(
        "S3",
        #""standardStatus":"Active","propertyType":"C","listPrice":1100000,"beds":3,"sqft":2200,"#
          + #""propertySubType":"Duplex","subdivision":"Twin Palms""#),
      line(
        "R1",
        #""standardStatus":"Active","propertyType":"B","listPrice":2500,"beds":2,"sqft":900,"#
          + #""pool":"Community","propertySubType":"Condo""#),
      line(
        "R2",
        #""standardStatus":"Active","propertyType":"ResidentialLease","listPrice":3500,"beds":3,"#
          + #""sqft":1400,"pool":"None","propertySubType":"Single Family""#),
      line(
        "C1",
        #""standardStatus":"Closed","propertyType":"A","listPrice":900000,"closePrice":880000,"#
          + #""beds":4,"sqft":2000,"pool":"Private","hoaFee":100,"yearBuilt":1960"#),
      line(
        "N1", #""standardStatus":"Active","propertyType":"A","listPrice":200000,"beds":1"#,
        city: "Indio"),
    ]
  }()

  private let index: TestIndex
  private var database: ListingsDatabase { index.database }

  init() throws { index = try TestIndex(Self.lines) }

  private func research() throws -> CommunityResearch {
    try database.research(try #require(database.communityPlace(city: "Palm Springs").place))
  }

  @Test func rentsAreNeverSalePrices() throws {
    let research = try research()
    let price = try #require(research.market.statistics?.price)
    #expect(price.count == 3 && price.minimum == 400_000 && price.median == 600_000)
    #expect(price.maximum == 1_100_000 && price.mean == 700_000)
    #expect(research.rents.count == 2 && research.rents.minimum == 2_500)
    #expect(research.rents.maximum == 3_500 && research.rents.mean == 3_000)
    #expect(research.pools == 2, "one for sale, one for rent; the sold one is off the market")
    #expect(research.withHoaFee == 2, "a fee of nothing is no fee")
  }

  @Test func theWholeAnswerIsAsKept() throws {
    let research = try research()
    var writer = JSONWriter()
    writer.beginObject()
    try database.write(research, to: &writer)
    writer.endObject()
    let object = try JSONSerialization.jsonObject(with: Data(writer.bytes))
    let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys]
    let text = try JSONSerialization.data(withJSONObject: object, options: options)
    try Golden.expect(
      String(decoding: text, as: UTF8.self) + "\n",
      in: "Tests/PlatAssistantTests/Golden/research-community.json")
  }
}
