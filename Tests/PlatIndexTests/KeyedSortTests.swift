import PlatTestSupport
import Testing

@testable import PlatIndex

/// The sort of a map's features, against a plain one.
@Suite(.timeLimit(.minutes(30))) struct KeyedSortTests {
  @Test func numbersComeInTheOrderOfTheirKeys() {
    for seed in TestCases.seeds(400) {
      var draw = SeededGenerator(seed: seed)
      let count = draw.one(of: [0, 1, 2, 3, 16, 17, 18, 32, 33, 64, 65, 100, 400, 1_500, 70_000])
      guard count < 70_000 || seed % 20 == 0 else { continue }
      // Hashes, few values, one value, one far away from all others, a narrow range.
      let kind = draw.int(0...4)
      var keys = (0..<count + draw.int(0...5)).map { _ -> UInt64 in
        switch kind {
        case 0: UInt64.random(in: 0...UInt64.max, using: &draw)
        case 1: UInt64(draw.int(0...7)) << 50
        case 2: .max
        case 3: UInt64(draw.int(0...count)) + (1 << 52)
        default: 1 << 63 | UInt64(draw.int(0...1_000_000)) << 20
        }
      }
      if draw.percent(30), !keys.isEmpty { keys[0] = draw.one(of: [0, .max]) }
      let all = keys.indices.map { UInt32($0) }.shuffled(using: &draw)
      var numbers = Array(all.prefix(count))
      let plain = numbers.sorted { (keys[Int($0)], $0) < (keys[Int($1)], $1) }
      KeyedSort.sort(&numbers, by: keys)
      #expect(numbers == plain, "seed \(seed), \(count) of kind \(kind)")
    }
  }
}
