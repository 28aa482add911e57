import PlatJSON

/// A number as people write it in a cell: with its unit, with `K` or `M`, with words.
///
/// It runs only after ``DecimalText`` has failed, so it may allocate. It rejects an ambiguous text:
/// a range, a comma before two digits, `2.1` full and half baths.
struct CellNumber {
  /// The number, in the field's unit if the text has a unit.
  let value: Double
  /// Whether the text names its unit.
  let hasUnit: Bool

  /// Reads trimmed text for a number field; nil if it is not such a number.
  init?(_ text: Span<UInt8>, for field: Field, unit fieldUnit: String) {
    guard text.count <= 48 else { return nil }
    var rest = Self.simplified(text.text)
    // Bookkeepers write a minus behind the number.
    if rest.hasSuffix("-") { return nil }
    for prefix in ["~", "≈", "±", "approximately", "approx", "about", "ca "]
    where rest.hasPrefix(prefix) {
      rest = Self.trimmed(rest.dropFirst(prefix.count))
    }
    if field == .baths {
      guard let baths = Self.baths(rest) else { return nil }
      (value, hasUnit) = (baths, false)
      return
    }
    if fieldUnit == "dollars", let price = Self.dollars(&rest) {
      guard let number = Self.number(price), let factor = Self.factor(ofMoney: rest, field)
      else { return nil }
      (value, hasUnit) = (number * factor, false)
      return
    }
    let sign = rest.first.map { "+-".contains($0) } == true ? 1 : 0
    let digits = rest.prefix(
      sign + rest.dropFirst(sign).prefix { "0123456789.,".contains($0) }.count)
    let unit = Self.squeezed(rest.dropFirst(digits.count))
    switch fieldUnit {
    case "square feet", "acres":
      let isThousand = unit.hasPrefix("k") && Self.areas[String(unit.dropFirst())] != nil
      let own = unit.isEmpty ? (fieldUnit == "acres" ? 43_560.0 : 1) : nil
      guard let number = Self.number(digits),
        let area = own ?? Self.areas[isThousand ? String(unit.dropFirst()) : unit]
      else { return nil }
      let feet = number * area * (isThousand ? 1000 : 1)
      (value, hasUnit) = (fieldUnit == "acres" ? feet / 43_560 : feet, !unit.isEmpty)
    case "degrees":
      guard let number = Self.number(digits), let sign = Self.hemispheres[unit],
        (field == .latitude) == ["n", "s"].contains(unit.suffix(1)) || unit.hasSuffix("°")
      else { return nil }
      (value, hasUnit) = (sign < 0 ? -abs(number) : number, false)
    case "":
      guard let count = Self.count(digits, rest, unit, field) else { return nil }
      (value, hasUnit) = (count, false)
    default: return nil
    }
  }

  // MARK: Numbers

  /// Parses digits as ``DecimalText`` does, or with points between thousands and a comma before the
  /// decimals if that is the only reading (`1.234.500,00`).
  private static func number(_ digits: Substring) -> Double? {
    let text = String(digits)
    switch DecimalText(text.utf8Span.span) {
    case .exact(let isNegative, let mantissa, let places):
      var value = Double(mantissa)
      for _ in 0..<places { value /= 10 }
      return isNegative ? -value : value
    case .double(let value): return value
    case .huge, .malformed: break
    }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let groups = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let decimals = parts.count == 2 ? parts[1] : ""
    guard parts.count <= 2, groups.count >= 3, (1...3).contains(groups[0].count),
      groups.dropFirst().allSatisfy({ $0.count == 3 }), decimals.count <= 2,
      (groups + [decimals]).allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } })
    else { return nil }
    return Double(groups.joined() + (decimals.isEmpty ? "" : "." + decimals))
  }

  // MARK: Areas and places

  /// Square feet per unit of area; a number without a unit is in the field's own unit.
  private static let areas: [String: Double] = {
    var areas: [String: Double] = [:]
    for name in [
      "sqft", "sf", "sqfeet", "squarefeet", "squarefoot", "squareft", "ft2", "feet2", "sqfoot",
      "sft", "sqfts", "ft", "livingsqft", "sqftlot", "sqftlotsize",
    ] { areas[name] = 1 }
    for name in ["acre", "acres", "ac", "acs", "acrelot", "acreslot"] { areas[name] = 43_560 }
    for name in [
      "m2", "sqm", "sqmt", "sqmtr", "sqmeter", "sqmeters", "sqmetre", "sqmetres", "squaremeter",
      "squaremeters", "squaremetre", "squaremetres", "mq", "qm", "m", "mts2",
    ] { areas[name] = 1 / 0.092_903_04 }
    for name in ["ha", "hectare", "hectares"] { areas[name] = 10_000 / 0.092_903_04 }
    for name in ["sqyd", "sqyds", "yd2", "squareyards", "squareyard"] { areas[name] = 9 }
    for name in ["sqmi", "mi2", "squaremiles", "squaremile"] { areas[name] = 27_878_400 }
    // A single letter, or `ft`, is ambiguous.
    areas["m"] = nil
    areas["ft"] = nil
    return areas
  }()

  /// The square feet of a unit of area; nil if it is none.
  static func squareFeet(ofUnit text: String) -> Double? { areas[squeezed(simplified(text))] }

  private static let hemispheres: [String: Double] = [
    "n": 1, "°n": 1, "e": 1, "°e": 1, "s": -1, "°s": -1, "w": -1, "°w": -1, "°": 1,
  ]

  // MARK: Money

  /// Removes the digits of an amount from the front of a text; nil if there are none.
  private static func dollars(_ rest: inout Substring) -> Substring? {
    for prefix in ["us$", "usd$", "usd", "$"] where rest.hasPrefix(prefix) {
      rest = trimmed(rest.dropFirst(prefix.count))
      break
    }
    let digits = rest.prefix { "0123456789.,".contains($0) }
    guard !digits.isEmpty else { return nil }
    rest = rest.dropFirst(digits.count)
    return digits
  }

  /// The factor for the words after an amount: `k`, `million`, `usd`, `/mo`.
  private static func factor(ofMoney text: Substring, _ field: Field) -> Double? {
    let (factor, word) = moneyWords(text)
    if word.isEmpty { return factor }
    guard let times = FeePeriod.timesAYear(word) else { return nil }
    switch field {
    case .hoaFee: return factor * times / 12
    case .taxAnnualAmount: return factor * times
    // Rents are monthly amounts.
    case .listPrice, .originalListPrice, .closePrice, .landLeaseAmount:
      return times == 12 ? factor : nil
    default: return nil
    }
  }

  /// Whether a trimmed amount has its period behind it: `$350/mo`.
  static func namesPeriod(_ text: Span<UInt8>) -> Bool {
    guard text.count > 0, text.count <= 48, !text[text.count - 1].isDigit else { return false }
    var rest = simplified(text.text)
    guard dollars(&rest) != nil else { return false }
    return FeePeriod.timesAYear(moneyWords(rest).word) != nil
  }

  /// The factor of the words behind an amount, and what else they say.
  private static func moneyWords(_ text: Substring) -> (factor: Double, word: String) {
    var word = squeezed(text)
    var factor = 1.0
    for (name, value) in [
      ("thousand", 1e3), ("million", 1e6), ("mio", 1e6), ("mln", 1e6), ("mil", 1e6), ("mm", 1e6),
    ] where word.hasPrefix(name) {
      factor = value
      word.removeFirst(name.count)
      break
    }
    if factor == 1, word.hasPrefix("k") || word.hasPrefix("m"), !word.hasPrefix("mo") {
      factor = word.removeFirst() == "k" ? 1e3 : 1e6
    }
    for name in ["usd", "dollars", "us$", "$"] where word.hasPrefix(name) {
      word.removeFirst(name.count)
    }
    return (factor, word)
  }

  // MARK: Counts

  private static let words: [String: Double] = [
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10,
  ]

  private static func count(
    _ digits: Substring, _ text: Substring, _ unit: String, _ field: Field
  ) -> Double? {
    if field == .beds, squeezed(text).hasPrefix("studio") { return 0 }
    if let number = number(digits) { return units(field).contains(unit) ? number : nil }
    let word = text.prefix { $0.isASCII && $0.isLetter }
    guard digits.isEmpty, let value = words[String(word)] else { return nil }
    let rest = squeezed(text.dropFirst(word.count))
    return rest.isEmpty || units(field).contains(rest) ? value : nil
  }

  private static func units(_ field: Field) -> [String] {
    switch field {
    case .beds: ["bed", "beds", "bd", "bds", "br", "brs", "bdrm", "bdrms", "bedroom", "bedrooms"]
    case .garage:
      [
        "car", "cars", "cargarage", "cargarages", "carattached", "cardetached", "carcarport",
        "attached", "detached",
        "space", "spaces", "stall", "stalls", "garage",
      ]
    case .stories:
      ["story", "stories", "storey", "storeys", "level", "levels", "floor", "floors"]
    case .fullBaths: ["full", "fullbath", "fullbaths", "f", "bath", "baths"]
    case .halfBaths: ["half", "halfbath", "halfbaths", "h", "bath", "baths"]
    default: []
    }
  }

  // MARK: Baths

  /// `2 1/2`, `2½`, `2.5 baths`, `2F 1H`, `2 full, 1 half`, `3 (2 full 1 half)`.
  private static func baths(_ text: Substring) -> Double? {
    var text = text
    if let open = text.firstIndex(of: "("), text.hasSuffix(")") {
      text = text[text.index(after: open)...].dropLast()
    }
    for (sign, fraction) in [("½", "1/2"), ("¼", "1/4"), ("¾", "3/4")] {
      text = Substring(text.replacing(sign, with: " " + fraction))
    }
    let parts = bathParts(text)
    guard let first = parts.first else { return nil }
    let all = ["", "bath", "baths", "ba", "bathroom", "bathrooms", "bth"]
    // Half a bath, or a number followed by a fraction.
    if parts.count == 1, all.contains(first.word) { return number(first.digits) ?? fraction(first) }
    if parts.count == 2, first.word.isEmpty, all.contains(parts[1].word),
      let whole = number(first.digits), whole == whole.rounded(), let rest = fraction(parts[1])
    {
      return whole + rest
    }
    var total = 0.0
    for part in parts {
      guard let count = number(part.digits), let share = share(of: part.word) else { return nil }
      total += count * share
    }
    return total
  }

  private static func fraction(_ part: (digits: Substring, word: String)) -> Double? {
    switch part.digits {
    case "1/2": 0.5
    case "1/4": 0.25
    case "3/4": 0.75
    default: nil
    }
  }

  /// The fraction of a bath for a word: full, three-quarter, half, quarter.
  private static func share(of word: String) -> Double? {
    var word = word
    for end in ["baths", "bath", "ba", "bathrooms", "bathroom"]
    where word.hasSuffix(end) && word.count > end.count {
      word.removeLast(end.count)
      break
    }
    switch word {
    case "f", "full": return 1
    case "h", "half", "p", "partial", "powder": return 0.5
    case "t", "threequarter", "threequarters", "tq": return 0.75
    case "q", "quarter", "onequarter": return 0.25
    default: return nil
    }
  }

  /// The numbers and the words after them; empty if the text does not begin with a number.
  private static func bathParts(_ text: Substring) -> [(digits: Substring, word: String)] {
    var parts: [(digits: Substring, word: String)] = []
    var rest = text
    while !rest.isEmpty {
      let digits = rest.prefix { "0123456789./".contains($0) }
      if digits.isEmpty || digits.hasSuffix("/") && digits.count < 2 { return [] }
      rest = rest.dropFirst(digits.count)
      let word = rest.prefix { !$0.isNumber }
      rest = rest.dropFirst(word.count)
      var name = squeezed(word)
      for joint in ["and", "&", ",", "+", ";", "/"] where name.hasSuffix(joint) {
        name.removeLast(joint.count)
      }
      parts.append((digits, name))
    }
    return parts
  }

  // MARK: Texts

  private static func simplified(_ text: String) -> Substring {
    trimmed(
      Substring(
        text.lowercased().replacing("²", with: "2").replacing("\u{A0}", with: " ")
          .replacing("\u{202F}", with: " ")))
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return text
  }

  /// The text without spaces, points, hyphens and brackets.
  private static func squeezed(_ text: Substring) -> String {
    text.filter { !" .-_()[]".contains($0) }
  }
}

/// The period of a fee.
enum FeePeriod {
  /// The number of payments a year for a word such as `Annually` or `/mo`; nil for an unknown word
  /// or an irregular period.
  static func timesAYear(_ word: String) -> Double? {
    var word = word.lowercased().filter { $0.isLetter }
    if word.hasPrefix("per") { word.removeFirst(3) }
    return periods[word]
  }

  private static let periods: [String: Double] = {
    let words: [(Double, String)] = [
      (12, "month months monthly mo mos mth mnth m pm pcm calendarmonth"),
      (1, "year years yearly annually annual yr yrs y pa annum"),
      (2, "semiannually semiannual biannually biannual halfyearly twiceayear"),
      (4, "quarter quarterly qtr q quarters"), (52, "week weeks weekly wk wks w"),
      (26, "biweekly fortnightly everytwoweeks"), (24, "semimonthly twiceamonth"),
      (6, "bimonthly everytwomonths"), (365, "day daily d"),
    ]
    var periods: [String: Double] = [:]
    for (times, names) in words {
      for name in names.split(separator: " ") { periods[String(name)] = times }
    }
    return periods
  }()
}
