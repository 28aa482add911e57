import Foundation
import PlatGeometry
import PlatIndex
import PlatListings
import PlatTestSupport
import PlatValuation
import Synchronization

/// Sales for the tests of this module.
enum SoldHomes {
  /// The sales of King County, each sale as a separate listing.
  static func kingCounty() throws -> TestWorld {
    try kingCountyWorld.withLock { world in
      if let world { return world }
      let made = try TestWorld("sales of King County", kingCountyListings())
      world = made
      return made
    }
  }

  private static let kingCountyWorld = Mutex<TestWorld?>(nil)

  /// The sales in the order of the file.
  static func kingCountyListings() throws -> [PlainListing] {
    let text = try RealData.text("king-county/sales-train.csv")
    return text.split(separator: "\n").dropFirst().map { line in
      let values = line.split(separator: ",", omittingEmptySubsequences: false)
      func number(_ column: Int, _ scale: Double) -> Int64? {
        Double(values[column]).map { Int64(($0 * scale).rounded()) }
      }
      let date = values[1].prefix(8)
      let day = "\(date.prefix(4))-\(date.dropFirst(4).prefix(2))-\(date.suffix(2))"
      var listing = sale(key: "\(values[0])-\(day)")
      listing[number: .closeDate] = PlainListing.seconds(day)
      listing[number: .closePrice] = number(2, 100)
      listing[number: .beds] = number(3, 1)
      listing[number: .baths] = number(4, 4)
      listing[number: .sqft] = number(5, 100)
      listing[number: .lotSizeSquareFeet] = number(6, 100)
      listing[number: .stories] = number(7, 4)
      listing[number: .yearBuilt] = number(14, 1)
      listing[number: .latitude] = number(17, 1e7)
      listing[number: .longitude] = number(18, 1e7)
      return listing
    }
  }

  /// A closed sale of a home without other facts.
  static func sale(key: String) -> PlainListing {
    var listing = PlainListing(key: key)
    listing[text: .standardStatus] = "Closed"
    listing[text: .propertyType] = "A"
    return listing
  }

  /// The valuation time for sales of a town.
  static let now: Int64 = 1_600_000_000
  /// The middle of the town.
  static let middle = Coordinate(longitude: -1_165_400_000, latitude: 338_300_000)

  /// A town whose prices depend on size, age and place, with noise of some percent.
  static func town(_ count: Int, seed: UInt64, stray: Double = 0.05) -> [PlainListing] {
    var draw = SeededGenerator(seed: seed)
    return (0..<count).map { number in
      var listing = sale(key: "T\(number)")
      let (x, y) = (draw.double(-1...1), draw.double(-1...1))
      listing.position = Coordinate(
        longitude: middle.longitude + Int32(x * 200_000),
        latitude: middle.latitude + Int32(y * 170_000))
      let sqft = draw.double(900...3_500).rounded()
      let year = draw.int(1950...2019)
      let days = draw.int(1...300)
      let beds = max(1, min(6, Int(sqft / 600) + draw.int(-1...1)))
      listing[number: .sqft] = Int64(sqft * 100)
      listing[number: .yearBuilt] = Int64(year)
      listing[number: .beds] = Int64(beds)
      listing[number: .baths] = Int64(4 * max(1, beds - 1))
      listing[number: .stories] = 4
      listing[number: .lotSizeSquareFeet] = Int64(draw.double(4_000...12_000).rounded() * 100)
      listing[number: .closeDate] = now - Int64(days) * 86_400
      listing[number: .closePrice] = Int64(
        price(sqft, year, x) * exp(draw.double(-stray...stray)) * 100)
      return listing
    }
  }

  /// The value of a home of the town.
  static func price(_ sqft: Double, _ year: Int, _ x: Double) -> Double {
    (400_000 * pow(sqft / 2_000, 0.7) * exp(Double(year - 1985) * 0.004 + x * 0.2)).rounded()
  }

  /// A home in the middle of the town.
  static let subject = Subject(
    coordinate: middle, sqft: 2_000, beds: 3, baths: 2, yearBuilt: 1985, lotSizeSquareFeet: 8_000,
    stories: 1, asOf: now
  )
}
