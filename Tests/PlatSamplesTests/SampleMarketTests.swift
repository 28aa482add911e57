import Foundation
import PlatSamples
import Testing

/// The samples look like a market: read back as JSON by Foundation and counted.
@Suite(.timeLimit(.minutes(30))) struct SampleMarketTests {
  private static let seed: UInt64 = 5
  private static let rows = SampleRow.all(count: 12_000, seed: seed)

  private let rows = Self.rows

  @Test func everyLineIsAnObjectWithAKeyOfItsOwn() {
    #expect(rows.count == 12_000)
    let keys = rows.map { $0.text("listingKey") }
    #expect(Set(keys).count == rows.count, "seed \(Self.seed)")
    for key in keys {
      let digits = key.dropFirst(2)
      #expect(
        key.hasPrefix("SC") && (9...10).contains(digits.count) && digits.allSatisfy(\.isNumber),
        "\(key)")
    }
    #expect(keys != keys.sorted())
  }

  @Test func onlyKeysOfTheContract() {
    let used = Set(rows.flatMap(\.keys))
    #expect(used.subtracting(contractKeys).isEmpty, "\(used.subtracting(contractKeys))")
    #expect(contractKeys.subtracting(used).isEmpty, "never used: \(contractKeys.subtracting(used))")
  }

  @Test func statusesComeInTheirShares() {
    expectShare("standardStatus", "Closed", 55...59)
    expectShare("standardStatus", "Active", 33.5...37)
    expectShare("standardStatus", "Pending", 6...8)
    expectShare("propertyType", "A", 87...93)
    expectShare("propertyType", "B", 6...8.5)
    expectShare("propertyType", "C", 1.5...4)
    expectShare("propertySubType", "Single Family", 52...70)
    expectShare("propertySubType", "Condo", 13...27)
  }

  @Test func datesStandInOrder() {
    for row in rows {
      let key = row.text("listingKey")
      let listed = row.text("listingContractDate")
      let modified = row.text("modificationTimestamp")
      let isClosed = row.text("standardStatus") == "Closed"
      #expect((row.has("closeDate")) == isClosed && (row.has("closePrice")) == isClosed, "\(key)")
      #expect(listed <= modified, "\(key)")
      #expect(modified.prefix(10) <= SampleListings.asOf, "\(key)")
      guard row.has("closeDate") else { continue }
      let closed = row.text("closeDate")
      #expect(closed > "2021-06-30" && closed <= SampleListings.asOf && listed < closed, "\(key)")
      #expect(modified.prefix(10) >= closed, "\(key)")
    }
    let years = Set(rows.filter { $0.has("closeDate") }.map { $0.text("closeDate").prefix(4) })
    #expect(years == ["2021", "2022", "2023", "2024", "2025", "2026"])
  }

  @Test func coordinatesLieInSouthernCalifornia() {
    let placed = rows.filter { $0.has("latitude") }
    let missing = 100 - share(placed.count)
    #expect((0.1...0.6).contains(missing), "\(missing) % without coordinates")
    for row in placed {
      #expect(
        (32.5...35.6).contains(row.number("latitude"))
          && (-120.3 ... -115.9).contains(row.number("longitude")))
    }
  }

  @Test func condominiumsShareTheCoordinateOfTheirBuilding() {
    var buildings: [String: [SampleRow]] = [:]
    for row in rows where row.has("latitude") {
      buildings["\(row.number("latitude")),\(row.number("longitude"))", default: []].append(row)
    }
    let shared = buildings.values.filter { $0.count > 1 }
    #expect(shared.count > 100)
    #expect(shared.contains { $0.count > 4 })
    for building in shared {
      #expect(
        Set(building.map { "\($0.text("streetNumber")) \($0.text("streetName"))" }).count == 1)
      #expect(Set(building.map { $0.text("city") }).count == 1)
    }
    let withUnits = shared.joined().filter { $0.has("unitNumber") }
    #expect(withUnits.count * 10 > shared.joined().count * 8)
  }

  @Test func pricesFollowSizeWithinACity() {
    for city in ["Palm Springs", "La Quinta", "Los Angeles", "Indio"] {
      let homes = rows.filter {
        $0.text("city") == city && $0.text("propertyType") == "A" && $0.has("sqft")
      }
      let sizes = homes.map { log($0.number("sqft")) }
      let prices = homes.map { log($0.number("listPrice")) }
      #expect(homes.count > 100, "\(city)")
      #expect(correlation(sizes, prices) > 0.6, "\(city): \(correlation(sizes, prices))")
    }
  }

  @Test func pricesFollowPlace() {
    func perSquareFoot(_ city: String) -> Double {
      let prices = rows.compactMap { row -> Double? in
        guard row.text("city") == city, row.text("propertyType") == "A", row.has("sqft") else {
          return nil
        }
        return row.number("listPrice") / row.number("sqft")
      }
      return prices.sorted()[prices.count / 2]
    }
    #expect(perSquareFoot("Palm Springs") > 1.3 * perSquareFoot("Desert Hot Springs"))
    #expect(perSquareFoot("Los Angeles") > 1.5 * perSquareFoot("Indio"))
  }

  @Test func numbersAreOfTheRightSize() {
    for row in rows {
      let key = row.text("listingKey")
      let isLease = row.text("propertyType") == "B"
      #expect(
        (isLease ? 400...120_000 : 20_000...60_000_000).contains(Int(row.number("listPrice"))),
        "\(key)")
      #expect((0...11).contains(row.number("beds")), "\(key)")
      if row.has("baths") {
        let halves = row.number("baths") * 2
        #expect(halves == halves.rounded() && (2...26).contains(halves), "\(key)")
      }
      if row.has("sqft") { #expect((380...20_000).contains(row.number("sqft")), "\(key)") }
      if row.has("yearBuilt") {
        #expect((1_910...2_026).contains(row.number("yearBuilt")), "\(key)")
      }
      if row.has("closePrice") {
        #expect((0.8...1.25).contains(row.number("closePrice") / row.number("listPrice")), "\(key)")
      }
    }
  }

  @Test func someFieldsAreMissing() {
    for key in ["postalCode", "subdivision", "sqft", "yearBuilt", "stories", "baths"] {
      let missing = 100 - share(rows.count { $0.has(key) })
      #expect((0.8...6).contains(missing), "\(key): \(missing) % missing")
    }
  }

  @Test func linesAreOfModestLength() {
    let lines = written(count: 5_000, seed: 11).split(separator: UInt8(ascii: "\n"))
    let mean = Double(lines.reduce(0) { $0 + $1.count }) / Double(lines.count)
    #expect((600...700).contains(mean), "\(mean) bytes a listing")
    #expect(lines.allSatisfy { $0.count < 1_600 })
  }

  private func expectShare(
    _ key: String, _ value: String, _ range: ClosedRange<Double>,
    _ place: SourceLocation = #_sourceLocation
  ) {
    let found = share(rows.count { $0.text(key) == value })
    #expect(
      range.contains(found), "\(key) \(value): \(found) %, seed \(Self.seed)", sourceLocation: place
    )
  }

  private func share(_ count: Int) -> Double { Double(count) * 100 / Double(rows.count) }
}

/// The keys that the samples may use, and use.
private let contractKeys: Set<String> = [
  "listingKey", "listingId", "mlsId", "mlsSource", "standardStatus", "propertyType",
  "propertySubType", "listPrice",
  "originalListPrice", "closePrice", "hoaFee", "taxAnnualAmount", "beds", "baths", "fullBaths",
  "halfBaths", "sqft",
  "yearBuilt", "stories", "garage", "pool", "lotSizeAcres", "lotSizeSquareFeet", "city",
  "stateOrProvince",
  "postalCode", "subdivision", "streetNumber", "streetDirPrefix", "streetName", "streetSuffix",
  "unitNumber",
  "latitude", "longitude", "landType", "landLeaseAmount", "landLeasePer", "landLeaseExpirationDate",
  "landLeaseYearsRemaining", "publicRemarks", "privateRemarks", "listingContractDate",
  "onMarketDate", "closeDate",
  "statusChangeTimestamp", "modificationTimestamp", "listAgentFullName", "listAgentEmail",
  "listAgentDirectPhone",
  "listOfficeName", "photos", "documents", "openHouses", "videos", "virtualTours", "virtualTourUrl",
  "isFeatured",
  "featuredOrder",
]

private func correlation(_ x: [Double], _ y: [Double]) -> Double {
  let meanX = x.reduce(0, +) / Double(x.count)
  let meanY = y.reduce(0, +) / Double(y.count)
  let both = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
  let ofX = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
  let ofY = y.reduce(0) { $0 + ($1 - meanY) * ($1 - meanY) }
  return both / (ofX * ofY).squareRoot()
}
