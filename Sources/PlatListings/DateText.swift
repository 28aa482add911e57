import PlatJSON

/// Dates as people and programs write them, other than ISO 8601.
///
/// It runs only after ``Moment`` has failed, so it may allocate.
enum DateText {
  /// The seconds since 1970 of an unambiguous date: with a month's name (`2-Jan-24`,
  /// `January 2, 2024`, `Wed May 21 00:00:00 EDT 2008`) or with the year first (`2024/1/2`).
  static func read(_ text: Span<UInt8>) -> Int64? {
    if let seconds = script(text) { return seconds }
    guard let parts = DateParts(text), let date = parts.namedDate ?? parts.yearFirst else {
      return nil
    }
    return parts.moment(of: date)
  }

  /// The seconds since 1970 of a date as OData 2 and ASP.NET write it in JSON:
  /// `/Date(1704153600000)/`, also with an offset, which does not move it (`-0800`).
  private static func script(_ text: Span<UInt8>) -> Int64? {
    guard text.count > 8, text[0] == UInt8(ascii: "/") || text[0] == UInt8(ascii: "\\") else {
      return nil
    }
    let plain = text.text.filter { $0 != "/" && $0 != "\\" }
    guard plain.hasPrefix("Date("), plain.hasSuffix(")") else { return nil }
    var number = plain.dropFirst(5).dropLast()
    if let sign = number.dropFirst().firstIndex(where: { $0 == "+" || $0 == "-" }) {
      number = number[..<sign]
    }
    guard let milliseconds = Int64(number) else { return nil }
    let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    return rest < 0 ? seconds - 1 : seconds
  }

  /// The seconds since 1970 of a date in a format; nil if the text does not have it.
  static func read(_ text: Span<UInt8>, as form: DateForm) -> Int64? {
    switch form {
    case .monthDayYear, .dayMonthYear:
      guard let parts = DateParts(text), parts.numbers.count == 3, parts.month == nil else {
        return nil
      }
      let (first, second, year) = (parts.numbers[0], parts.numbers[1], parts.numbers[2])
      guard first.digits <= 2, second.digits <= 2, let full = DateParts.year(year) else {
        return nil
      }
      let isMonthFirst = form == .monthDayYear
      return parts.moment(
        of: (
          full, isMonthFirst ? first.value : second.value, isMonthFirst ? second.value : first.value
        ))
    case .digits:
      guard text.count == 8, let whole = whole(text) else { return nil }
      return Moment.seconds(year: whole / 10_000, month: whole / 100 % 100, day: whole % 100)
    case .spreadsheet:
      guard let days = text.decimalDouble, (18_264..<73_051).contains(days) else { return nil }
      return Int64(((days - 25_569) * 86_400).rounded())
    case .seconds:
      guard (9...10).contains(text.count), let whole = whole(text), whole >= 315_532_800 else {
        return nil
      }
      return Int64(whole)
    case .milliseconds:
      guard (12...13).contains(text.count), let whole = whole(text), whole >= 315_532_800_000 else {
        return nil
      }
      return Int64(whole / 1000)
    case .pattern(let pattern): return pattern.read(text)
    }
  }

  private static func whole(_ text: Span<UInt8>) -> Int? {
    for index in text.indices where !text[index].isDigit { return nil }
    return Int(text.text)
  }
}

/// The words and numbers of a date.
struct DateParts {
  /// A run of digits.
  struct Number {
    var value: Int
    var digits: Int
  }

  /// Year, month and day.
  typealias Day = (year: Int, month: Int, day: Int)

  /// The numbers outside the time of day.
  private(set) var numbers: [Number] = []
  /// The month given by name.
  private(set) var month: Int?
  private var separators: Set<UInt8> = []
  private var seconds = 0
  /// The zone's seconds ahead of UTC; nil if there is no zone.
  private var zone: Int?
  private var isZoneNamed = false

  private enum Token {
    case number(Number)
    case word(String)
    case sign(UInt8)
  }

  private static let longest = 48
  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]
  private static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]
  /// Hours ahead of UTC, by zone name.
  private static let zones = [
    "utc": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10,
  ]

  /// Splits a text into its parts; nil if some part does not belong to a date.
  init?(_ text: Span<UInt8>) {
    guard text.count <= Self.longest, var tokens = Self.tokens(text) else { return nil }
    guard takeTime(&tokens) else { return nil }
    for (place, token) in tokens.enumerated() {
      switch token {
      case .number(let number): numbers.append(number)
      case .word(let word):
        if let found = Self.index(of: word, in: Self.months) {
          guard month == nil else { return nil }
          month = found + 1
        } else if let hours = Self.zones[word], zone == nil, word != "z" || place > 0 {
          zone = hours * 3600
          isZoneNamed = true
        } else if Self.index(of: word, in: Self.weekdays) == nil,
          !["st", "nd", "rd", "th", "of", "at", "t"].contains(word)
        {
          return nil
        }
      case .sign(let byte):
        guard [0x20, 0x2C, 0x2D, 0x2E, 0x2F].contains(byte) else { return nil }
        if byte != 0x20, byte != 0x2C { separators.insert(byte) }
      }
    }
    if month == nil, separators.count > 1 { return nil }
  }

  /// The day of a date with a named month.
  var namedDate: Day? {
    guard let month, numbers.count == 2 else { return nil }
    let (first, second) = (numbers[0], numbers[1])
    if first.digits == 4, second.digits <= 2 { return (first.value, month, second.value) }
    guard first.digits <= 2, let year = Self.year(second) else { return nil }
    return (year, month, first.value)
  }

  /// The day of a date with the year first.
  var yearFirst: Day? {
    guard month == nil, numbers.count == 3, numbers[0].digits == 4, separators.count == 1,
      numbers[1].digits <= 2, numbers[2].digits <= 2
    else { return nil }
    return (numbers[0].value, numbers[1].value, numbers[2].value)
  }

  /// A year of four digits or two: 00 to 69 mean this century.
  static func year(_ number: Number) -> Int? {
    switch number.digits {
    case 4: number.value
    case 2: number.value < 70 ? 2000 + number.value : 1900 + number.value
    default: nil
    }
  }

  /// Seconds since 1970 of a day at the text's time of day.
  ///
  /// Programs write a plain date as midnight in a named zone, so that stays the same day.
  func moment(of day: Day) -> Int64? {
    guard let start = Moment.seconds(year: day.year, month: day.month, day: day.day) else {
      return nil
    }
    if seconds == 0, isZoneNamed { return start }
    return start + Int64(seconds - (zone ?? 0))
  }

  // MARK: Reading

  private static func tokens(_ text: Span<UInt8>) -> [Token]? {
    var tokens: [Token] = []
    var place = 0
    while place < text.count {
      let start = place
      if text[place].isDigit {
        while place < text.count, text[place].isDigit { place += 1 }
        guard place - start <= 9, let value = Int(text.extracting(start..<place).text) else {
          return nil
        }
        tokens.append(.number(Number(value: value, digits: place - start)))
      } else if isLetter(text[place]) {
        while place < text.count, isLetter(text[place]) { place += 1 }
        tokens.append(.word(text.extracting(start..<place).text.lowercased()))
      } else {
        guard text[place] < 0x80 else { return nil }
        tokens.append(.sign(text[place]))
        place += 1
      }
    }
    return tokens
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// The index of the name that a word equals or abbreviates, with at least three letters.
  private static func index(of word: String, in names: [String]) -> Int? {
    guard word.utf8.count >= 3 else { return nil }
    return names.firstIndex { $0.hasPrefix(word) || (word == "sept" && $0 == "september") }
  }

  /// Removes hours, minutes, seconds, AM or PM, and the zone after them; false if they are invalid.
  private mutating func takeTime(_ tokens: inout [Token]) -> Bool {
    guard let colon = tokens.firstIndex(where: { Self.isSign($0, 0x3A) }) else { return true }
    guard colon > 0, case .number(let hour) = tokens[colon - 1], hour.value <= 23 else {
      return false
    }
    var end = colon + 1
    var parts = [hour.value]
    while end < tokens.count, parts.count < 3, case .number(let part) = tokens[end],
      part.value <= 59, part.digits == 2
    {
      parts.append(part.value)
      end += 1
      guard parts.count < 3, end < tokens.count, Self.isSign(tokens[end], 0x3A) else { break }
      end += 1
    }
    guard parts.count >= 2 else { return false }
    if end + 1 < tokens.count, Self.isSign(tokens[end], 0x2E), case .number = tokens[end + 1] {
      end += 2
    }
    guard takeHalf(of: &parts[0], tokens, &end) else { return false }
    takeOffset(tokens, &end)
    seconds = parts[0] * 3600 + parts[1] * 60 + (parts.count > 2 ? parts[2] : 0)
    tokens.removeSubrange(colon - 1..<end)
    return true
  }

  /// Reads `AM` or `PM` after a time.
  private func takeHalf(of hour: inout Int, _ tokens: [Token], _ end: inout Int) -> Bool {
    var place = end
    if place < tokens.count, Self.isSign(tokens[place], 0x20) { place += 1 }
    guard place < tokens.count, case .word(let word) = tokens[place], word == "am" || word == "pm"
    else { return true }
    guard (1...12).contains(hour) else { return false }
    hour = hour % 12 + (word == "pm" ? 12 : 0)
    end = place + 1
    return true
  }

  /// Reads an offset such as `-0700` or `+02:00` after a time.
  private mutating func takeOffset(_ tokens: [Token], _ end: inout Int) {
    var place = end
    if place < tokens.count, Self.isSign(tokens[place], 0x20) { place += 1 }
    guard place + 1 < tokens.count, case .sign(let sign) = tokens[place],
      sign == 0x2B || sign == 0x2D, case .number(let hours) = tokens[place + 1]
    else { return }
    var minutes = hours.digits == 4 ? hours.value / 100 * 60 + hours.value % 100 : hours.value * 60
    guard hours.digits == 2 || hours.digits == 4, minutes <= 18 * 60 else { return }
    end = place + 2
    if hours.digits == 2, end + 1 < tokens.count, Self.isSign(tokens[end], 0x3A),
      case .number(let rest) = tokens[end + 1], rest.value <= 59
    {
      minutes += rest.value
      end += 2
    }
    zone = (sign == 0x2D ? -minutes : minutes) * 60
  }

  private static func isSign(_ token: Token, _ byte: UInt8) -> Bool {
    if case .sign(let sign) = token { sign == byte } else { false }
  }
}
