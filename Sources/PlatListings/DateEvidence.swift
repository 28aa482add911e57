/// Evidence for the date format of one field, from its values.
public struct DateEvidence: Sendable, Equatable {
  /// The number of values that need a format to be read.
  public private(set) var count = 0
  /// The number of these values that each format can read, in the order of ``DateForm/guessed``.
  private var readable = [Int](repeating: 0, count: DateForm.guessed.count)

  /// Starts with no values.
  public init() {}

  /// Adds a value that was unreadable without a format.
  mutating func note(_ text: Span<UInt8>) {
    var isReadable = false
    for (place, form) in DateForm.guessed.enumerated() where DateText.read(text, as: form) != nil {
      readable[place] += 1
      isReadable = true
    }
    // A text that no format reads is not a date, so it is no evidence.
    if isReadable { count += 1 }
  }

  /// The conclusion from all values.
  public enum Verdict: Sendable, Equatable {
    /// Exactly one format reads all of them.
    case form(DateForm)
    /// More than one format reads all of them.
    case ambiguous([DateForm])
    /// No format reads all of them.
    case mixed
  }

  /// The conclusion from the values; nil if none needs a format.
  public var verdict: Verdict? {
    guard count > 0 else { return nil }
    let fitting = DateForm.guessed.indices.filter { readable[$0] == count }.map {
      DateForm.guessed[$0]
    }
    switch fitting.count {
    case 0: return .mixed
    case 1: return .form(fitting[0])
    default: return .ambiguous(fitting)
    }
  }

  /// Adds the values of another part of the same column.
  public mutating func add(_ other: DateEvidence) {
    count += other.count
    for place in readable.indices { readable[place] += other.readable[place] }
  }
}
