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
      return NumberOutcome(rules[ordinal].number.store(cell.value))
    case (.date, .refused(.notADate)):
      let named = readsMonthNames ? DateText.read(text) : nil
      guard let moment = named ?? dateForms[ordinal].flatMap({ DateText.read(text, as: $0) })
      else { return strict }
      return Moment.isInRange(moment) ? .value(moment) : .refused(.outOfRange)
    default: return strict
    }
  }

  /// Whether an area's number has its own unit behind it, so that it is not converted again.
  func namesUnit(_ value: JSONValue, of field: Field) -> Bool {
    guard value.kind == .string else { return false }
    let text = value.bytes.trimmed
    var hasWord = false
    for index in text.indices where text[index] > UInt8(ascii: "9") { hasWord = true }
    guard hasWord else { return false }
    return CellNumber(text, for: field, unit: field.definition.unit)?.hasUnit == true
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
