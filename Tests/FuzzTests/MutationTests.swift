import Foundation
import PlatFuzzTargets
import PlatTestSupport
import Testing

/// Calls every entry point for untrusted input with the seeds and with random changes of them.
///
/// `scripts/fuzz` does the same for longer, guided by code coverage, and under the address
/// sanitizer. A trap ends the whole test run; FUZZ_TARGET, FUZZ_SEED and FUZZ_ROUNDS in the
/// environment find the input again.
@Suite(.timeLimit(.minutes(30))) struct MutationTests {
  private static func setting(_ name: String) -> String? {
    ProcessInfo.processInfo.environment["FUZZ_" + name]
  }

  /// The number of rounds that takes a debug build about a second.
  private static func rounds(_ target: FuzzTarget) -> Int {
    switch target {
    case .snapshot, .index, .build: 40
    case .feed, .gzip: 400
    case .parameters, .cursor, .map: 150
    case .service: 300
    case .polygon, .request: 1500
    case .location, .places: 200
    }
  }

  @Test(arguments: FuzzTarget.allCases)
  func comesBackWhateverTheBytes(target: FuzzTarget) {
    if let wanted = Self.setting("TARGET"), wanted != target.rawValue { return }
    let seed = Self.setting("SEED").flatMap { UInt64($0) } ?? 1
    let rounds = Self.setting("ROUNDS").flatMap { Int($0) } ?? Self.rounds(target)
    var generator = SeededGenerator(seed: seed)
    let seeds = target.seeds
    for seed in seeds.prefix(rounds) { target.run(seed) }
    for _ in 0..<rounds {
      guard let first = seeds.randomElement(using: &generator),
        let second = seeds.randomElement(using: &generator)
      else {
        break
      }
      target.run(Mutation.of(first, second, &generator))
    }
  }
}

/// Inputs that are close to others.
enum Mutation {
  private static let telling: [[UInt8]] = [
    [0], [0xFF], [0x80], [0x7F], Array("\"".utf8), Array("{".utf8), Array("[[[[".utf8),
    Array("}".utf8),
    Array(",".utf8),
    Array("\n".utf8), Array("1e308".utf8), Array("-".utf8), Array("9223372036854775807".utf8),
    Array("null".utf8),
    Array("\\ud800".utf8), Array("(".utf8), Array(")".utf8), Array("NaN".utf8), Array(" ".utf8),
    Array("=".utf8),
    [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x80], [0xC3],
    [0xF0, 0x9F, 0x8F, 0xA0],
  ]

  /// An input with some changes; parts of the second one are spliced in.
  static func of(_ first: [UInt8], _ second: [UInt8], _ generator: inout SeededGenerator) -> [UInt8]
  {
    var bytes = first
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
      let place = Int.random(in: 0...bytes.count, using: &generator)
      let end = min(bytes.count, place + Int.random(in: 0...16, using: &generator))
      switch Int.random(in: 0..<8, using: &generator) {
      case 0 where place < bytes.count:
        bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
      case 1 where place < bytes.count:
        bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
      case 4: bytes.insert(contentsOf: telling.randomElement(using: &generator) ?? [], at: place)
      case 5:
        bytes.replaceSubrange(place..<end, with: telling.randomElement(using: &generator) ?? [])
      case 6:
        let from = Int.random(in: 0...second.count, using: &generator)
        let to = min(second.count, from + Int.random(in: 0...64, using: &generator))
        bytes.replaceSubrange(place..<end, with: second[from..<to])
      default:
        if Bool.random(using: &generator), place > 0 { bytes.removeSubrange(place...) }
      }
    }
    return bytes
  }
}
