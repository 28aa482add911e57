/// Finds street addresses, telephone numbers, mail and web addresses, which a market analysis must
/// not contain.
enum DraftContacts {
  /// The first one in a text, or nil.
  static func first(in text: DraftText) -> String? {
    for place in text.tokens.indices {
      for check in [link, word, telephone, spelledNumber, street, namedStreet] {
        if let range = check(text, place) { return text.text(range) }
      }
    }
    return nil
  }

  /// Two words joined by a point without blanks, as in `evil.example`; single letters are
  /// abbreviations (`U.S.`).
  private static func link(_ text: DraftText, _ place: Int) -> Range<Int>? {
    guard let before = text[place], text.isSign(place + 1, "./:"), let after = text[place + 2],
      text[place + 1]?.touches == true, after.touches, after.kind == .word
    else {
      // A separate point, or a slash: "evil . example", "/buy".
      let isLoose = text.isSign(place, ".") && text[place]?.touches == false
      return isLoose || text.isSign(place, "/") && !isAndOr(text, place) ? place..<place + 1 : nil
    }
    let isShort = before.kind == .word && (before.text.count == 1 || after.text.count == 1)
    if text.isSign(place + 1, "."), isShort || before.plain == "sq" || before.kind == .sign {
      return nil
    }
    if text.isSign(place + 1, "/"), isAndOr(text, place + 1) { return nil }
    return text.isSign(place + 1, ":") && before.kind == .number ? nil : place..<place + 3
  }

  private static func isAndOr(_ text: DraftText, _ slash: Int) -> Bool {
    text[slash - 1]?.plain == "and" && text[slash + 1]?.plain == "or"
  }

  /// Words that occur only in contact details.
  private static func word(_ text: DraftText, _ place: Int) -> Range<Int>? {
    guard let token = text[place], token.kind == .word else { return nil }
    let isContact =
      words.contains(token.plain) || stems.contains { token.plain.hasPrefix($0) }
      || token.plain == "e" && text.isSign(place + 1, "-")
        && text[place + 2]?.plain.hasPrefix("mail") == true
      || numbered.contains(token.plain) && isNumber(text, place + 1)
    return isContact ? place..<place + 1 : nil
  }

  /// Groups of digits as in telephone numbers: three digits, then four; or ten in a row.
  private static func telephone(_ text: DraftText, _ place: Int) -> Range<Int>? {
    guard text[place]?.kind == .number, text[place - 1]?.kind != .number else { return nil }
    var groups: [Int] = []
    var (next, end) = (place, place)
    while let token = text[next] {
      if token.kind == .number, !token.text.contains(",") {
        groups += token.text.split(separator: ".").map(\.count)
        end = next + 1
      } else if token.kind != .sign || !"-()/+".contains(token.text) {
        break
      }
      next += 1
    }
    let isLong = groups.contains { $0 >= 9 } || groups.reduce(0, +) >= 10 && groups.count > 1
    let hasEnd = zip(groups, groups.dropFirst()).contains { $0 == 3 && $1 == 4 }
    return isLong || hasEnd ? place..<end : nil
  }

  /// Four or more single digits in a row, as digits or words.
  private static func spelledNumber(_ text: DraftText, _ place: Int) -> Range<Int>? {
    var (next, count) = (place, 0)
    while let token = text[next] {
      let isDigit =
        token.kind == .number && token.text.count == 1 || NumberWords.isDigit(token.plain)
      if isDigit { count += 1 } else if token.kind != .sign || !"-,.".contains(token.text) { break }
      next += 1
    }
    return count >= 4 ? place..<next : nil
  }

  /// A number, at most three words, and a street type: `42 North Main Street`.
  private static func street(_ text: DraftText, _ place: Int) -> Range<Int>? {
    guard isNumber(text, place) else { return nil }
    var words = 0
    for next in place + 1..<place + 8 {
      guard let token = text[next] else { return nil }
      if token.kind == .sign {
        guard ".-'".contains(token.text) else { return nil }
        continue
      }
      if token.kind == .word, words > 0, isStreet(text, next) { return place..<next + 1 }
      words += 1
      if words > 4 { return nil }
    }
    return nil
  }

  /// A capitalized name and street type: `Sunset Boulevard`.
  private static func namedStreet(_ text: DraftText, _ place: Int) -> Range<Int>? {
    guard let name = text[place], name.isCapital, let kind = text[place + 1], kind.isCapital,
      kind.text.count > 1,
      strong.contains(kind.plain) || weak.contains(kind.plain)
    else { return nil }
    return place..<place + 2
  }

  private static func isStreet(_ text: DraftText, _ place: Int) -> Bool {
    guard let token = text[place] else { return false }
    return strong.contains(token.plain)
      || weak.contains(token.plain) && text[place - 1]?.isCapital == true
  }

  private static func isNumber(_ text: DraftText, _ place: Int) -> Bool {
    text[place]?.kind == .number || NumberWords.read(text, at: place) != nil
  }

  private static let strong: Set<String> = [
    "street", "st", "avenue", "ave", "av", "boulevard", "blvd", "road", "rd", "lane", "ln", "drive",
    "dr", "highway",
    "hwy", "parkway", "pkwy", "terrace", "ter", "alley", "freeway", "cul", "crescent", "calle",
    "avenida", "camino",
  ]
  private static let weak: Set<String> = [
    "way", "place", "pl", "court", "ct", "circle", "cir", "loop", "trail", "trl", "square", "sq",
    "plaza", "run", "row",
    "path", "walk", "pass", "cove", "point", "ridge", "route", "rte", "via", "vista",
  ]
  private static let words: Set<String> = [
    "call", "dial", "contact", "sms", "dm", "http", "https", "www", "com", "org", "net", "url",
    "dot", "website",
    "webpage", "online", "click", "apt", "hotline", "fax",
  ]
  private static let stems = ["phone", "telephone", "email", "whatsapp", "facebook", "instagram"]
  private static let numbered: Set<String> = [
    "suite", "ste", "unit", "box", "zip", "zipcode", "lot", "apartment",
  ]
}
