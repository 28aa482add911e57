internal import PlatHTTP
internal import Synchronization

/// A rate limit for one client address: a burst of `count` requests, refilled evenly over a period.
public struct RequestRate: Equatable, Sendable {
  /// The number of requests per period.
  public let count: Int
  /// The length of the period.
  public let seconds: Int

  /// Parses `50/s`, `600/min` or `10000/h`; nil for any other text.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let count = Int(parts[0]), 1...1_000_000 ~= count else { return nil }
    switch parts[1] {
    case "s": seconds = 1
    case "min": seconds = 60
    case "h": seconds = 3600
    default: return nil
    }
    self.count = count
  }
}

/// Token buckets by client address: each holds `count` tokens and refills evenly within the period.
///
/// A bucket is one number, the time at which it is full again (the generic cell rate algorithm).
/// The table has a fixed size. When more addresses arrive than fit, the fullest buckets are
/// dropped, which only ever allows more requests.
final class RequestRates: Sendable {
  private struct Bucket {
    var address: UInt128 = 0
    /// The time at which the bucket is full, in nanoseconds of the monotonic clock.
    var full: UInt64 = 0
  }

  private final class Shard: Sendable {
    let buckets = Mutex([Bucket](repeating: Bucket(), count: RequestRates.places))
  }

  private static let places = 2_048
  private static let ways = 8
  private let shards = (0..<16).map { _ in Shard() }
  private let interval: UInt64
  private let depth: UInt64
  private let seed = UInt64.random(in: .min ... .max)

  init(_ rate: RequestRate) {
    depth = UInt64(rate.seconds) * 1_000_000_000
    interval = max(1, depth / UInt64(rate.count))
  }

  /// Takes a token for an address.
  ///
  /// - Parameter now: Nanoseconds of a monotonic clock.
  /// - Returns: Nil if a token was available, else the nanoseconds until one is.
  func take(_ address: HTTPAddress, now: UInt64) -> UInt64? {
    let key = address.network.bits
    var hash = (UInt64(truncatingIfNeeded: key >> 64) ^ seed) &* 0xFF51_AFD7_ED55_8CCD
    hash = (hash ^ hash >> 33 ^ UInt64(truncatingIfNeeded: key)) &* 0xC4CE_B9FE_1A85_EC53
    hash ^= hash >> 29
    let first = Int(hash & 0xFFFF) % (Self.places / Self.ways) * Self.ways
    return shards[Int(hash >> 60)].buckets.withLock { buckets in
      var place = first
      for way in first..<first + Self.ways {
        if buckets[way].address == key {
          place = way
          break
        }
        if buckets[way].full < buckets[place].full { place = way }
      }
      let full = buckets[place].address == key ? max(now, buckets[place].full) : now
      if full + interval > now + depth { return full + interval - now - depth }
      buckets[place] = Bucket(address: key, full: full + interval)
      return nil
    }
  }
}
