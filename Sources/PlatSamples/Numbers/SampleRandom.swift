import PlatCommon

/// The random source: integers of SplitMix64, so that every machine draws the same numbers.
struct SampleRandom: Sendable {
  private var random: SplitMix64

  /// Starts the sequence of a seed.
  @inline(__always)
  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// The next 64 bits.
  @inline(__always)
  mutating func next() -> UInt64 { random.next() }

  /// A number from 0 up to but not including 1, in steps of 2^-53.
  @inline(__always)
  mutating func unit() -> Double { Self.unit(next()) }

  /// A whole number from 0 up to but not including the bound; 0 if the bound is not positive.
  @inline(__always)
  mutating func below(_ bound: Int) -> Int { Self.below(bound, next()) }

  /// A whole number of the range.
  @inline(__always)
  mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

  /// True with a probability in percent.
  @inline(__always)
  mutating func percent(_ share: Double) -> Bool { unit() * 100 < share }

  /// A roughly normal number with mean 0 and deviation 1, at most 3.5 from 0: a sum of four uniform
  /// numbers.
  @inline(__always)
  mutating func bell() -> Double { Self.bell(next()) }

  /// The item that the next number selects.
  @inline(__always)
  mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }

  /// Mixes the bits of a number.
  @inline(__always)
  static func mix(_ number: UInt64) -> UInt64 { SplitMix64.mix(number) }

  /// Mixes two numbers into one; their order matters.
  @inline(__always)
  static func mix(_ first: UInt64, _ second: UInt64) -> UInt64 {
    mix(mix(first &+ SplitMix64.increment) &+ second &* 0xD1B5_4A32_D192_ED03)
  }

  /// 64 bits as a number from 0 up to but not including 1.
  @inline(__always)
  static func unit(_ bits: UInt64) -> Double { Double(bits >> 11) * 0x1p-53 }

  /// 64 bits as a whole number from 0 up to but not including the bound.
  @inline(__always)
  static func below(_ bound: Int, _ bits: UInt64) -> Int {
    bound <= 0 ? 0 : Int(truncatingIfNeeded: bits.multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// 64 bits as a roughly normal number with mean 0 and deviation 1.
  @inline(__always)
  static func bell(_ bits: UInt64) -> Double {
    let sum = (bits & 0xFFFF) &+ ((bits >> 16) & 0xFFFF) &+ ((bits >> 32) & 0xFFFF) &+ (bits >> 48)
    return (Double(sum) - 131_070) * (1.732_050_807_568_877_2 / 65_536)
  }
}
