/// FNV-1a (Fowler, Noll, Vo): for values that leave the process, so it must never change.
///
/// Place ids, the order of swipe decks and the check in a cursor are built from it. It reads one
/// byte at a time; `FastHash` is faster for whole texts that stay in memory.
public struct StableHash: Sendable {
  /// The hash of the bytes added so far.
  public var value: UInt64

  /// Starts with no bytes added.
  @inlinable
  public init() { value = 0xCBF2_9CE4_8422_2325 }

  /// Adds a byte.
  @inlinable
  public mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }

  /// Hashes bytes to 64 bits.
  @inlinable
  public static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash = StableHash()
    for byte in bytes { hash.add(byte) }
    return hash.value
  }

  /// Hashes bytes to 32 bits, with the constants of that size.
  @inlinable
  public static func of32(_ bytes: some Sequence<UInt8>) -> UInt32 {
    bytes.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
  }
}
