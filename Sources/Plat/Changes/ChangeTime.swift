internal import PlatValuation

/// The text of a change's time.
enum ChangeTime {
  /// A time in milliseconds since 1970 as `2026-11-30T23:10:05.123Z`.
  static func text(_ milliseconds: Int64) -> String {
    let day: Int64 = 86_400_000
    let time = (milliseconds % day + day) % day
    let seconds = (milliseconds - time) / 1_000
    return Figures.day(seconds) + "T" + digits(time / 3_600_000, 2) + ":"
      + digits(time / 60_000 % 60, 2) + ":" + digits(time / 1_000 % 60, 2) + "."
      + digits(time % 1_000, 3) + "Z"
  }

  private static func digits(_ number: Int64, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(count - text.count, 0)) + text
  }
}
