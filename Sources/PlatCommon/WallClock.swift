/// The time of day, in milliseconds since 1970; a test passes a clock that it sets.
public struct WallClock: Sendable {
  /// The time now.
  public let now: @Sendable () -> Int64

  /// Makes a clock of a function that any thread may call.
  public init(_ now: @escaping @Sendable () -> Int64) { self.now = now }

  /// Starts at the system's time and then counts with the monotonic clock, so that spans of time
  /// stay right when somebody sets the system's clock.
  public static func system() -> WallClock {
    let offset = SystemTime.wall / 1_000_000 - Int64(SystemTime.monotonic / 1_000_000)
    return WallClock { Int64(SystemTime.monotonic / 1_000_000) + offset }
  }
}
