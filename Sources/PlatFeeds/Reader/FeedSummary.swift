/// What became of all records of a load.
public struct FeedSummary: Sendable, Equatable {
  /// What became of one input.
  public struct Input: Sendable, Equatable {
    /// The name of the input.
    public let name: String
    /// Records that were found, taken or not.
    public internal(set) var read = 0
    /// Records that became listings.
    public internal(set) var taken = 0
    /// Values that were dropped from them.
    public internal(set) var droppedFields = 0
    /// Bytes read from the file, compressed where it is.
    public internal(set) var bytes = 0
    /// What makes the input incomplete; nil where all of it was read.
    ///
    /// It is empty or no text that can be read, it breaks off, one of its pages is a server's error
    /// or otherwise holds no listings, or none of its records can be taken. A record that is
    /// refused alone makes no input incomplete.
    public internal(set) var failure: Refusal?

    /// Records that were refused.
    public var refused: Int { read - taken }
  }

  /// What was dropped, and why.
  public struct Drop: Sendable, Hashable {
    /// The field's key, or the name of a column that is no field.
    public let field: String
    /// Why.
    public let reason: RefusalReason
  }

  /// Each input, in the order in which they were read; the last one may not be done.
  public internal(set) var inputs: [Input] = []
  /// How often records, pages, files and rests of files were refused, by reason.
  public internal(set) var refused: [RefusalReason: Int] = [:]
  /// How often values were dropped, by field and reason.
  public internal(set) var dropped: [Drop: Int] = [:]

  /// Records that were found, taken or not.
  public var read: Int { inputs.reduce(0) { $0 + $1.read } }
  /// Records that became listings.
  public var taken: Int { inputs.reduce(0) { $0 + $1.taken } }
  /// Bytes read.
  public var bytes: Int { inputs.reduce(0) { $0 + $1.bytes } }
  /// Whether every input was read to its end.
  public var isComplete: Bool { inputs.allSatisfy { $0.failure == nil } }
}
