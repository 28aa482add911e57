public import PlatCommon
public import PlatIndex
public import PlatSearch
internal import PlatSnapshot
internal import PlatStore

/// Decks of listings to swipe through: a batch of the matches that a person has not swiped yet,
/// spread over all of them.
///
/// A like stays. A dislike ends after half an hour; the listing may then come again. The last swipe
/// of a listing counts. Swipes are kept in `swipes.sqlite` next to the records, and are on disk
/// when `swipe(_:_:by:)` returns. They survive restarts and builds: they are stored by listing key,
/// including those of listings that an index lacks.
///
/// A batch is chosen by the matches' ranks. The unswiped matches, in row order (the order of the
/// map), are split into equal runs, one for each requested listing. One listing of each run is
/// chosen by a hash of the person, the number of unswiped matches and the run; the order of the
/// batch is hashed in the same way. So a batch is spread over the region. It stays the same until
/// the person swipes one of the matches or a dislike of one ends; then it changes.
///
/// The first request loads a person's swipes from the store, at about two microseconds a swipe.
/// They are then cached as one word for each block of the index, within the memory limit. Any
/// number of threads may read and swipe at once. One deck owns a directory's swipes: two processes
/// on one directory would not see each other's.
public final class SwipeDeck: Sendable {
  /// Some listings to swipe.
  public struct Batch: Equatable, Sendable {
    /// Their rows, in the order to show them.
    public var rows: [ListingRow]
    /// The exact number of matches that the person has not swiped.
    public var total: Int
  }

  /// The duration of a dislike, in milliseconds.
  public static let dislikeMilliseconds: Int64 = 30 * 60 * 1000
  /// The name of the store in an index directory.
  public static let storeName = "swipes.sqlite"

  private let store: SwipeStore
  private let clock: WallClock
  private let people: SwipeMemory
  private let matches: SwipeMatches

  /// Names the directory; opens nothing until it is needed.
  ///
  /// - Parameters:
  ///   - directory: The index directory.
  ///   - clock: The source of the time.
  ///   - memoryBytes: The memory limit for people's swipes (default: 64 MiB). Those of the person
  ///     who was away for longest are evicted first, and loaded again when needed.
  public init(directory: String, clock: WallClock = .system(), memoryBytes: Int = 64 << 20) {
    store = SwipeStore(path: directory + "/" + Self.storeName)
    self.clock = clock
    people = SwipeMemory(bytes: memoryBytes)
    matches = SwipeMatches()
  }

  /// A batch of the matches that a person has not swiped.
  ///
  /// - Parameters:
  ///   - count: The maximum number of listings.
  ///   - filter: The conditions of the matches.
  ///   - region: The region to search.
  ///   - searcher: The index to search.
  ///   - person: An opaque user id.
  /// - Throws: ``DeckError/search(_:)`` for an invalid condition, ``DeckError/store(_:)`` if the
  ///   swipes are unreadable.
  /// - Complexity: That of the search, plus O(blocks of its matches), however many listings were
  ///   swiped. The matches of the last few filters with many matches are cached.
  public func batch(
    _ count: Int, matching filter: ListingFilter, in region: Region = Region(),
    of searcher: Searcher, for person: String
  ) throws(DeckError) -> Batch {
    let index = searcher.index
    let swiped = try words(of: person, index)
    let question = SwipeMatches.Question(
      index: index.snapshot.identity, filter: filter, region: region)
    if let known = matches.matches(question) {
      return index.withSelection { selection in
        selection.select(known)
        return Self.batch(count, of: selection, searcher.generation, without: swiped, for: person)
      }
    }
    return try rethrowing(as: DeckError.search) { () throws(SearchError) in
      try searcher.withMatches(filter, in: region) { selection in
        // Do not cache matches that were read from a file that has changed.
        if index.snapshot.isUnchanged { matches.keep(selection, of: question) }
        return Self.batch(count, of: selection, searcher.generation, without: swiped, for: person)
      }
    }
  }

  private static func batch(
    _ count: Int, of matches: BlockSelection, _ generation: Generation, without swiped: [UInt64],
    for person: String
  ) -> Batch {
    matches.drop(swiped)
    let total = matches.rowCount
    let seed = mixed(StableHash.of(person.utf8) ^ UInt64(total) &* SplitMix64.increment)
    let shuffled = matches.rows(at: ranks(count, of: total, seed)).map {
      (mixed(seed ^ UInt64($0)), $0)
    }
    .sorted { $0 < $1 }
    return Batch(rows: generation.rows(shuffled.map { $0.1 }), total: total)
  }

  /// Stores a person's swipe of a listing.
  ///
  /// - Parameters:
  ///   - row: The number of the listing's row in the columns.
  ///   - index: The index that has the row.
  ///   - action: A like or a dislike.
  ///   - person: An opaque user id.
  /// - Returns: The end of the swipe, in milliseconds since 1970; nil for a like.
  /// - Throws: ``DeckError/store(_:)`` if the directory is not writable: then nothing has changed.
  /// - Complexity: One write that waits for the disk.
  @discardableResult
  package func swipe(
    ordinal row: Int, of index: ListingIndex, _ action: SwipeStore.Action, by person: String
  ) throws(DeckError) -> Int64? {
    let now = clock.now()
    let key = index.keys.string(at: row)
    let swipe = SwipeStore.Swipe(listingKey: key, action: action, time: now)
    return try rethrowing(as: DeckError.store) { () throws(StoreError) in
      try people.with(person) { (swipes) throws(StoreError) in
        try store.put(swipe, of: person, endingBefore: now - Self.dislikeMilliseconds)
        let end = action == .dislike ? now + Self.dislikeMilliseconds : nil
        swipes.take(row, until: end, of: index.snapshot.identity)
        // The row of a changed file may be another listing: load the swipes again.
        if !index.snapshot.isUnchanged { swipes = PersonSwipes() }
        return end
      }
    }
  }

  /// The keys of a person's swipes in force, which batches exclude: likes, and dislikes of the last
  /// half hour.
  ///
  /// They are in byte order.
  ///
  /// - Throws: ``DeckError/store(_:)``.
  /// - Complexity: O(swipes of the person).
  public func keysInForce(of person: String) throws(DeckError) -> [String] {
    let now = clock.now()
    return try rethrowing(as: DeckError.store) { () throws(StoreError) in
      try store.swipes(of: person).filter { Self.end($0, now).map { $0 > now } ?? true }.map(
        \.listingKey)
    }
  }

  /// Whether a batch for a person needs no access to the store; it then takes microseconds.
  public func knows(_ person: String, of index: ListingIndex) -> Bool {
    people.isKnown(person, index.snapshot.identity)
  }

  // MARK: Parts

  /// The end of a swipe; nil for a like.
  ///
  /// A dislike with a future time (the clock was set back while no server ran) counts from now. So
  /// it never lasts longer than half an hour.
  private static func end(_ swipe: SwipeStore.Swipe, _ now: Int64) -> Int64? {
    swipe.action == .like ? nil : min(swipe.time, now) + dislikeMilliseconds
  }

  /// The rows that a person has swiped, as words.
  private func words(of person: String, _ index: ListingIndex) throws(DeckError) -> [UInt64] {
    let now = clock.now()
    let identity = index.snapshot.identity
    return try rethrowing(as: DeckError.store) { () throws(StoreError) in
      try people.with(person) { (swipes) throws(StoreError) in
        if swipes.identity != identity {
          var learned = PersonSwipes(identity: identity, blocks: index.blocks)
          for swipe in try store.swipes(of: person) {
            guard let row = index.row(key: swipe.listingKey) else { continue }
            learned.take(row, until: Self.end(swipe, now), of: identity)
          }
          guard index.snapshot.isUnchanged else { return learned.words }
          swipes = learned
        }
        swipes.forget(endedBy: now)
        return swipes.words
      }
    }
  }

  /// One rank in each of `count` equal runs of `total`, in ascending order; all ranks if `count` is
  /// not less than `total`.
  static func ranks(_ count: Int, of total: Int, _ seed: UInt64) -> [Int] {
    guard count < total else { return Array(0..<total) }
    return (0..<max(count, 0)).map { run in
      let (first, end) = (run * total / count, (run + 1) * total / count)
      return first + Int(mixed(seed &+ UInt64(run)) % UInt64(end - first))
    }
  }

  /// The first number of the random sequence for a seed.
  private static func mixed(_ seed: UInt64) -> UInt64 {
    var random = SplitMix64(seed: seed)
    return random.next()
  }
}
