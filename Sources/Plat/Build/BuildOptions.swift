public import PlatFeeds
public import PlatIndex

/// Options of a build.
public struct BuildOptions: Sendable {
  /// Options for reading the inputs.
  public var feed = FeedOptions()
  /// The cluster pyramid's options.
  public var clusters = ClusterOptions()
  /// Whether the listings that the index has stay, and those of the inputs are laid over them.
  ///
  /// Of two listings with one key the one changed later counts, as within the inputs. Options for
  /// reading, such as units, are for the inputs alone; the index's cluster options and public keys
  /// stay, and ``publicKeys`` are added.
  public var updates = false
  /// Whether to publish although an input is empty, truncated or a server's error page.
  ///
  /// Otherwise such a build fails and the current index stays.
  public var allowsIncomplete = false
  /// The share of its listings that an index may lose, from 0 to 1.
  ///
  /// A build that would leave fewer listings, or none, fails and the current index stays. At 1
  /// anything is published.
  public var maxShrink = 0.2
  /// The number of states to keep, at least 1.
  ///
  /// They are the new state and the ones before it, with their documents, for ``IndexRollback``.
  public var keep = 2
  /// The path to which each refusal is written as a line of JSON; nil to write none.
  public var rejectsPath: String?

  /// Keys of documents that the public may see in addition to the catalogue's public fields.
  ///
  /// The next build needs them again.
  public var publicKeys = PublicKeys()

  /// Makes the default options.
  public init() {}
}

/// The progress of a build.
public struct BuildProgress: Sendable {
  /// The current step: `reading`, `clusters`, `order`, `columns`, `orders`, `records`,
  /// `publishing`.
  public var step: String
  /// Listings taken so far.
  public var listings: Int
  /// Bytes of the inputs read so far.
  public var bytes: Int
  /// Bytes of all inputs, if known.
  public var totalBytes: Int?
}

/// The result of a build.
public struct BuildSummary: Sendable {
  /// The outcome of the inputs' records.
  public var feed: FeedSummary
  /// The number of stored listings that the index had before; 0 where it was not updated.
  public var standing: Int
  /// The number of listings that replaced an earlier one with the same key.
  public var replaced: Int
  /// The number of listings left out because the one with the same key was changed later.
  public var outdated: Int
  /// The number of listings whose key got their listing service as a prefix, because another
  /// service's listing has the key.
  public var renamed: Int
  /// The number of listings that are stored and not indexed, because only the operator may see
  /// them: by a flag such as `InternetEntireListingDisplayYN` (`ListingDisplay`), or by the status
  /// `Delete` or `Incomplete`.
  public var hidden: Int
  /// The number of listings in the index.
  public var listings: Int
  /// The number of them with a position.
  public var located: Int
  /// The path of the new snapshot.
  public var snapshotPath: String
  /// The snapshot's size in bytes.
  public var snapshotBytes: Int
  /// The record store's size in bytes.
  public var recordBytes: Int
  /// The change number of the snapshot and the records.
  public var changeNumber: UInt64
  /// The duration of the build in seconds.
  public var seconds: Double
}
