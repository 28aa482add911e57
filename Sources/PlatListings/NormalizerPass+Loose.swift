import PlatJSON

extension NormalizerPass {
  /// Reads trimmed text for a number, date or flag field after its usual forms have failed.
  ///
  /// - Parameter strict: The outcome of the usual forms.
  @inline(never)
  func loose(_ text: Span<UInt8>, for ordinal: Int, strict: NumberOutcome) -> NumberOutcome {
    if text.saysUnknown { return .absent }
    let field = Field.allFields[ordinal]
    switch (rules[ordinal].kind, strict) {
    case (.number, .refused(.notANumber)):
      guard let cell = CellNumber(text, for: field, unit: field.definition.unit) else {
        return strict
      }
      var value = cell.value
      // A number with its own unit is not converted again.
      if isMetric, rules[ordinal].isArea, cell.hasUnit { value /= Self.squareFeetOfMetre }
      return NumberOutcome(rules[ordinal].number.store(value))
    case (.date, .refused(.notADate)):
      let named = readsMonthNames ? DateText.read(text) : nil
      guard let moment = named ?? dateForms[ordinal].flatMap({ DateText.read(text, as: $0) })
      else { return strict }
      return Moment.isInRange(moment) ? .value(moment) : .refused(.outOfRange)
    default: return strict
    }
  }

  /// Square feet in a square meter.
  static let squareFeetOfMetre = 1 / 0.092_903_04

  /// Reads a JSON number for a date field; it is meaningless without a format.
  func date(_ value: JSONValue, for ordinal: Int) -> NumberOutcome {
    guard let form = dateForms[ordinal], let text = Self.digits(of: value),
      let moment = DateText.read(text.utf8Span.span, as: form), Moment.isInRange(moment)
    else { return .refused(.notADate) }
    return .value(moment)
  }

  /// Records the format of an unreadable date.
  mutating func noteDate(_ value: JSONValue, for ordinal: Int) {
    let field = Field.allFields[ordinal]
    if value.kind == .string {
      observations.dates[field, default: DateEvidence()].note(value.bytes.trimmed)
    } else if let text = Self.digits(of: value) {
      observations.dates[field, default: DateEvidence()].note(text.utf8Span.span)
    }
  }

  private static func digits(of value: JSONValue) -> String? {
    if let whole = value.int64 { return "\(whole)" }
    guard let double = value.double else { return nil }
    return double.asWhole.map { "\($0)" } ?? "\(double)"
  }

  /// The range in ``Words/texts`` of the word for one part of a text.
  ///
  /// In `Single Family Residence,Townhouse` it is the first known word; in
  /// `PropertySubType.Condominium` the word after the point.
  @inline(never)
  func word(inPartOf text: Span<UInt8>, _ rule: FieldRule) -> Range<Int>? {
    let words = wordLists[rule.words]
    var start = 0
    for place in 0...text.count {
      let isEnd = place == text.count
      guard isEnd || text[place] == UInt8(ascii: ",") || text[place] == UInt8(ascii: ";") else {
        continue
      }
      if start > 0 || !isEnd {
        // A closed list accepts only one word.
        if rule.kind == .lookup { return nil }
        if let found = words.find(text.extracting(start..<place)) { return found }
      }
      start = place + 1
    }
    var point = text.count
    while point > 0, text[point - 1] != UInt8(ascii: ".") { point -= 1 }
    guard point > 0, text.count - point >= 3 else { return nil }
    return words.find(text.extracting(point..<text.count))
  }
}
