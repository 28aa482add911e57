public import PlatDecks
internal import PlatIndex
public import PlatSearch

// Decks over the listings of a database, under the statuses that it shows.
extension SwipeDeck {
  /// Some of the matches that a person has not swiped.
  ///
  /// - Parameters:
  ///   - count: How many at most.
  ///   - filter: The conditions that they meet.
  ///   - region: The region that they lie in.
  ///   - listings: The listings that are searched.
  ///   - person: An opaque user id.
  /// - Throws: ``PlatError/search(_:)`` where a condition cannot be asked,
  ///   ``PlatError/records(_:)`` where the swipes cannot be read.
  /// - Complexity: That of the search, and O(blocks of its matches), however many listings were
  ///   swiped. The matches of the last few filters that have many are kept.
  public func batch(
    _ count: Int, matching filter: ListingFilter, in region: Region = Region(),
    of listings: ListingsDatabase, for person: String
  ) throws(PlatError) -> Batch {
    try part { () throws(DeckError) in
      try batch(
        count, matching: listings.scoped(filter), in: region, of: listings.searcher, for: person)
    }
  }

  /// Keeps a person's swipe of a listing.
  ///
  /// - Returns: When it ends, in milliseconds since 1970; nil for a like.
  /// - Throws: ``PlatError/records(_:)`` where the directory cannot be written: then nothing has
  ///   changed.
  /// - Complexity: One write that waits for the disk.
  @discardableResult
  public func swipe(
    _ listing: ListingView, _ action: SwipeStore.Action, by person: String
  ) throws(PlatError) -> Int64? {
    try part { () throws(DeckError) in
      try swipe(ordinal: listing.ordinal, of: listing.index, action, by: person)
    }
  }

  /// The keys that a person's batches leave out: liked ones, and those disliked within the last
  /// half hour; in the order of their bytes.
  ///
  /// - Throws: ``PlatError/records(_:)``.
  /// - Complexity: O(swipes of the person).
  public func excludedKeys(of person: String) throws(PlatError) -> [String] {
    try part { () throws(DeckError) in try keysInForce(of: person) }
  }

  /// Whether a batch for a person needs nothing of the store: it then takes microseconds.
  public func knows(_ person: String, of listings: ListingsDatabase) -> Bool {
    knows(person, of: listings.index)
  }
}
