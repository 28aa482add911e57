public import PlatListings

/// The outcome of all records of a load.
public struct FeedSummary: Sendable, Equatable {
  /// The outcome of one input.
  public struct Input: Sendable, Equatable {
    /// The name of the input.
    public let name: String
    /// Records found, taken or not.
    public internal(set) var read = 0
    /// Records that became listings.
    public internal(set) var taken = 0
    /// Values dropped from them.
    public internal(set) var droppedFields = 0
    /// Bytes read from the file, compressed if it is.
    public internal(set) var bytes = 0
    /// The reason why the input is incomplete; nil if all of it was read.
    ///
    /// An input is incomplete if it is empty or unreadable, if it breaks off, if one of its pages
    /// is a server's error or otherwise contains no listings, or if none of its records is usable.
    /// A rejected record alone does not make an input incomplete.
    public internal(set) var failure: Refusal?
    /// The reason for rejecting the first record that was, and what was expected.
    var firstRefusal: String?

    /// Records rejected.
    public var refused: Int { read - taken }
  }

  /// A dropped field and the reason.
  public struct Drop: Sendable, Hashable {
    /// The field's key, or the name of a column that is not a field.
    public let field: String
    /// The reason.
    public let reason: RefusalReason
  }

  /// Each input, in reading order; the last one may be unfinished.
  public internal(set) var inputs: [Input] = []
  /// The number of rejected records, pages, files and rests of files, by reason.
  public internal(set) var refused: [RefusalReason: Int] = [:]
  /// The number of dropped values, by field and reason.
  public internal(set) var dropped: [Drop: Int] = [:]

  /// Observations of the listings: the counts with a status, a price and a position, and the
  /// unknown names.
  public internal(set) var observations = FeedObservations()
  /// The findings on dates that are not ISO 8601.
  public internal(set) var dates: [DateFinding] = []
  /// Repairs in texts: halves of characters, escapes that JSON does not have.
  public internal(set) var mendedTexts = 0
  /// Records decoded as Windows-1252.
  var decodedRecords = 0
  /// Values and records decoded as Windows-1252.
  public var decodedTexts: Int { decodedRecords + observations.decodedValues }
  /// Repeated header lines among the rows.
  public internal(set) var repeatedHeaders = 0

  /// Mapped columns and keys (``FeedOptions/columns``) that no input had, in their order.
  public internal(set) var absentColumns: [String] = []

  /// Records found, taken or not.
  public var read: Int { inputs.reduce(0) { $0 + $1.read } }
  /// Records that became listings.
  public var taken: Int { inputs.reduce(0) { $0 + $1.taken } }
  /// Bytes read.
  public var bytes: Int { inputs.reduce(0) { $0 + $1.bytes } }
  /// Whether every input was read to its end.
  public var isComplete: Bool { inputs.allSatisfy { $0.failure == nil } }
}
