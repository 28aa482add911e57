import PlatGeometry
import PlatIndex
import PlatListings
import PlatSearch
import PlatTestSupport
import Testing

@testable import PlatValuation

/// The subject of a request, and values derived once from a generation.
@Suite(.timeLimit(.minutes(30))) struct RequestSubjectTests {
  private static let place = Coordinate(longitude: -1_165_000_000, latitude: 338_000_000)

  private func world(_ listings: [PlainListing]) throws -> Generation {
    Generation(try TestWorld("subjects", listings).index)
  }

  private func home(_ key: String, _ change: (inout PlainListing) -> Void = { _ in })
    -> PlainListing
  {
    var listing = SoldHomes.sale(key: key)
    listing[number: .latitude] = Int64(Self.place.latitude)
    listing[number: .longitude] = Int64(Self.place.longitude)
    change(&listing)
    return listing
  }

  @Test func itsListingFillsInWhatTheRequestLeavesOut() throws {
    let generation = try world([
      home("H") { listing in
        listing[number: .sqft] = 185_050
        listing[number: .beds] = 3
        listing[number: .baths] = 10
        listing[number: .stories] = 6
        listing[number: .yearBuilt] = 1962
        listing[number: .lotSizeSquareFeet] = 980_000
        listing[text: .propertySubType] = "Condo"
        listing[text: .unitNumber] = "7"
        listing[text: .propertyType] = "B"
      }
    ])
    let row = generation.row(0)
    let own = try AnalysisRequest([("address", "x")]).subject(
      at: Self.place, own: row, in: generation, now: 5)
    #expect(
      own
        == Subject(
          coordinate: Self.place, sqft: 1_850.5, beds: 3, baths: 2.5, yearBuilt: 1962,
          lotSizeSquareFeet: 9_800, stories: 1.5, propertyType: "B", propertySubType: "Condo",
          unitNumber: "7", asOf: 5, listingKey: "H"))
    var request = AnalysisRequest()
    (request.sqft, request.beds, request.baths) = (2_000, 4, 3)
    (request.yearBuilt, request.stories, request.propertyType) = (1970, 2, "C")
    (request.lotSizeSquareFeet, request.asOf) = (7_000, 9)
    let given = try request.subject(at: Self.place, own: row, in: generation, now: 5)
    #expect(
      given
        == Subject(
          coordinate: Self.place, sqft: 2_000, beds: 4, baths: 3, yearBuilt: 1970,
          lotSizeSquareFeet: 7_000, stories: 2, propertyType: "C", propertySubType: "Condo",
          unitNumber: "7", asOf: 9, listingKey: "H"))
  }

  @Test func whatIsMissingIsNamed() throws {
    let generation = try world([home("H")])
    let other = try world([home("O") { $0[number: .sqft] = 100_000 }])
    var request = AnalysisRequest()
    func missing(_ place: Coordinate? = Self.place, own: ListingRow? = nil) -> String? {
      do throws(ParameterError) {
        _ = try request.subject(at: place, own: own, in: generation, now: 0)
        return nil
      } catch {
        return error.reason == .missing ? error.parameter : "\(error)"
      }
    }
    #expect(missing(nil) == "latitude" && missing() == "sqft")
    #expect(missing(own: generation.row(0)) == "sqft", "its listing has none either")
    #expect(missing(own: other.row(0)) == "sqft", "a row of another generation says nothing")
    request.sqft = 1_000
    #expect(missing() == "beds" && missing(own: generation.row(0)) == nil)
    request.beds = 2
    #expect(missing() == "baths")
    request.baths = 2
    #expect(missing() == nil)
  }

  @Test func theTypeIsResidentialWhereNothingSaysOtherwise() throws {
    let typed = try world([home("H")])
    let untyped = try world([home("H") { $0[text: .propertyType] = nil }])
    var request = AnalysisRequest()
    (request.sqft, request.beds, request.baths) = (1_000, 2, 2)
    for (generation, type) in [(typed, "A"), (untyped, nil)] {
      let subject = try request.subject(at: Self.place, own: nil, in: generation, now: 0)
      #expect(subject.propertyType == type)
    }
  }

  @Test func theNewestSaleIsClosedWithAPriceAndADate() throws {
    func sale(_ key: String, _ status: String?, _ price: Int64?, _ date: Int64?) -> PlainListing {
      home(key) { listing in
        listing[text: .standardStatus] = status
        listing[number: .closePrice] = price
        listing[number: .closeDate] = date
      }
    }
    let odd = [
      sale("a", "Active", 40_000_000, 900), sale("b", "Closed", nil, 800),
      sale("c", "Closed", 0, 700), sale("d", "Closed", 40_000_000, nil),
      sale("e", nil, 40_000_000, 600),
      // A price of one dollar means that it is unknown.
      sale("h", "Closed", 100, 650),
    ]
    #expect(try world(odd).newestSale() == nil && world([]).newestSale() == nil)
    let sold = [sale("f", "Closed", 101, 500), sale("g", "Closed", 40_000_000, -500)]
    let generation = try world(odd + sold)
    #expect(try generation.newestSale() == 500 && generation.newestSale() == 500)
    #expect(generation.attachments.known(NewestSale.self) != nil, "it is kept")
  }

  @Test func oneEstimatorServesAGeneration() throws {
    let generation = try world([home("H")])
    #expect(generation.attachments.known(Estimator.self) == nil)
    _ = try generation.estimator()
    #expect(generation.attachments.known(Estimator.self) != nil)
  }
}
