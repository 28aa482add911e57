internal import PlatCommon
public import PlatJSON

extension FieldRule {
  /// Writes a stored number as JSON: in the field's unit, ISO 8601, or true and false.
  func write(_ stored: Int64, to writer: inout JSONWriter) {
    switch kind {
    case .number: writer.fixed(stored * number.decimalFactor, decimals: number.decimals)
    case .date:
      var text = [20 of UInt8](repeating: 0)
      let count = Moment.write(stored, &text)
      writer.string(text.span.extracting(0..<count))
    case .flag: writer.bool(stored != 0)
    case .text, .lookup, .json: writer.null()
    }
  }

  /// The stored form of trimmed text from a filter.
  func read(_ text: Span<UInt8>) -> NormalizerPass.NumberOutcome {
    switch kind {
    case .number: NormalizerPass.NumberOutcome(number.store(DecimalText(text)))
    case .date: NormalizerPass.NumberOutcome(Moment.read(text))
    case .flag: NormalizerPass.flag(text)
    case .text, .lookup, .json: .refused(.wrongKind)
    }
  }
}

extension Field {
  /// The fields with a column of whole numbers.
  public static let numbers = allFields.filter { $0.definition.storage == .number }

  /// The fields with a column of codes and a dictionary of texts.
  public static let codes = allFields.filter { $0.definition.storage == .code }

  /// The divisor that converts a stored number to the field's unit; 1 for dates, flags and texts.
  public var scale: Int64 { FieldRule.all[ordinal].number.scale }

  /// Writes a stored number of the field as a JSON value: a number in its unit, a date as ISO 8601,
  /// true or false.
  public func write(_ stored: Int64, to writer: inout JSONWriter) {
    FieldRule.all[ordinal].write(bounded(stored), to: &writer)
  }

  /// Writes a stored date as ISO 8601; returns its length in bytes.
  package static func writeDate(_ moment: Int64, into text: inout [20 of UInt8]) -> Int {
    Moment.write(moment, &text)
  }

  /// A stored number of the field as plain text: `450000`, `2.5`, `2025-01-31`, `true`.
  ///
  /// ``stored(_:)`` reads it back.
  public func plainText(of stored: Int64) -> String {
    var writer = JSONWriter()
    write(stored, to: &writer)
    let text = writer.bytes.span.text
    return text.hasPrefix("\"") ? String(text.dropFirst().dropLast()) : text
  }

  /// A stored number of the field in human-readable form: `$450,000`, `3,120 square feet`, `2.5`,
  /// `2025-01-31`, `yes`.
  public func humanText(of stored: Int64) -> String {
    let definition = definition
    let plain = plainText(of: stored)
    switch definition.kind {
    case .flag: return stored != 0 ? "yes" : "no"
    case .number where self == .yearBuilt: return plain
    case .number where definition.unit == "dollars":
      // Dollars have either no decimals or two.
      let digits = NumberText.grouped(decimal: plain) + (plain.dropLast().hasSuffix(".") ? "0" : "")
      return digits.hasPrefix("-") ? "-$\(digits.dropFirst())" : "$\(digits)"
    case .number where definition.unit.isEmpty: return NumberText.grouped(decimal: plain)
    case .number: return "\(NumberText.grouped(decimal: plain)) \(definition.unit)"
    case .date, .text, .lookup, .json: return plain
    }
  }

  /// The stored form of a text, for example from a filter: `450000`, `$1,234.50`, `2.5`,
  /// `2025-01-31`, `true`.
  ///
  /// - Throws: ``FieldNote`` with the reason and the expected value: not a number, between the
  ///   field's steps, out of its range, not a date, not a flag, or a field that is not stored as a
  ///   number.
  public func stored(_ text: String) throws(FieldNote) -> Int64 {
    switch FieldRule.all[ordinal].read(text.utf8Span.span.trimmed) {
    case .value(let stored): return stored
    case .absent: throw note(.notANumber, text)
    case .refused(let reason): throw note(reason, text)
    }
  }

  private func note(_ reason: FieldNote.Reason, _ text: String) -> FieldNote {
    FieldNote(
      name: key, field: self, reason: reason, value: String(text.prefix(FieldNote.longestValue)))
  }

  /// Clamps a number to the field's bounds, so that writing it cannot overflow.
  private func bounded(_ stored: Int64) -> Int64 {
    guard case .number = definition.kind else { return stored }
    let rule = FieldRule.all[ordinal].number
    return min(max(stored, rule.minimum), rule.maximum)
  }
}
