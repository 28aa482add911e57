import PlatCommon

/// The source of chance: whole numbers of SplitMix64, so that every machine draws the same.
struct SampleRandom: Sendable {
  private var random: SplitMix64

  /// Starts the sequence that belongs to a seed.
  @inline(__always)
  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// The next 64 bits.
  @inline(__always)
  mutating func next() -> UInt64 { random.next() }

  /// A number at least 0 and below 1, in steps of 2^-53.
  @inline(__always)
  mutating func unit() -> Double { Self.unit(next()) }

  /// A whole number at least 0 and below the bound; 0 where the bound is not above 0.
  @inline(__always)
  mutating func below(_ bound: Int) -> Int { Self.below(bound, next()) }

  /// A whole number of the range.
  @inline(__always)
  mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

  /// True in so many cases of a hundred.
  @inline(__always)
  mutating func percent(_ share: Double) -> Bool { unit() * 100 < share }

  /// A bell-shaped number of mean 0 and deviation 1, never beyond 3.5: four uniform numbers added.
  @inline(__always)
  mutating func bell() -> Double { Self.bell(next()) }

  /// The item that the next number picks.
  @inline(__always)
  mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }

  /// One well-mixed number out of any number.
  @inline(__always)
  static func mix(_ number: UInt64) -> UInt64 { SplitMix64.mix(number) }

  /// One well-mixed number out of two, whose order matters.
  @inline(__always)
  static func mix(_ first: UInt64, _ second: UInt64) -> UInt64 {
    mix(mix(first &+ SplitMix64.increment) &+ second &* 0xD1B5_4A32_D192_ED03)
  }

  /// 64 bits as a number at least 0 and below 1.
  @inline(__always)
  static func unit(_ bits: UInt64) -> Double { Double(bits >> 11) * 0x1p-53 }

  /// 64 bits as a whole number at least 0 and below the bound.
  @inline(__always)
  static func below(_ bound: Int, _ bits: UInt64) -> Int {
    bound <= 0 ? 0 : Int(truncatingIfNeeded: bits.multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// 64 bits as a bell-shaped number of mean 0 and deviation 1.
  @inline(__always)
  static func bell(_ bits: UInt64) -> Double {
    let sum = (bits & 0xFFFF) &+ ((bits >> 16) & 0xFFFF) &+ ((bits >> 32) & 0xFFFF) &+ (bits >> 48)
    return (Double(sum) - 131_070) * (1.732_050_807_568_877_2 / 65_536)
  }
}
