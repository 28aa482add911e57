import PlatCommon

/// A small deterministic generator (SplitMix64), so that every random case can be replayed.
///
/// Print the seed in the failure text of every test that uses one.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var random: SplitMix64

  /// Starts the sequence of a seed.
  public init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// The next 64 bits.
  public mutating func next() -> UInt64 { random.next() }
}
