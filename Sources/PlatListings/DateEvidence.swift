/// Evidence from the values of one date field of the form that they are written in.
public struct DateEvidence: Sendable, Equatable {
  /// The number of values that need a form to be read.
  public private(set) var count = 0
  /// The number of them that each form can read, in the order of the forms that are guessed.
  private var readable = [Int](repeating: 0, count: DateForm.guessed.count)

  /// Starts without any value.
  public init() {}

  /// Takes up a value that could not be read without a form.
  mutating func note(_ text: Span<UInt8>) {
    var isReadable = false
    for (place, form) in DateForm.guessed.enumerated() where DateText.read(text, as: form) != nil {
      readable[place] += 1
      isReadable = true
    }
    // A text that no form reads is no date, and says nothing of the others.
    if isReadable { count += 1 }
  }

  /// A conclusion from all values.
  public enum Verdict: Sendable, Equatable {
    /// All are written in one form, which no other form reads.
    case form(DateForm)
    /// More than one form reads all of them.
    case ambiguous([DateForm])
    /// No form reads all of them.
    case mixed
  }

  /// The conclusion from the values; nil where none needs a form.
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
