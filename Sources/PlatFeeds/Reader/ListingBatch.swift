public import PlatListings

/// Some hundred listings of a feed, with the refusals among them; made once and reused.
///
/// Move it to another thread as a whole, and use another one with the reader in the meantime.
public struct ListingBatch: Sendable {
  /// The listings; the first ``count`` belong to this batch, and the others are reserved storage.
  public internal(set) var listings: [Listing]
  /// The number of listings in the batch.
  public internal(set) var count = 0
  /// The refusals since the last batch, in the order of the feed.
  public internal(set) var refusals: [Refusal] = []
  /// Bytes read of all inputs so far, compressed if they are.
  public internal(set) var bytesRead = 0
  /// The size of all inputs, or nil if the size of one is unknown.
  public internal(set) var totalBytes: Int?

  /// Makes an empty batch.
  ///
  /// - Parameter capacity: The maximum number of listings in a batch (at least 1).
  public init(capacity: Int = 512) {
    listings = Array(repeating: Listing(), count: max(capacity, 1))
  }

  mutating func reset() {
    count = 0
    refusals.removeAll(keepingCapacity: true)
  }
}
