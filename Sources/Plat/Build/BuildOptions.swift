public import PlatFeeds
public import PlatIndex

/// What a build makes, and how its inputs are read.
public struct BuildOptions: Sendable {
  /// How inputs are read.
  public var feed = FeedOptions()
  /// The cluster pyramid's options.
  public var clusters = ClusterOptions()
  /// Whether inputs that are empty, break off or hold a server's error may be left out.
  ///
  /// A build fails otherwise, and what stands stays.
  public var allowsIncomplete = false
  /// The share of its listings that an index may lose, from 0 to 1.
  ///
  /// A build that would leave fewer, or none, fails, and what stands stays. At 1 anything is
  /// published.
  public var maxShrink = 0.2
  /// How many states to keep, at least 1.
  ///
  /// The new one and those before it, with their documents, to go back to (``IndexRollback``).
  public var keep = 2
  /// Where to write each refusal as a line of JSON; nil for nowhere.
  public var rejectsPath: String?

  /// Keys of documents that the public may see beside the catalogue's public fields; the next build
  /// names its own.
  public var publicKeys = PublicKeys()

  /// The usual options.
  public init() {}
}

/// How far a build has come.
public struct BuildProgress: Sendable {
  /// What it does at the moment: `reading`, `clusters`, `order`, `columns`, `orders`, `records`,
  /// `publishing`.
  public var step: String
  /// Listings taken so far.
  public var listings: Int
  /// Bytes of the inputs read so far.
  public var bytes: Int
  /// Bytes of all inputs, where they are known.
  public var totalBytes: Int?
}

/// What a build has made.
public struct BuildSummary: Sendable {
  /// What became of the inputs' records.
  public var feed: FeedSummary
  /// How many listings took the place of an earlier one with the same key.
  public var replaced: Int
  /// How many listings were left out because the one with the same key was changed later.
  public var outdated: Int
  /// How many listings got their listing service before their key, because another service's
  /// listing has it.
  public var renamed: Int
  /// How many listings are kept and not indexed, because nobody but the operator may see them: by a
  /// flag such as `InternetEntireListingDisplayYN` (`ListingDisplay`), or by the status `Delete` or
  /// `Incomplete`.
  public var hidden: Int
  /// How many listings the index holds.
  public var listings: Int
  /// How many of them have a position.
  public var located: Int
  /// The snapshot that was made.
  public var snapshotPath: String
  /// Its bytes.
  public var snapshotBytes: Int
  /// The record store's bytes.
  public var recordBytes: Int
  /// The change number of both.
  public var changeNumber: UInt64
  /// How long it took.
  public var seconds: Double
}
