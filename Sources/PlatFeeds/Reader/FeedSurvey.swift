public import PlatListings

/// The format found for the dates of one field of one input.
public struct DateFinding: Sendable, Equatable {
  /// The name of the input.
  public let input: String
  /// The field.
  public let field: Field
  /// The conclusion from its values.
  public let verdict: DateEvidence.Verdict
  /// The number of values seen that need a format.
  public let values: Int
  /// Whether these are only the first values, because the input cannot be read twice.
  public let isPartial: Bool

  /// The format used to read the dates; nil if they were dropped.
  public var form: DateForm? {
    if case .form(let form) = verdict { form } else { nil }
  }
}

extension DateFinding: CustomStringConvertible {
  /// One sentence: the format of the dates, or the reason for dropping them and a remedy.
  public var description: String {
    let need = values == 1 ? "needs" : "need"
    let shown = isPartial ? "the first \(values)" : values == 1 ? "its one value" : "all \(values)"
    switch verdict {
    case .form(let form):
      return "\(field.key): read as \(form.words), which \(shown) that \(need) a form can only be"
    case .ambiguous(let forms):
      let words = forms.map(\.words).joined(separator: " or ")
      return "\(field.key): dropped, since \(shown) that \(need) a form can be \(words);"
        + " say --dates us or --dates eu"
    case .mixed:
      return "\(field.key): dropped, since no form fits \(shown) that \(need) one;"
        + " say --dates us, eu or a pattern such as dd.MM.yyyy"
    }
  }
}

/// A survey of an input before it is read, for facts that need all of it: the date formats.
enum FeedSurvey {
  /// The number of bytes of text that show whether an input has dates that need a format.
  static let headLength = 64 << 10

  /// Finds the date formats of an input.
  ///
  /// - Parameters:
  ///   - input: The input; it is read a second time if its first bytes contain such dates.
  ///   - head: Its first bytes, at most ``headLength``, inflated and as UTF-8.
  ///   - isAll: Whether the input has no more bytes.
  static func dates(
    of input: FeedInput, head: [UInt8], isAll: Bool, _ options: FeedOptions
  ) -> [DateFinding] {
    var options = options
    options.isSurvey = true
    options.isStrict = false
    options.reportsFields = false
    var inHead = options
    inHead.encoding = nil
    let first = look(through: .bytes(head, name: input.name), inHead)
    guard !first.isEmpty else { return [] }
    let isRead = isAll || !input.isReadTwice
    let evidence = isRead ? first : look(through: input, options)
    return evidence.sorted { $0.key.ordinal < $1.key.ordinal }.compactMap { field, evidence in
      evidence.verdict.map {
        DateFinding(
          input: input.name, field: field, verdict: $0, values: evidence.count,
          isPartial: isRead && !isAll)
      }
    }
  }

  private static func look(through input: FeedInput, _ options: FeedOptions) -> [Field:
    DateEvidence]
  {
    var batch = ListingBatch(capacity: 64)
    guard var reader = try? FeedReader([input], options: options) else { return [:] }
    // Unreadable bytes are reported by the reader that follows.
    while (try? reader.next(into: &batch)) == true {}
    return reader.summary.observations.dates
  }
}
