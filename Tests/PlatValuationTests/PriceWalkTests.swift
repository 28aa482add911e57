import Foundation
import PlatGeometry
import PlatIndex
import PlatListings
import PlatTestSupport
import Testing

@testable import PlatValuation

/// The adjustments of a sale lead from its home to the subject, and include every respect.
@Suite(.timeLimit(.minutes(30))) struct PriceWalkTests {
  @Test(arguments: [1, 2, 3]) func theWalkEndsAtTheSubject(_ seed: UInt64) throws {
    let columns = try SaleColumns(TestWorld("a town", SoldHomes.town(300, seed: seed)).generation)
    let subject = SoldHomes.subject
    let pool = try SalePool(subject, comparables: [], within: .contract, own: nil, columns)
    var homes = HomeTable(room: ModelMemory.most)
    for sale in pool.sales { homes.append(sale.features) }
    let prices = pool.sales.map { log($0.price) }
    let model = try #require(MarketModel(homes, logPrices: prices, ModelMemory()))
    let words = AdjustmentWords(subject: subject, columns: columns)
    var located = 0
    for sale in pool.sales {
      let steps = PriceWalk.adjustments(from: sale, to: subject, by: model, words)
      let end = sale.price * exp(model.value(of: HomeFeatures()) - model.value(of: sale.features))
      let sum = steps.reduce(0) { $0 + $1.dollars }
      #expect(abs(sale.price.rounded() + Double(sum) - end) <= 1, "seed \(seed): \(steps)")
      if steps.contains(where: { $0.kind == .location }) { located += 1 }
    }
    #expect(pool.sales.count == ModelMemory.most && located > 90, "seed \(seed)")
  }
}

/// The sales that a market is learned from.
@Suite(.timeLimit(.minutes(30))) struct SalePoolTests {
  /// Homes around the middle, between two distances in steps of 1e-7 degrees.
  private func homes(
    _ count: Int, sqft: Int64, from least: Int32, to most: Int32, _ seed: UInt64
  ) -> [PlainListing] {
    var draw = SeededGenerator(seed: seed)
    return SoldHomes.town(count, seed: seed).enumerated().map { number, home in
      var home = home
      home.key = "P\(seed)-\(number)"
      let away = Int32(draw.int(Int(least)...Int(most)))
      home.position = Coordinate(
        longitude: SoldHomes.middle.longitude, latitude: SoldHomes.middle.latitude + away)
      home[number: .sqft] = sqft
      return home
    }
  }

  private func pool(_ listings: [PlainListing]) throws -> SalePool {
    let columns = try SaleColumns(TestWorld("homes", listings).generation)
    let reach = ComparableSearch.Reach(radiusMeters: 100, months: 6, sqftShare: 0.3, rooms: nil)
    return try SalePool(SoldHomes.subject, comparables: [], within: reach, own: nil, columns)
  }

  /// Half a mile is some 72,000 steps.
  @Test func theReachWidensUntilThereAreEnoughSales() throws {
    let near = homes(30, sqft: 350_000, from: 100, to: 60_000, 1)
    let far = homes(200, sqft: 200_000, from: 170_000, to: 220_000, 2)
    #expect(try pool(near).sales.count == 30)
    // Thirty are too few: similar homes come from up to two miles away.
    let both = try pool(near + far).sales
    #expect(both.count == ModelMemory.most && both.count { $0.distance > 1_000 } == 66)
    // With two hundred nearby the search is not widened.
    let many = homes(200, sqft: 350_000, from: 100, to: 60_000, 3)
    #expect(try pool(many + far).sales.allSatisfy { $0.distance < 1_000 })
  }
}

/// The half width of a range.
@Suite(.timeLimit(.minutes(30))) struct RangeWidthTests {
  @Test func itIsTheRankOfConformalPrediction() {
    let normal = [0.063, 0.189, 0.319, 0.454, 0.598, 0.755, 0.935, 1.15, 1.44, 1.96]
    for seed in TestCases.seeds(60) {
      var draw = SeededGenerator(seed: seed)
      let errors = (0..<draw.int(0...96)).map { _ in draw.double(0...4) }
      let share = draw.one(of: [0.5, 0.8, 0.9])
      let width = RangeWidth.deviations(of: errors, holding: share)
      let all = errors + normal
      let rank = (Double(all.count + 1) * share).rounded(.up)
      #expect(Double(all.count { $0 <= width }) >= rank, "seed \(seed)")
      #expect(Double(all.count { $0 < width }) < rank, "seed \(seed)")
    }
  }

  @Test func aShareOfOneTakesTheGreatestError() {
    #expect(RangeWidth.deviations(of: [0.1, 7, 3], holding: 1) == 7)
    #expect(RangeWidth.deviations(of: [], holding: 1) == 1.96)
    #expect(RangeWidth.deviations(of: [], holding: 0) == 0.063)
  }
}

/// The matrices of fits: each fit has its own, and they are reused by later fits.
@Suite(.timeLimit(.minutes(30))) struct ModelMemoryTests {
  @Test func fitsAtOnceShareNoMemoryAndLaterOnesReuseIt() {
    let memories = ModelMemories()
    let (one, two) = memories.withMemory { outer in
      memories.withMemory { (ObjectIdentifier(outer), ObjectIdentifier($0)) }
    }
    #expect(one != two)
    for _ in 0..<5 {
      let again = memories.withMemory { ObjectIdentifier($0) }
      #expect(again == one || again == two)
    }
  }

  @Test func whatTheLastFitLeftChangesNothing() throws {
    let (small, large) = (SoldHomes.town(20, seed: 1), SoldHomes.town(300, seed: 2))
    let generation = try TestWorld("small", small).generation
    let fresh = try Estimator(generation).analysis(of: SoldHomes.subject)
    let used = try Estimator(generation)
    let other = try Estimator(TestWorld("large", large).generation)
    for _ in 0..<2 {
      _ = try other.analysis(of: SoldHomes.subject)
      var subject = SoldHomes.subject
      subject.sqft = 3_000
      _ = try? used.analysis(of: subject)
      #expect(try used.analysis(of: SoldHomes.subject) == fresh)
    }
  }
}
