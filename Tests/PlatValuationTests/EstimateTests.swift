import Foundation
import PlatGeometry
import PlatIndex
import PlatListings
import PlatTestSupport
import Testing

@testable import PlatValuation

/// Properties of an estimate in any market.
@Suite(.timeLimit(.minutes(30))) struct EstimateTests {
  private static func analysis(_ listings: [PlainListing], of subject: Subject = SoldHomes.subject)
    throws
    -> MarketAnalysis
  {
    try Estimator(TestWorld("a town", listings).generation).analysis(of: subject)
  }

  private static func adds(_ analysis: MarketAnalysis) {
    for sale in analysis.comparables {
      let sum = sale.adjustments.reduce(0) { $0 + $1.dollars }
      #expect(sale.adjustedPrice == sale.soldPrice + Double(sum))
      #expect(sale.weight >= 0 && sale.weight <= 1)
      #expect(sale.soldDate < analysis.subject.asOf)
      #expect(Set(sale.adjustments.map(\.kind)).count == sale.adjustments.count)
      #expect(sale.adjustments.allSatisfy { $0.dollars != 0 && !$0.text.isEmpty })
    }
    #expect(abs(analysis.comparables.reduce(0) { $0 + $1.weight } - 1) < 1e-9)
    let mean = analysis.comparables.reduce(0) { $0 + $1.adjustedPrice * $1.weight }
    #expect(abs(mean - analysis.estimatedValue) <= 0.5)
    #expect(analysis.low <= analysis.estimatedValue && analysis.estimatedValue <= analysis.high)
    #expect(analysis.comparables.map(\.weight) == analysis.comparables.map(\.weight).sorted(by: >))
  }

  @Test(arguments: [1, 2, 3]) func closeToTheTruthOfATown(_ seed: UInt64) throws {
    let analysis = try Self.analysis(SoldHomes.town(400, seed: seed))
    Self.adds(analysis)
    #expect(analysis.comparables.count == Estimator.mostComparables && !analysis.search.isWidened)
    #expect(
      abs(analysis.estimatedValue / 400_000 - 1) < 0.03, "seed \(seed): \(analysis.estimatedValue)")
    #expect(analysis.low < 400_000 && 400_000 < analysis.high)
    // 0.7 of the price per square foot at this size.
    #expect(
      abs(analysis.market.dollarsPerSqftMore / 140 - 1) < 0.25,
      "\(analysis.market.dollarsPerSqftMore)")
  }

  @Test func sumsOfRealSales() throws {
    let world = try SoldHomes.kingCounty()
    let estimator = try Estimator(world.generation)
    var draw = SeededGenerator(seed: 8)
    for _ in 0..<12 {
      let row = draw.int(0...world.index.rows - 1)
      guard let subject = Subject(ordinal: row, of: world.index, asOf: 1_433_000_000) else {
        continue
      }
      let analysis = try estimator.analysis(of: subject)
      Self.adds(analysis)
      #expect(!analysis.comparables.contains { $0.row == world.generation.row(row) })
    }
  }

  @Test func theOrderOfListingsDoesNotMatter() throws {
    let town = SoldHomes.town(500, seed: 4)
    let one = try TestWorld("a town", town)
    let other = try TestWorld("the same town", town.reversed())
    let first = try Estimator(one.generation).analysis(of: SoldHomes.subject)
    let second = try Estimator(other.generation).analysis(of: SoldHomes.subject)
    #expect(
      first.estimatedValue == second.estimatedValue && first.low == second.low
        && first.high == second.high)
    #expect(
      first.comparables.map { one.index.keys.string(at: Int($0.row.ordinal)) }
        == second.comparables.map { other.index.keys.string(at: Int($0.row.ordinal)) })
  }

  @Test func doublePricesDoubleTheEstimate() throws {
    let town = SoldHomes.town(300, seed: 6)
    let doubled = town.map { sale in
      var sale = sale
      sale[number: .closePrice] = (sale[number: .closePrice] ?? 0) * 2
      return sale
    }
    let (single, double) = (try Self.analysis(town), try Self.analysis(doubled))
    #expect(abs(double.estimatedValue / single.estimatedValue - 2) < 1e-4)
    #expect(abs(double.low / single.low - 2) < 1e-4 && abs(double.high / single.high - 2) < 1e-4)
  }

  @Test func askedPricesAndLaterSalesAreNotSeen() throws {
    let town = SoldHomes.town(300, seed: 7)
    let plain = try Self.analysis(town)
    var other = town.map { sale in
      var sale = sale
      sale[number: .listPrice] = 1_234_567_800
      return sale
    }
    for number in 0..<40 {
      var later = town[number]
      later.key = "LATER\(number)"
      later[number: .closeDate] = SoldHomes.now + Int64(number) * 86_400
      later[number: .closePrice] = 900_000_000
      other.append(later)
      var active = town[number]
      active.key = "ACTIVE\(number)"
      active[text: .standardStatus] = "Active"
      active[number: .closePrice] = 900_000_000
      other.append(active)
    }
    let seen = try Self.analysis(other)
    #expect(seen.estimatedValue == plain.estimatedValue && seen.low == plain.low)
  }

  @Test func outliersDoNotCount() throws {
    let town = SoldHomes.town(300, seed: 9)
    let plain = try Self.analysis(town).estimatedValue
    var spoilt = town
    for (number, price) in [
      (0, 100), (1, 100), (2, 90_000_000_000), (3, 4_000_000_000), (4, 1_500_000),
    ] {
      // Identical homes next door, with absurd prices.
      spoilt[number].position = Coordinate(
        longitude: SoldHomes.middle.longitude + Int32(number + 1) * 900,
        latitude: SoldHomes.middle.latitude)
      spoilt[number][number: .sqft] = 200_000
      spoilt[number][number: .beds] = 3
      spoilt[number][number: .baths] = 8
      spoilt[number][number: .closeDate] = SoldHomes.now - 864_000
      spoilt[number][number: .closePrice] = Int64(price)
    }
    spoilt[5][number: .beds] = 33
    let analysis = try Self.analysis(spoilt)
    #expect(
      abs(analysis.estimatedValue / plain - 1) < 0.05,
      "\(analysis.estimatedValue), without outliers \(plain)")
    #expect(
      analysis.comparables.filter { $0.soldPrice < 50_000 || $0.soldPrice > 5e6 }.allSatisfy {
        $0.weight < 0.01
      })
  }

  @Test func fewSalesMakeWideRanges() throws {
    func width(_ count: Int) throws -> Double {
      let analysis = try Self.analysis(Array(SoldHomes.town(400, seed: 10).prefix(count)))
      Self.adds(analysis)
      return analysis.high / analysis.low
    }
    let (one, five, many) = (try width(1), try width(5), try width(400))
    #expect(one > 1.5 && one > five && five > many)
  }

  @Test func nothingComparesIsSaid() throws {
    #expect(throws: ValuationError.self) { try Self.analysis([]) }
    var active = SoldHomes.town(50, seed: 11)
    for place in active.indices { active[place][text: .standardStatus] = "Active" }
    do {
      _ = try Self.analysis(active)
      Issue.record("an estimate without a sale")
    } catch let error as ValuationError {
      #expect("\(error)".contains("no Closed listing"))
    }
    var elsewhere = SoldHomes.subject
    elsewhere.coordinate = Coordinate(longitude: 0, latitude: 100)
    do {
      _ = try Self.analysis(SoldHomes.town(50, seed: 12), of: elsewhere)
      Issue.record("an estimate without a sale nearby")
    } catch let error as ValuationError {
      #expect("\(error)".contains("no sale within 25 miles"))
    }
  }
}
