import PlatIndex
import PlatTestSupport
import Testing

@testable import PlatValuation

/// The accuracy of estimates of real sales, with loose bounds; docs/CMA.md has the numbers.
@Suite(.timeLimit(.minutes(30))) struct BacktestTests {
  @Test func kingCountyIsPricedWithinLooseBounds() throws {
    let world = try SoldHomes.kingCounty()
    let backtest = try Backtest(world.generation, propertyType: "A", sample: 150, seed: 3)
    let result = try backtest.run(threads: 2)
    #expect(result.trials.count == 150)
    #expect(result.coverage >= 0.97)
    #expect(result.medianError < 0.125, "\(result.medianError)")
    #expect(result.within(0.2) > 0.7, "\(result.within(0.2))")
    #expect(abs(result.bias) < 0.06, "\(result.bias)")
    #expect(result.rangeCoverage > 0.68 && result.rangeCoverage < 0.92, "\(result.rangeCoverage)")
  }

  /// The stated share of each range is 80 % of prices.
  @Test func rangesOfKingCountyHoldTheShareTheyState() throws {
    let world = try SoldHomes.kingCounty()
    let result = try Backtest(world.generation, propertyType: "A", sample: 3_000, seed: 5).run(
      threads: 4)
    let stated = Estimator.statedShare
    #expect(abs(result.rangeCoverage - stated) <= 0.02, "\(result.rangeCoverage)")
  }

  @Test func theSameForAnyNumberOfThreads() throws {
    let world = try Fixture.samples.world
    let backtest = try Backtest(world.generation, sample: 60, seed: 2)
    let (one, three) = (try backtest.run(threads: 1), try backtest.run(threads: 3))
    #expect(one.trials == three.trials && one.trials.count == 60)
    #expect(try Backtest(world.generation, sample: 60, seed: 2).rows == backtest.rows)
    #expect(try Backtest(world.generation, sample: 60, seed: 4).rows != backtest.rows)
  }

  @Test func measuresAreThoseOfPublishedValuations() {
    func trial(_ row: Int, _ estimate: Double?) -> BacktestResult.Trial {
      var trial = BacktestResult.Trial(row: ListingRow(row, of: 1), price: 100)
      trial.estimate = estimate
      trial.range = estimate.map { $0 * 0.9...$0 * 1.1 }
      return trial
    }
    let result = BacktestResult(
      trials: [trial(0, 105), trial(1, 85), trial(2, 130), trial(3, nil), trial(4, 100)],
      seconds: 1, threadSeconds: 2)
    #expect(abs(result.coverage - 0.8) < 1e-12)
    #expect(abs(result.medianError - 0.1) < 1e-12)
    #expect(abs(result.bias - 0.05) < 1e-12)
    #expect(abs(result.within(0.1) - 0.5) < 1e-12 && abs(result.within(0.2) - 0.75) < 1e-12)
    #expect(abs(result.rangeCoverage - 0.5) < 1e-12)
    #expect(result.millisecondsPerSubject == 400)
  }

  @Test func withoutSalesItRefuses() throws {
    let index = try Fixture.bare.world.index
    #expect(throws: ValuationError.self) { try Backtest(Generation(index)) }
  }
}
