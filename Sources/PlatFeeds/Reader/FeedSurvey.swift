public import PlatListings

/// The form found for the dates of one field of one input.
public struct DateFinding: Sendable, Equatable {
  /// The name of the input.
  public let input: String
  /// The field.
  public let field: Field
  /// The conclusion from its values.
  public let verdict: DateEvidence.Verdict
  /// The number of values seen that need a form.
  public let values: Int
  /// Whether these are the first ones only, because the input cannot be read twice.
  public let isPartial: Bool

  /// The form that the dates were read in; nil where they were dropped.
  public var form: DateForm? {
    if case .form(let form) = verdict { form } else { nil }
  }
}

extension DateFinding: CustomStringConvertible {
  /// One sentence: what the dates are, or why they were dropped and what to do.
  public var description: String {
    let shown = isPartial ? "the first \(values)" : values == 1 ? "its one value" : "all \(values)"
    switch verdict {
    case .form(let form):
      return "\(field.key): read as \(form.words), which \(shown) that need a form can only be"
    case .ambiguous(let forms):
      let words = forms.map(\.words).joined(separator: " or ")
      return "\(field.key): dropped, since \(shown) that need a form can be \(words);"
        + " say --dates us or --dates eu"
    case .mixed:
      return "\(field.key): dropped, since no form fits \(shown) that need one;"
        + " say --dates us, eu or a pattern such as dd.MM.yyyy"
    }
  }
}

/// A look through an input before it is read, for what only the whole of it shows: the form of its
/// dates.
enum FeedSurvey {
  /// So many bytes of text show whether an input has dates that need a form at all.
  static let headLength = 64 << 10

  /// Finds the form of the dates of an input.
  ///
  /// - Parameters:
  ///   - input: The input, which is read a second time where its first bytes have such dates.
  ///   - head: Its first bytes, at most ``headLength``, inflated and as UTF-8.
  ///   - isAll: Whether these are all there are.
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
