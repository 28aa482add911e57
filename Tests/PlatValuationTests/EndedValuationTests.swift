import PlatCommon
import PlatGeometry
import PlatIndex
import PlatTestSupport
import PlatValuation
import Testing

/// Valuations ended at each of their checks throw, and the same estimator still gives the right
/// answer afterwards.
@Suite(.timeLimit(.minutes(30))) struct EndedValuationTests {
  @Test func anAnalysisEndsAtEveryCheckOrIsComplete() throws {
    let world = try SoldHomes.kingCounty()
    WorkLimit.halveWindows(times: 20)
    let estimator = try Estimator(world.generation)
    let row = try #require(
      (0..<world.index.located).first {
        Subject(ordinal: $0, of: world.index, asOf: 1_430_000_000) != nil
      })
    let subject = try #require(Subject(ordinal: row, of: world.index, asOf: 1_430_000_000))
    let expected = try estimator.analysis(of: subject)
    var number = 1
    while number < 20_000 {
      let limit = WorkLimit(endingAtCheck: number)
      do throws(ValuationError) {
        #expect(
          try limit.run { () throws(ValuationError) in try estimator.analysis(of: subject) }
            == expected)
        break
      } catch {
        #expect(error == .ended(.cancelled), "check \(number)")
      }
      number += 1 + number / 8
    }
    #expect(number > 20)
    #expect(try estimator.analysis(of: subject) == expected)
  }

  @Test func aBacktestEndsInAllThreads() throws {
    let world = try Fixture.samples.world
    let backtest = try Backtest(world.generation, sample: 60, seed: 2)
    let expected = try backtest.run(threads: 2).trials
    for number in [1, 2, 17, 60] {
      let limit = WorkLimit(endingAtCheck: number)
      #expect(throws: ValuationError.ended(.cancelled), "check \(number)") {
        try limit.run { try backtest.run(threads: 2) }
      }
    }
    #expect(
      try WorkLimit(endingAtCheck: 1_000).run { try backtest.run(threads: 2) }.trials == expected)
    WorkLimit.halveWindows(times: 20)
    #expect(throws: ValuationError.ended(.cancelled)) {
      try WorkLimit(endingAtCheck: 3).run { try Backtest(world.generation) }
    }
  }
}
