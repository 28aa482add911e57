#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What tells a ``SwipeDeck`` the time, in milliseconds since 1970; a test has one that it sets.
public struct SwipeClock: Sendable {
  /// The time now.
  public let now: @Sendable () -> Int64

  /// Makes a clock of a function that any thread may call.
  public init(_ now: @escaping @Sendable () -> Int64) { self.now = now }

  /// The system's time when the clock is made, and from then on what a clock counts that nobody
  /// sets.
  ///
  /// So a dislike lasts half an hour also while the system's time is set forward or back.
  public static func system() -> SwipeClock {
    let offset = milliseconds(of: CLOCK_REALTIME) - milliseconds(of: CLOCK_MONOTONIC)
    return SwipeClock { milliseconds(of: CLOCK_MONOTONIC) + offset }
  }

  private static func milliseconds(of clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
