/// Moments as whole seconds since 1970-01-01T00:00:00Z, and their ISO 8601 text.
enum Moment {
  /// The result of reading a text.
  enum Outcome: Equatable {
    case stored(Int64)
    case refused(FieldNote.Reason)
  }

  private static let secondsOfDay: Int64 = 86_400
  /// From 1800-01-01T00:00:00Z to 2200-01-01T00:00:00Z, exclusive.
  private static let range: Range<Int64> =
    Int64(days(year: 1800, month: 1, day: 1)) * secondsOfDay..<Int64(
      days(year: 2200, month: 1, day: 1)) * secondsOfDay

  /// Reads trimmed text.
  ///
  /// Accepts `YYYY-MM-DD` and `YYYYMMDD`, alone or with a time after `T` or a space: `HH:MM`,
  /// `HH:MM:SS` (or without colons), a fraction, which is dropped, and a zone (`Z`, `+HH`, `+HHMM`,
  /// `+HH:MM`). Without a zone it is UTC.
  static func read(_ text: Span<UInt8>) -> Outcome {
    var scanner = Scanner(text: text)
    guard let year = scanner.number(4) else { return .refused(.notADate) }
    let dashed = scanner.skip(UInt8(ascii: "-"))
    guard let month = scanner.number(2), !dashed || scanner.skip(UInt8(ascii: "-")),
      let day = scanner.number(2),
      (1...12).contains(month), day >= 1, day <= length(ofMonth: month, year: year)
    else { return .refused(.notADate) }
    var seconds: Int64 = 0
    if !scanner.isAtEnd {
      guard
        scanner.skip(UInt8(ascii: "T")) || scanner.skip(UInt8(ascii: "t"))
          || scanner.skip(UInt8(ascii: " ")),
        let time = scanner.time(), let offset = scanner.zone(), scanner.isAtEnd
      else { return .refused(.notADate) }
      seconds = time - offset
    }
    let moment = Int64(days(year: year, month: month, day: day)) * secondsOfDay + seconds
    return range.contains(moment) ? .stored(moment) : .refused(.outOfRange)
  }

  /// Midnight UTC of a calendar day in the years 1800 to 2199; nil for any other.
  static func seconds(year: Int, month: Int, day: Int) -> Int64? {
    guard (1800...2199).contains(year), (1...12).contains(month), day >= 1,
      day <= length(ofMonth: month, year: year)
    else { return nil }
    return Int64(days(year: year, month: month, day: day)) * secondsOfDay
  }

  /// Whether a moment is in the years 1800 to 2199.
  static func isInRange(_ moment: Int64) -> Bool { range.contains(moment) }

  private struct Scanner: ~Escapable {
    let text: Span<UInt8>
    var place = 0

    @_lifetime(copy text)
    init(text: Span<UInt8>) { self.text = text }

    var isAtEnd: Bool { place == text.count }

    /// Reads exactly `count` digits.
    mutating func number(_ count: Int) -> Int? {
      guard place + count <= text.count else { return nil }
      var value = 0
      for index in place..<(place + count) {
        guard text[index].isDigit else { return nil }
        value = value * 10 + Int(text[index] - UInt8(ascii: "0"))
      }
      place += count
      return value
    }

    mutating func skip(_ byte: UInt8) -> Bool {
      guard place < text.count, text[place] == byte else { return false }
      place += 1
      return true
    }

    /// Seconds since midnight.
    mutating func time() -> Int64? {
      guard let hour = number(2), hour <= 23 else { return nil }
      let coloned = skip(UInt8(ascii: ":"))
      guard let minute = number(2), minute <= 59 else { return nil }
      var second = 0
      if coloned ? skip(UInt8(ascii: ":")) : place < text.count && text[place].isDigit {
        // 60 is a leap second.
        guard let read = number(2), read <= 60 else { return nil }
        second = read
        if skip(UInt8(ascii: ".")) {
          let start = place
          while place < text.count, text[place].isDigit { place += 1 }
          guard place > start else { return nil }
        }
      }
      return Int64(hour * 3600 + minute * 60 + second)
    }

    /// The zone's seconds ahead of UTC; 0 if there is no zone.
    mutating func zone() -> Int64? {
      if isAtEnd || skip(UInt8(ascii: "Z")) || skip(UInt8(ascii: "z")) { return 0 }
      let isBehind = skip(UInt8(ascii: "-"))
      guard isBehind || skip(UInt8(ascii: "+")), let hours = number(2), hours <= 18 else {
        return nil
      }
      var minutes = 0
      if !isAtEnd {
        _ = skip(UInt8(ascii: ":"))
        guard let read = number(2), read <= 59 else { return nil }
        minutes = read
      }
      let ahead = Int64(hours * 3600 + minutes * 60)
      return isBehind ? -ahead : ahead
    }
  }

  private static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days since 1970-01-01 in the Gregorian calendar (Howard Hinnant, "chrono-Compatible Low-Level
  /// Date Algorithms").
  static func days(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// Year, month and day of a number of days since 1970-01-01 (the same source).
  private static func date(days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// Writes a moment as ISO 8601: `YYYY-MM-DD` at midnight UTC, else `YYYY-MM-DDTHH:MM:SSZ`.
  ///
  /// A moment outside the years 0 to 9999 is clamped.
  static func write(_ moment: Int64, _ output: inout [20 of UInt8]) -> Int {
    let bounded = min(max(moment, -62_167_219_200), 253_402_300_799)
    var days = bounded / secondsOfDay
    var seconds = bounded % secondsOfDay
    if seconds < 0 {
      seconds += secondsOfDay
      days -= 1
    }
    let date = date(days: Int(days))
    digits(date.year, 4, at: 0, &output)
    output[4] = UInt8(ascii: "-")
    digits(date.month, 2, at: 5, &output)
    output[7] = UInt8(ascii: "-")
    digits(date.day, 2, at: 8, &output)
    if seconds == 0 { return 10 }
    output[10] = UInt8(ascii: "T")
    digits(Int(seconds) / 3600, 2, at: 11, &output)
    output[13] = UInt8(ascii: ":")
    digits(Int(seconds) / 60 % 60, 2, at: 14, &output)
    output[16] = UInt8(ascii: ":")
    digits(Int(seconds) % 60, 2, at: 17, &output)
    output[19] = UInt8(ascii: "Z")
    return 20
  }

  private static func digits(
    _ value: Int, _ count: Int, at start: Int, _ output: inout [20 of UInt8]
  ) {
    var rest = value
    for place in (start..<(start + count)).reversed() {
      output[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }
}
