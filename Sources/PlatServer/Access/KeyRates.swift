internal import PlatAccess
internal import Synchronization

/// The rates of API keys: each may make a burst of its requests at once, refilled evenly over its
/// period.
///
/// What is kept of a key is the time at which its burst is whole again (the generic cell rate
/// algorithm).
final class KeyRates: Sendable {
  /// What a request has left.
  struct Standing: Equatable {
    /// The requests that may follow at once.
    let left: Int
    /// Seconds until the burst is whole again.
    let resetSeconds: Int
    /// Seconds until the next request may be made; nil where this one may.
    let waitSeconds: Int?
  }

  private static let second: UInt64 = 1_000_000_000
  /// Beyond this many keys, those whose bursts are whole are forgotten.
  private static let most = 1_024
  private let whole = Mutex<[String: UInt64]>([:])

  /// Takes a request of the key with an id.
  ///
  /// - Parameter now: Nanoseconds of a monotonic clock.
  func take(_ id: String, _ rate: RateLimit, now: UInt64) -> Standing {
    let depth = UInt64(max(rate.seconds, 1)) * Self.second
    let interval = max(1, depth / UInt64(max(rate.requests, 1)))
    return whole.withLock { whole in
      if whole.count >= Self.most { whole = whole.filter { $0.value > now } }
      // A rate that was lowered must not lock its key out for longer than its period.
      let held = min(max(now, whole[id] ?? 0), now + depth)
      guard held + interval <= now + depth else {
        return Standing(
          left: 0, resetSeconds: Self.seconds(held - now),
          waitSeconds: max(1, Self.seconds(held + interval - now - depth)))
      }
      whole[id] = held + interval
      let left = (now + depth - held - interval) / interval
      return Standing(
        left: Int(left), resetSeconds: Self.seconds(held + interval - now), waitSeconds: nil)
    }
  }

  private static func seconds(_ nanoseconds: UInt64) -> Int {
    Int((nanoseconds + second - 1) / second)
  }
}
