import PlatCommon
import PlatJSON

extension NormalizerPass {
  /// The outcome of a value for a field.
  enum Outcome {
    case stored
    /// The value is empty.
    case absent
    case refused(FieldNote.Reason)
  }

  /// The outcome of a value for a field that is stored as a number.
  enum NumberOutcome: Equatable {
    case value(Int64)
    case absent
    case refused(FieldNote.Reason)

    init(_ outcome: NumberRule.Outcome) {
      switch outcome {
      case .stored(let value): self = .value(value)
      case .refused(let reason): self = .refused(reason)
      }
    }

    init(_ outcome: Moment.Outcome) {
      switch outcome {
      case .stored(let value): self = .value(value)
      case .refused(let reason): self = .refused(reason)
      }
    }
  }

  /// Reads a value for a field and stores it if it is valid.
  mutating func take(_ value: JSONValue, for ordinal: Int, _ listing: inout Listing) -> Outcome {
    switch rules[ordinal].kind {
    case .text, .lookup:
      let start = listing.texts.count
      let outcome = appendText(value, for: ordinal, to: &listing.texts)
      if case .stored = outcome { listing.textRanges[ordinal] = start..<listing.texts.count }
      return outcome
    case .number, .date, .flag:
      switch number(value, for: ordinal) {
      case .value(let stored):
        listing.numbers[ordinal] = stored
        return .stored
      case .absent: return .absent
      case .refused(let reason):
        if reason == .notADate { noteDate(value, for: ordinal) }
        return .refused(reason)
      }
    case .json: return container(value, for: ordinal)
    }
  }

  /// The stored form of a value of a number, date or flag field.
  ///
  /// - Parameter isConverted: Whether the record has the value's unit, so that the feed's unit does
  ///   not apply.
  func number(_ value: JSONValue, for ordinal: Int, isConverted: Bool = false) -> NumberOutcome {
    let outcome = plainNumber(value, for: ordinal)
    guard case .value(let stored) = outcome else { return outcome }
    if stored <= rules[ordinal].unknownUpTo { return .refused(.placeholder) }
    guard isMetric, rules[ordinal].isArea, !isConverted,
      !namesUnit(value, of: Field.allFields[ordinal])
    else { return outcome }
    let rule = rules[ordinal].number
    return NumberOutcome(
      rule.store(Double(stored) / Double(rule.scale) * Self.squareFeetOfMetre))
  }

  private func plainNumber(_ value: JSONValue, for ordinal: Int) -> NumberOutcome {
    if value.kind == .string {
      let text = value.bytes.trimmed
      if text.count == 0 { return .absent }
      if text.isMask { return .refused(.masked) }
      if hasOwnWords, let words = ownWords[ordinal], let found = words.find(text) {
        return number(words.texts.span.extracting(found), for: ordinal)
      }
      return number(text, for: ordinal)
    }
    switch (rules[ordinal].kind, value.kind) {
    case (_, .null), (_, .missing): return .absent
    case (.number, .int64): return NumberOutcome(rules[ordinal].number.store(value.int64 ?? 0))
    case (.number, .uint64): return .refused(.outOfRange)
    case (.number, .double): return NumberOutcome(rules[ordinal].number.store(value.double ?? 0))
    case (.flag, .true): return .value(1)
    case (.flag, .false): return .value(0)
    case (.flag, .int64) where value.int64 == 0 || value.int64 == 1: return .value(value.int64 ?? 0)
    case (.flag, .int64), (.flag, .uint64), (.flag, .double): return .refused(.notAFlag)
    case (.date, .int64), (.date, .double): return date(value, for: ordinal)
    case (.date, .uint64): return .refused(.notADate)
    default: return .refused(.wrongKind)
    }
  }

  /// The stored form of trimmed text.
  private func number(_ text: Span<UInt8>, for ordinal: Int) -> NumberOutcome {
    let strict: NumberOutcome =
      switch rules[ordinal].kind {
      case .number: NumberOutcome(rules[ordinal].number.store(DecimalText(text)))
      case .date: NumberOutcome(Moment.read(text))
      default: Self.flag(text)
      }
    if case .refused = strict { return loose(text, for: ordinal, strict: strict) }
    return strict
  }

  /// The stored form of a flag in trimmed text.
  static func flag(_ text: Span<UInt8>) -> NumberOutcome {
    for (word, value) in flagWords where text.count == word.utf8CodeUnitCount {
      let letters = unsafe Span<UInt8>(_unsafeStart: word.utf8Start, count: word.utf8CodeUnitCount)
      var isSame = true
      for index in letters.indices where text[index] | 0x20 != letters[index] | 0x20 {
        isSame = false
      }
      if isSame { return .value(value) }
    }
    return .refused(.notAFlag)
  }

  private static let flagWords: [(StaticString, Int64)] = [
    ("true", 1), ("false", 0), ("y", 1), ("n", 0), ("yes", 1), ("no", 0), ("1", 1), ("0", 0),
    ("t", 1), ("f", 0),
  ]

  /// Appends the text of a value of a text or lookup field.
  mutating func appendText(_ value: JSONValue, for ordinal: Int, to texts: inout [UInt8]) -> Outcome
  {
    let rule = rules[ordinal]
    if value.kind == .string {
      if hasOwnWords, let words = ownWords[ordinal], let found = words.find(value.bytes.trimmed) {
        return append(words.texts.span.extracting(found), by: rule, to: &texts)
      }
      if rule.isPool, let list = poolFeatures(value.bytes.trimmed) {
        return append(list.span, by: rule, to: &texts)
      }
      return append(value.bytes.trimmed, by: rule, to: &texts)
    }
    scratch.reset()
    switch value.kind {
    case .missing, .null: return .absent
    case .string: break
    case .int64: scratch.integer(value.int64 ?? 0)
    case .uint64: scratch.integer(value.uint64 ?? 0)
    case .true where ordinal != Field.listingKey.ordinal: scratch.bool(true)
    case .false where ordinal != Field.listingKey.ordinal: scratch.bool(false)
    case .double where ordinal != Field.listingKey.ordinal:
      // A house number or a zip code from a program without integers.
      if let whole = value.double?.asWhole {
        scratch.integer(whole)
      } else {
        scratch.double(value.double ?? 0)
      }
    case .array where ordinal != Field.listingKey.ordinal,
      .object where ordinal != Field.listingKey.ordinal:
      guard Self.join(value, into: &scratch.bytes) else { return .refused(.wrongKind) }
    case .true, .false, .double, .array, .object: return .refused(.wrongKind)
    }
    if hasOwnWords, let words = ownWords[ordinal], let found = words.find(scratch.bytes.span) {
      return append(words.texts.span.extracting(found), by: rule, to: &texts)
    }
    if rule.isPool {
      let joined = scratch.bytes
      let list = poolFeatures(joined.span.trimmed) ?? joined
      return append(list.span.trimmed, by: rule, to: &texts)
    }
    return append(scratch.bytes.span.trimmed, by: rule, to: &texts)
  }

  private func append(_ text: Span<UInt8>, by rule: FieldRule, to texts: inout [UInt8]) -> Outcome {
    if text.count == 0 { return .absent }
    if text.isMask { return .refused(.masked) }
    if rule.words >= 0 {
      let word =
        wordLists[rule.words].find(text)
        ?? (rule.takesParts ? self.word(inPartOf: text, rule) : nil)
      if let word {
        texts.append(contentsOf: wordLists[rule.words].texts[word])
        return .stored
      }
      if rule.kind == .lookup { return text.saysUnknown ? .absent : .refused(.unknownWord) }
    }
    if text.saysUnknown { return .absent }
    if text.count > rule.maximumBytes { return .refused(.tooLong) }
    if rule.isPlainLine {
      for index in text.indices where text[index] < 0x20 || text[index] == 0x7F {
        guard text[index].isBlank, !rule.isKey else { return .refused(.controlCharacters) }
      }
      // Tabs, line breaks, doubled and no-break spaces within a line become one space.
      if !rule.isKey, LineText.isUneven(text) {
        let start = texts.count
        LineText.append(text, to: &texts)
        return texts.count > start ? .stored : .absent
      }
    }
    unsafe text.withUnsafeBufferPointer { unsafe texts.append(contentsOf: $0) }
    return .stored
  }

  /// Joins the texts of a RESO list (`["Private", "In Ground"]`) or a Spark list
  /// (`{"In Ground": true}`) with commas; false if it contains anything but texts, numbers and
  /// booleans.
  static func join(_ value: JSONValue, into bytes: inout [UInt8]) -> Bool {
    var elements = value.elements
    while elements.next() {
      switch elements.value.kind {
      case .null: continue
      case .string: appendItem(elements.value.bytes, to: &bytes)
      case .int64: appendItem(String(elements.value.int64 ?? 0).utf8Span.span, to: &bytes)
      case .array, .object: if !join(elements.value, into: &bytes) { return false }
      default: return false
      }
    }
    var members = value.members
    while members.next() {
      switch members.value.kind {
      case .null, .false: continue
      case .true: appendItem(members.key, to: &bytes)
      case .array, .object: if !join(members.value, into: &bytes) { return false }
      default: return false
      }
    }
    return true
  }

  private static func appendItem(_ item: Span<UInt8>, to bytes: inout [UInt8]) {
    let text = item.trimmed
    if text.count == 0 || text.isMask { return }
    if !bytes.isEmpty { bytes.append(UInt8(ascii: ",")) }
    unsafe text.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
  }

  /// Whether a value is valid for a JSON field: an array, an object (except for photos), or either
  /// of them in a string.
  private mutating func container(_ value: JSONValue, for ordinal: Int) -> Outcome {
    let isPhotos = ordinal == Field.photos.ordinal
    switch value.kind {
    case .missing, .null: return .absent
    case .array: return .stored
    case .object: return isPhotos ? .refused(.wrongKind) : .stored
    case .string:
      let text = value.bytes.trimmed
      if text.count == 0 { return .absent }
      if text.isMask { return .refused(.masked) }
      guard let kind = innerKind(text) else { return .refused(.wrongKind) }
      return kind == .array || (kind == .object && !isPhotos) ? .stored : .refused(.wrongKind)
    default: return .refused(.wrongKind)
    }
  }

  /// The kind of the JSON in a text; nil if it is not JSON.
  private mutating func innerKind(_ text: Span<UInt8>) -> JSONKind? {
    do throws(JSONError) {
      return try inner.parse(text).kind
    } catch {
      return nil
    }
  }
}
