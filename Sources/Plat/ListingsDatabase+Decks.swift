public import PlatDecks
internal import PlatIndex
public import PlatSearch

// Decks over the listings of a database, limited to the statuses that it shows.
extension SwipeDeck {
  /// Some of the matches that a person has not swiped.
  ///
  /// - Parameters:
  ///   - count: The greatest number of listings.
  ///   - filter: The conditions on the listings.
  ///   - region: The region of the listings.
  ///   - listings: The database to search.
  ///   - person: An opaque user id.
  /// - Throws: ``PlatError/search(_:)`` for an invalid condition, ``PlatError/records(_:)`` if the
  ///   swipes cannot be read.
  /// - Complexity: That of the search, and O(blocks of its matches), regardless of the number of
  ///   swipes. The matches of the last few filters with many matches are cached.
  public func batch(
    _ count: Int, matching filter: ListingFilter, in region: Region = Region(),
    of listings: ListingsDatabase, for person: String
  ) throws(PlatError) -> Batch {
    try part { () throws(DeckError) in
      try batch(
        count, matching: listings.scoped(filter), in: region, of: listings.searcher, for: person)
    }
  }

  /// Stores a person's swipe of a listing.
  ///
  /// - Returns: Its expiry in milliseconds since 1970; nil for a like.
  /// - Throws: ``PlatError/records(_:)`` if the directory cannot be written; nothing has changed
  ///   then.
  /// - Complexity: One write that waits for the disk.
  @discardableResult
  public func swipe(
    _ listing: ListingView, _ action: SwipeStore.Action, by person: String
  ) throws(PlatError) -> Int64? {
    try part { () throws(DeckError) in
      try swipe(ordinal: listing.ordinal, of: listing.index, action, by: person)
    }
  }

  /// The keys left out of a person's batches, in byte order: liked ones, and those disliked within
  /// the last half hour.
  ///
  /// - Throws: ``PlatError/records(_:)``.
  /// - Complexity: O(swipes of the person).
  public func excludedKeys(of person: String) throws(PlatError) -> [String] {
    try part { () throws(DeckError) in try keysInForce(of: person) }
  }

  /// Whether a batch for a person needs no read of the store; it then takes microseconds.
  public func knows(_ person: String, of listings: ListingsDatabase) -> Bool {
    knows(person, of: listings.index)
  }
}
