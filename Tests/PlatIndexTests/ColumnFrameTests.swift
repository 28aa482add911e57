import PlatTestSupport
import Testing

@testable import PlatIndex

/// The packing of numbers: every value is recovered, and a range of values is a range of stored
/// numbers.
@Suite(.timeLimit(.minutes(30))) struct ColumnFrameTests {
  static let missing = Int64.min

  /// Extreme values, and values with steps.
  static let sets: [[Int64]] = [
    [], [missing], [missing, missing], [0], [7], [-7, missing], [missing + 1], [Int64.max],
    [missing + 1, Int64.max],
    [missing + 1, 0, Int64.max], [missing + 1, missing + 3, Int64.max], [Int64.max - 1, Int64.max],
    [5, 5, 5, 5],
    [100, 300, 700], [-86_400, 0, 86_400 * 400], [1, 2], [0, 10, 15],
    [3, 3 + 1 << 40, 3 + 1 << 41],
    [0, 255], [0, 254], [0, 65_534], [0, 65_535], [0, 4_294_967_294], [0, 4_294_967_295],
    [0, missing, 600, 1_200],
  ]

  @Test(arguments: sets) func valuesComeBack(_ values: [Int64]) {
    let (frame, greatest) = ColumnFrame.fitting(values.span, missing: Self.missing)
    for value in values where value != Self.missing {
      let stored = frame.store(value)
      #expect(stored >= 1 && stored <= greatest, "\(value)")
      #expect(frame.value(stored) == value)
    }
    #expect(frame.value(0) == nil)
    let known = values.filter { $0 != Self.missing }
    if let least = known.min(), let most = known.max() {
      #expect(frame.base == least && frame.store(most) == greatest)
      // No greater step divides all differences.
      let distances = known.map { UInt64(bitPattern: $0 &- least) / frame.step }.filter { $0 > 0 }
      for divisor in UInt64(2)...12 where !distances.isEmpty {
        #expect(!distances.allSatisfy { $0 % divisor == 0 }, "\(divisor)")
      }
    } else {
      #expect(greatest == 0)
    }
  }

  @Test(arguments: sets) func rangesOfValuesAreRangesOfStoredNumbers(_ values: [Int64]) {
    let (frame, _) = ColumnFrame.fitting(values.span, missing: Self.missing)
    let known = values.filter { $0 != Self.missing }
    var bounds: Set<Int64> = [.min, .min + 1, -1, 0, 1, .max - 1, .max]
    for value in known {
      bounds.formUnion([
        value, value == .max ? value : value + 1, value == .min ? value : value - 1,
      ])
    }
    for low in bounds {
      for high in bounds {
        let stored = frame.stored(from: low, through: high)
        for value in known {
          let fits = stored?.contains(frame.store(value)) ?? false
          #expect(fits == (low <= value && value <= high), "\(value) in \(low)...\(high)")
        }
        #expect(stored.map { $0.lowerBound > 0 } ?? true, "missing values lie in no range")
      }
    }
  }

  /// Frames that no writer makes, as in a damaged file.
  @Test func anyFrameAndRange() {
    var draw = SeededGenerator(seed: 1)
    let numbers: [Int64] = [.min, .min + 1, -1, 0, 1, .max - 1, .max]
    for _ in TestCases.seeds(300) {
      func number() -> Int64 {
        draw.percent(60) ? draw.one(of: numbers) : Int64(bitPattern: draw.next())
      }
      let frame = ColumnFrame(base: number(), step: UInt64(bitPattern: number()))
      #expect(frame.step > 0)
      if let range = frame.stored(from: number(), through: number()) {
        #expect(range.lowerBound > 0)
      }
      _ = frame.value(UInt64(bitPattern: number()))
      _ = frame.store(number())
    }
    #expect(ColumnFrame(base: .min, step: 1).stored(from: .min, through: .max) == 1...UInt64.max)
    #expect(
      ColumnFrame(base: .min, step: 1).stored(from: .max, through: .max) == UInt64.max...UInt64.max)
  }
}
