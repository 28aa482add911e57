import Foundation
import PlatTestSupport
import Testing

@testable import PlatSamples

/// The module's own arithmetic against the C library's, which it must not use.
@Suite(.timeLimit(.minutes(30))) struct SampleNumbersTests {
  @Test func exponentialAndLogarithm() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<2_000 {
      let x = Double.random(in: -40...40, using: &generator)
      #expect(abs(Portable.exp(x) / exp(x) - 1) < 1e-11, "exp(\(x)), seed 1")
      let y = Double.random(in: 1e-6...1e9, using: &generator)
      #expect(abs(Portable.ln(y) - log(y)) < 1e-11, "ln(\(y)), seed 1")
    }
    #expect(Portable.exp(0) == 1)
    #expect(Portable.ln(1) == 0)
    #expect(Portable.exp(.infinity).isFinite)
  }

  @Test func cosineAgreesWithTheSystems() {
    for tenth in -900...900 {
      let degrees = Double(tenth) / 10
      #expect(
        abs(Portable.cosine(degrees: degrees) - cos(degrees * .pi / 180)) < 1e-8,
        "\(degrees) degrees")
    }
  }

  @Test func calendarAgreesWithFoundation() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    for days in stride(from: 0, to: 40_000, by: 13) {
      let date = CalendarDay(days: days)
      let parts = calendar.dateComponents(
        [.year, .month, .day], from: Date(timeIntervalSince1970: Double(days) * 86_400))
      #expect(
        date.year == parts.year && date.month == parts.month && date.day == parts.day, "day \(days)"
      )
    }
    let asOf = CalendarDay(days: CalendarDay.asOf)
    #expect(SampleListings.asOf == "\(asOf.year)-0\(asOf.month)-\(asOf.day)")
  }

  @Test func aliasTableKeepsTheWeights() {
    let weights = [5.0, 0, 1, 3, -2, 1]
    let table = AliasTable(weights: weights)
    var random = SampleRandom(seed: 4)
    var counts = [Int](repeating: 0, count: weights.count)
    for _ in 0..<50_000 { counts[table.draw(&random)] += 1 }
    for (weight, count) in zip(weights, counts) {
      #expect(
        abs(Double(count) / 50_000 - max(0, weight) / 10) < 0.01,
        "weight \(weight): \(count), seed 4")
    }
    #expect(counts[1] == 0 && counts[4] == 0)
  }

  @Test func bellHasMeanZeroAndDeviationOne() {
    var random = SampleRandom(seed: 6)
    let numbers = (0..<40_000).map { _ in random.bell() }
    let mean = numbers.reduce(0, +) / 40_000
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 40_000
    #expect(abs(mean) < 0.02 && abs(variance - 1) < 0.03, "\(mean), \(variance), seed 6")
    #expect(numbers.allSatisfy { abs($0) < 3.5 })
  }

  @Test func drawsStayInBounds() {
    var random = SampleRandom(seed: 2)
    for bound in [-1, 0, 1, 2, 7, 1 << 40] {
      for _ in 0..<100 {
        let drawn = random.below(bound)
        #expect(drawn >= 0 && drawn < max(bound, 1), "below(\(bound)) gave \(drawn), seed 2")
      }
    }
  }
}
