/// The time of day, in milliseconds since 1970; tests pass a clock of their own.
public struct WallClock: Sendable {
  /// The time now.
  public let now: @Sendable () -> Int64

  /// Makes a clock from a function that any thread may call.
  public init(_ now: @escaping @Sendable () -> Int64) { self.now = now }

  /// Reads the system's time once and then counts with the monotonic clock, so that intervals stay
  /// correct when the system's clock is set.
  public static func system() -> WallClock {
    let offset = SystemTime.wall / 1_000_000 - Int64(SystemTime.monotonic / 1_000_000)
    return WallClock { Int64(SystemTime.monotonic / 1_000_000) + offset }
  }
}
