internal import PlatCommon

/// A clock that only goes forward.
enum ServerClock {
  /// Microseconds.
  static func now() -> Double { Double(SystemTime.monotonic) / 1e3 }
}
