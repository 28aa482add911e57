public import PlatListings

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

  /// What was seen of the listings: which have a status, a price and a position, and which names
  /// mean nothing.
  public internal(set) var observations = FeedObservations()
  /// What the dates were found to be that are not ISO 8601.
  public internal(set) var dates: [DateFinding] = []
  /// Places in texts that were mended: halves of characters, escapes that JSON does not have.
  public internal(set) var mendedTexts = 0
  /// Records whose bytes were read as Windows-1252.
  var decodedRecords = 0
  /// Values and records whose bytes were read as Windows-1252.
  public var decodedTexts: Int { decodedRecords + observations.decodedValues }
  /// Header lines that came again among the rows.
  public internal(set) var repeatedHeaders = 0

  /// Mapped columns and keys (``FeedOptions/columns``) that no input had, in their order.
  public internal(set) var absentColumns: [String] = []

  /// Records that were found, taken or not.
  public var read: Int { inputs.reduce(0) { $0 + $1.read } }
  /// Records that became listings.
  public var taken: Int { inputs.reduce(0) { $0 + $1.taken } }
  /// Bytes read.
  public var bytes: Int { inputs.reduce(0) { $0 + $1.bytes } }
  /// Whether every input was read to its end.
  public var isComplete: Bool { inputs.allSatisfy { $0.failure == nil } }
}
