/// An error that stops reading.
///
/// A fault in a record, a field or the contents of one file does not stop a reader unless it is
/// strict: it is reported as a ``Refusal``.
public enum FeedError: Error, Sendable, Equatable {
  /// A file could not be opened or read; `reason` is the system's.
  case unreadable(input: String, offset: Int, reason: String)
  /// A rejects file could not be written; `reason` is the system's.
  case unwritable(output: String, reason: String)
  /// A gzip file is truncated or damaged at a byte offset of the compressed file.
  ///
  /// A reader turns it into a ``Refusal`` of the rest of the file.
  case damagedGzip(input: String, offset: Int, reason: String)
  /// A Zstandard file is cut off or damaged at a byte offset of the compressed file.
  ///
  /// A reader turns it into a ``Refusal`` of the rest of the file.
  case damagedZstd(input: String, offset: Int, reason: String)
  /// An option is invalid: the option, and a valid form.
  case badOption(option: String, reason: String)
  /// The first refusal under ``FeedOptions/isStrict``.
  case refused(Refusal)
}

extension FeedError: CustomStringConvertible {
  /// One line with the fault, its place and a remedy.
  public var description: String {
    switch self {
    case .unreadable(let input, let offset, let reason):
      "\(input): cannot be read" + (offset > 0 ? " at byte \(offset)" : "") + ": \(reason)"
    case .unwritable(let output, let reason):
      "\(output): cannot be written: \(reason)"
    case .damagedGzip(let input, let offset, let reason):
      "\(input): byte \(offset) of the gzip file: \(reason) Fetch the file again."
    case .damagedZstd(let input, let offset, let reason):
      "\(input): byte \(offset) of the Zstandard file: \(reason) Fetch the file again."
    case .badOption(let option, let reason):
      "\(option): \(reason)"
    case .refused(let refusal):
      refusal.description
    }
  }
}

extension FeedError {
  /// What a compressed file that is cut off or damaged has come to.
  struct Damage {
    let reason: RefusalReason
    let input: String
    let offset: Int
    let text: String
    /// The file's format in words.
    let format: String
  }

  /// The damage of a compressed file; nil for other errors.
  var damage: Damage? {
    switch self {
    case .damagedGzip(let input, let offset, let text):
      Damage(reason: .damagedGzip, input: input, offset: offset, text: text, format: "gzip")
    case .damagedZstd(let input, let offset, let text):
      Damage(reason: .damagedZstd, input: input, offset: offset, text: text, format: "Zstandard")
    default: nil
    }
  }
}
