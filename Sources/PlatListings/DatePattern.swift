import PlatJSON

/// A date format that the operator gives: `MM/dd/yyyy`, `DD.MM.YYYY HH:mm`, `%m/%d/%Y`.
///
/// Numbers may have fewer digits than their pattern letters, except years.
public struct DatePattern: Sendable, Hashable {
  private enum Item: Hashable {
    case year, shortYear, month, monthName, day, weekday, hour, halfHour, minute, second, half
    case literal(UInt8)
  }

  /// The pattern as given.
  public let text: String
  private let items: [Item]

  /// Reads a pattern in the letters of Unicode (`yyyy-MM-dd HH:mm:ss`), of moment.js (`DD/MM/YYYY`)
  /// or of `strftime` (`%d/%m/%Y`); nil if year, month or day is missing or a letter is unknown.
  public init?(_ text: String) {
    guard let items = text.contains("%") ? Self.percented(text) : Self.lettered(text) else {
      return nil
    }
    let hasYear = items.contains(.year) || items.contains(.shortYear)
    guard hasYear, items.contains(.month) || items.contains(.monthName), items.contains(.day)
    else { return nil }
    self.text = text
    self.items = items
  }

  private static func percented(_ text: String) -> [Item]? {
    var items: [Item] = []
    var bytes = Array(text.utf8)[...]
    while let byte = bytes.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        items.append(.literal(byte))
        continue
      }
      while let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "_") {
        bytes.removeFirst()
      }
      switch bytes.popFirst().map({ Character(UnicodeScalar($0)) }) {
      case "Y": items.append(.year)
      case "y": items.append(.shortYear)
      case "m": items.append(.month)
      case "b", "B", "h": items.append(.monthName)
      case "d", "e": items.append(.day)
      case "a", "A": items.append(.weekday)
      case "H", "k": items.append(.hour)
      case "I", "l": items.append(.halfHour)
      case "M": items.append(.minute)
      case "S": items.append(.second)
      case "p", "P": items.append(.half)
      case "%": items.append(.literal(UInt8(ascii: "%")))
      default: return nil
      }
    }
    return items
  }

  private static func lettered(_ text: String) -> [Item]? {
    var items: [Item] = []
    let letters = Array(text.utf8)
    // Without a capital M, small letters mean the month: mm/dd/yyyy.
    let hasCapitals = letters.contains(UInt8(ascii: "M"))
    var place = 0
    while place < letters.count {
      let letter = letters[place]
      var count = 1
      while place + count < letters.count, letters[place + count] == letter { count += 1 }
      switch Character(UnicodeScalar(letter)) {
      case "y", "Y": items.append(count > 2 ? .year : .shortYear)
      case "M": items.append(count > 2 ? .monthName : .month)
      case "d", "D": items.append(.day)
      case "E": items.append(.weekday)
      case "H": items.append(.hour)
      case "h": items.append(.halfHour)
      case "m": items.append(hasCapitals || items.contains(.month) ? .minute : .month)
      case "s": items.append(.second)
      case "a", "A": items.append(.half)
      case "T", "Z": items += Array(repeating: .literal(letter), count: count)
      case let sign where sign.isLetter: return nil
      default: items += Array(repeating: .literal(letter), count: count)
      }
      place += count
    }
    return items
  }

  /// Seconds since 1970 of a date in this format; nil for any other text.
  func read(_ text: Span<UInt8>) -> Int64? {
    var place = 0
    var day = (year: 0, month: 0, day: 0)
    var (hour, minute, second) = (0, 0, 0)
    var half: Int?
    for item in items {
      switch item {
      case .literal(let byte):
        guard place < text.count, text[place] == byte else { return nil }
        place += 1
      case .monthName, .weekday, .half:
        let start = place
        while place < text.count, text[place] | 0x20 >= UInt8(ascii: "a"),
          text[place] | 0x20 <= UInt8(ascii: "z")
        {
          place += 1
        }
        let word = text.extracting(start..<place).text.lowercased()
        guard let value = Self.value(of: word, item) else { return nil }
        if item == .monthName { day.month = value }
        if item == .half { half = value }
      default:
        guard let value = Self.number(text, &place, item) else { return nil }
        switch item {
        case .year: day.year = value
        case .shortYear: day.year = value < 70 ? 2000 + value : 1900 + value
        case .month: day.month = value
        case .day: day.day = value
        case .hour, .halfHour: hour = value
        case .minute: minute = value
        default: second = value
        }
      }
    }
    if let half {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + half
    }
    guard place == text.count, hour <= 23, minute <= 59, second <= 60 else { return nil }
    guard let start = Moment.seconds(year: day.year, month: day.month, day: day.day) else {
      return nil
    }
    return start + Int64(hour * 3600 + minute * 60 + second)
  }

  private static func number(_ text: Span<UInt8>, _ place: inout Int, _ item: Item) -> Int? {
    let most = item == .year ? 4 : 2
    let start = place
    var value = 0
    while place < text.count, place - start < most, text[place].isDigit {
      value = value * 10 + Int(text[place] - UInt8(ascii: "0"))
      place += 1
    }
    let least = item == .year ? 4 : item == .shortYear ? 2 : 1
    return place - start >= least ? value : nil
  }

  private static func value(of word: String, _ item: Item) -> Int? {
    switch item {
    case .half: return word == "am" ? 0 : word == "pm" ? 12 : nil
    case .weekday: return word.isEmpty ? nil : 0
    default:
      let names = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december",
      ]
      guard word.utf8.count >= 3 else { return nil }
      return names.firstIndex { $0.hasPrefix(word) || (word == "sept" && $0 == "september") }
        .map { $0 + 1 }
    }
  }
}
