/// The price movement in the five years before the as-of day.
enum Market {
  /// The number of days that the samples cover.
  static let days = 1_826

  /// The price level at the start of each quarter from mid 2021 to mid 2026, as a logarithm
  /// relative to the as-of day.
  private static let quarters = [
    -0.190, -0.150, -0.085, -0.020, 0.000, -0.045, -0.065, -0.040, -0.020, -0.022, -0.010, 0.010,
    0.012, 0.006, 0.008,
    0.014, 0.008, 0.000, -0.004, 0.000, 0.000,
  ]

  /// The seasonal effect on a price, by month, as a logarithm.
  private static let months = [
    0.004, 0.012, 0.018, 0.015, 0.010, 0.002, -0.008, -0.014, -0.014, -0.010, -0.008, -0.004,
  ]

  /// The combined effect of market and season on a day, as a logarithm.
  static func level(on day: Int) -> Double {
    let since = Double(day - (CalendarDay.asOf - days)) / Double(days) * Double(quarters.count - 1)
    let bounded = min(max(since, 0), Double(quarters.count - 1))
    let quarter = min(Int(bounded), quarters.count - 2)
    let share = bounded - Double(quarter)
    return quarters[quarter] * (1 - share) + quarters[quarter + 1] * share
      + months[CalendarDay(days: day).month - 1]
  }
}
