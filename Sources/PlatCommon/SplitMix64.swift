/// SplitMix64 (Steele, Lea, Flood 2014): a small generator with the same sequence on every machine.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  @usableFromInline var state: UInt64

  /// Starts the sequence of a seed.
  @inlinable
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  @inlinable
  public mutating func next() -> UInt64 {
    state &+= Self.increment
    return Self.mix(state)
  }

  /// The increment of the state: 2^64 divided by the golden ratio.
  @inlinable
  public static var increment: UInt64 { 0x9E37_79B9_7F4A_7C15 }

  /// Mixes a number's bits (the generator's finalizer).
  @inlinable
  public static func mix(_ number: UInt64) -> UInt64 {
    var z = number
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
