/// A day, counted from 1970-01-01, and its year, month and day of the month.
struct CalendarDay: Sendable {
  let year: Int
  let month: Int
  let day: Int

  /// Splits a count of days (Hinnant's civil-from-days, for days from year 0 on).
  init(days: Int) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// 2026-06-30, the as-of day of the samples.
  static let asOf = 20_634
}
