internal import PlatCommon

/// A monotonic clock.
enum ServerClock {
  /// The current time in microseconds.
  static func now() -> Double { Double(SystemTime.monotonic) / 1e3 }
}
