/// Numbers in words: `three`, `two hundred and twelve thousand`, `nine and a half million`, `a
/// dozen`, `half`.
enum NumberWords {
  /// A parsed number.
  struct Reading: Equatable {
    var value: Double
    /// The place value of the last significant word.
    var step: Double
    /// The index of the next token.
    var end: Int
    /// Whether it has no exact meaning: `millions`, `the nineties`.
    var isVague = false
  }

  /// The number that begins at a token, or nil.
  static func read(_ text: DraftText, at start: Int) -> Reading? {
    guard let first = text[start], first.kind == .word else { return nil }
    if vague.contains(first.plain) || isCompound(first.plain) {
      return Reading(value: .infinity, step: 1, end: start + 1, isVague: true)
    }
    if first.plain == "a" || first.plain == "an" {
      // The article counts only before a number word.
      let next = skipHyphen(text, start + 1)
      guard let word = text[next]?.plain,
        scales[word] != nil || word == "dozen" || word == "half" || isFraction(text, next)
      else { return nil }
      return read(text, at: next)
    }
    if let fraction = fraction(text, at: start, of: 1) { return fraction }
    if let ordinal = ordinals[first.plain] {
      return Reading(value: ordinal, step: 1, end: start + 1)
    }
    return Sum(text, start).reading
  }

  /// The factor by which a word multiplies the number before it.
  static func scale(_ word: String) -> Double? { scales[word] ?? (word == "dozen" ? 12 : nil) }

  /// Whether a word is one digit, as in spelled-out telephone numbers.
  static func isDigit(_ word: String) -> Bool {
    word == "oh" || units[word].map { $0 < 10 } ?? false
  }

  // MARK: Reading

  /// A partial sum of words.
  private struct Sum {
    let text: DraftText
    var place: Int
    var total = 0.0
    var current: Double?
    /// The next word must be smaller: `twenty five` is one number, `five six` are two.
    var floor = Double.infinity
    var step = 1.0

    init(_ text: DraftText, _ start: Int) {
      self.text = text
      place = start
    }

    var reading: Reading? {
      var sum = self
      while sum.take() {}
      guard sum.current != nil || sum.total > 0 else { return nil }
      return Reading(value: sum.total + (sum.current ?? 0), step: sum.step, end: sum.place)
    }

    private var isEmpty: Bool { current == nil && total == 0 }

    private mutating func take() -> Bool {
      var next = isEmpty ? place : NumberWords.skipHyphen(text, place)
      guard var word = text[next], word.kind == .word else { return false }
      if word.plain == "and", !isEmpty, let behind = text[next + 1], behind.kind == .word {
        if behind.plain == "a" || behind.plain == "one", text[next + 2]?.plain == "half" {
          current = (current ?? 0) + 0.5
          (step, floor, place) = (0.5, 0, next + 3)
          return true
        }
        // "Three and four" are two numbers; "hundred and four" is one.
        guard floor >= 100, floor.isFinite else { return false }
        (next, word) = (next + 1, behind)
      }
      if word.plain == "point", current != nil { return takeDecimals(next) }
      if let value = units[word.plain] {
        let size = value < 20 ? 1.0 : 10
        guard value < floor else { return false }
        current = (current ?? 0) + value
        (floor, step, place) = (size, size, next + 1)
        return true
      }
      if word.plain == "hundred" {
        guard floor > 0, (current ?? 1) < 100 else { return false }
        current = (current ?? 1) * 100
        (floor, step, place) = (100, 100, next + 1)
        return true
      }
      guard let scale = NumberWords.scale(word.plain) else { return false }
      total =
        scale > total
        ? (total + (current ?? (total > 0 ? 0 : 1))) * scale : total + (current ?? 1) * scale
      step = step < 1 ? scale * step : scale
      (current, floor, place) = (nil, scale, next + 1)
      return true
    }

    private mutating func takeDecimals(_ point: Int) -> Bool {
      var next = point + 1
      var unit = 0.1
      while let word = text[next], let digit = units[word.plain], digit < 10 {
        current = (current ?? 0) + digit * unit
        step = unit
        unit /= 10
        next += 1
      }
      guard next > point + 1 else { return false }
      (place, floor) = (next, 0)
      return true
    }
  }

  /// `half`, `a quarter of`, `two thirds`, with the number that they multiply: `half a million`.
  private static func fraction(_ text: DraftText, at start: Int, of count: Double) -> Reading? {
    var (count, place) = (count, start)
    if let word = text[start], let given = units[word.plain], given < 20 {
      place = skipHyphen(text, start + 1)
      count = given
      guard isFraction(text, place), place > start else { return nil }
    }
    guard isFraction(text, place), let part = text[place].flatMap({ parts[$0.plain] }) else {
      return nil
    }
    var reading = Reading(value: count * part, step: 0.01, end: place + 1)
    var next = skipHyphen(text, place + 1)
    if let article = text[next]?.plain, article == "a" || article == "of" { next += 1 }
    if let article = text[next]?.plain, article == "a" { next += 1 }
    if let scale = text[next].flatMap({ scale($0.plain) }) {
      reading = Reading(value: reading.value * scale, step: scale / 10, end: next + 1)
    }
    return reading
  }

  /// Whether a word is a fraction.
  ///
  /// An ordinal or `quarter` is one only with `of`, a length or a plural.
  private static func isFraction(_ text: DraftText, _ place: Int) -> Bool {
    guard let word = text[place], word.kind == .word, parts[word.plain] != nil else { return false }
    if word.plain == "half" || word.plain == "halves" || word.plain.hasSuffix("s") { return true }
    let next = text[skipHyphen(text, place + 1)]?.plain ?? ""
    return ["of", "mile", "acre", "million", "percent"].contains(next)
  }

  static func skipHyphen(_ text: DraftText, _ place: Int) -> Int {
    text.isSign(place, "-") && text[place + 1]?.touches == true && text[place]?.touches == true
      ? place + 1 : place
  }

  /// Words that contain a number: `ninemillion`, `tenfold`.
  private static func isCompound(_ word: String) -> Bool {
    if word.hasSuffix("fold"), units[String(word.dropLast(4))] != nil || word.hasPrefix("hundred") {
      return true
    }
    return ["million", "millon", "billion", "trillion", "thousand", "hundred"].contains {
      word.contains($0) && word != $0 && ordinals[word] == nil
    }
  }

  // MARK: Words

  private static let units: [String: Double] = [
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40,
    "fourty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "couple": 2, "pair": 2,
    "twice": 2,
    "double": 2, "doubled": 2, "triple": 3, "tripled": 3, "thrice": 3, "quadruple": 4,
  ]
  private static let scales: [String: Double] = [
    "hundred": 100, "thousand": 1e3, "grand": 1e3, "million": 1e6, "mil": 1e6, "mill": 1e6,
    "billion": 1e9,
    "trillion": 1e12, "lakh": 1e5, "crore": 1e7,
  ]
  private static let ordinals: [String: Double] = [
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
    "hundredth": 100,
    "thousandth": 1e3, "millionth": 1e6,
  ]
  private static let parts: [String: Double] = [
    "half": 0.5, "halves": 0.5, "third": 1.0 / 3, "thirds": 1.0 / 3, "quarter": 0.25,
    "quarters": 0.25, "fourth": 0.25,
    "fourths": 0.25, "fifth": 0.2, "fifths": 0.2, "sixths": 1.0 / 6, "eighths": 0.125, "tenth": 0.1,
    "tenths": 0.1,
    "hundredths": 0.01,
  ]
  private static let vague: Set<String> = [
    "tens", "dozens", "hundreds", "thousands", "millions", "billions", "trillions", "twenties",
    "thirties", "forties",
    "fifties", "sixties", "seventies", "eighties", "nineties", "decade", "decades", "century",
    "centuries", "umpteen",
  ]
}
