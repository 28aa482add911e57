public import PlatListings

/// Some hundred listings of a feed and what was refused among them; made once and filled again and
/// again.
///
/// Hand it to another thread whole, and give the reader another one meanwhile.
public struct ListingBatch: Sendable {
  /// The listings, of which the first ``count`` are of this batch; the others are storage to come.
  public internal(set) var listings: [Listing]
  /// How many listings the batch holds.
  public internal(set) var count = 0
  /// What was refused since the last batch, in the order of the feed.
  public internal(set) var refusals: [Refusal] = []
  /// Bytes read of all inputs so far, compressed where they are.
  public internal(set) var bytesRead = 0
  /// The bytes of all inputs, or nil where one of them does not tell.
  public internal(set) var totalBytes: Int?

  /// Makes an empty batch.
  ///
  /// - Parameter capacity: The most listings to take at once; at least 1 is taken.
  public init(capacity: Int = 512) {
    listings = Array(repeating: Listing(), count: max(capacity, 1))
  }

  mutating func reset() {
    count = 0
    refusals.removeAll(keepingCapacity: true)
  }
}
