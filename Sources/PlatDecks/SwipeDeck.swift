public import PlatCommon
public import PlatIndex
public import PlatSearch
internal import PlatSnapshot
internal import PlatStore

/// Decks of listings to swipe through: which of the matches a person has not swiped, some at a
/// time, spread over them all.
///
/// A like stays. A dislike ends after half an hour; the listing may then come again. The last swipe
/// of a listing counts. Swipes are kept in `swipes.sqlite` beside the records, are on disk when
/// `swipe(_:_:by:)` returns, and outlast restarts and builds: they are kept by listing key,
/// those of listings that an index lacks as well.
///
/// A batch is chosen by its matches' ranks. The unswiped matches, in the order of the rows, which
/// is that of the map, are cut into as many equal runs as listings are wanted; one listing is taken
/// of each, by a hash of the person, the number of unswiped matches and the run, and they come in
/// an order hashed likewise. So a batch is spread over the region, is the same until the person
/// swipes one of the matches (or a dislike of one ends), and another one after that.
///
/// What a person has swiped is learned from the store at the first question, about two microseconds
/// a swipe, and kept as a word for each block of the index that is asked, as long as the memory for
/// it reaches. Any number of threads may ask and swipe at once. One deck owns a directory's swipes:
/// two processes on one directory would not see each other's.
public final class SwipeDeck: Sendable {
  /// Some listings to swipe.
  public struct Batch: Equatable, Sendable {
    /// Their rows, in the order to show them.
    public var rows: [ListingRow]
    /// How many matches the person has not swiped, exactly.
    public var total: Int
  }

  /// How long a dislike lasts, in milliseconds.
  public static let dislikeMilliseconds: Int64 = 30 * 60 * 1000
  /// The name of the store in an index directory.
  public static let storeName = "swipes.sqlite"

  private let store: SwipeStore
  private let clock: WallClock
  private let people: SwipeMemory
  private let matches: SwipeMatches

  /// Names the directory; nothing is opened before it is needed.
  ///
  /// - Parameters:
  ///   - directory: The index directory.
  ///   - clock: What tells the time.
  ///   - memoryBytes: How much memory people's swipes may take; those of the person who was away
  ///     for longest are dropped first, and read again when needed.
  public init(directory: String, clock: WallClock = .system(), memoryBytes: Int = 64 << 20) {
    store = SwipeStore(path: directory + "/" + Self.storeName)
    self.clock = clock
    people = SwipeMemory(bytes: memoryBytes)
    matches = SwipeMatches()
  }

  /// Some of the matches that a person has not swiped.
  ///
  /// - Parameters:
  ///   - count: How many at most.
  ///   - filter: The conditions that they meet.
  ///   - region: The region that they lie in.
  ///   - searcher: The index that is searched.
  ///   - person: An opaque user id.
  /// - Throws: ``DeckError/search(_:)`` where a condition cannot be asked, ``DeckError/store(_:)``
  ///   where the swipes cannot be read.
  /// - Complexity: That of the search, and O(blocks of its matches), however many listings were
  ///   swiped. The matches of the last few filters that have many are kept.
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
        // Matches that were read from a file that has changed are not kept.
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

  /// Keeps a person's swipe of a listing.
  ///
  /// - Parameters:
  ///   - row: The number of the listing's row in the columns.
  ///   - index: The index that has the row.
  ///   - action: A like or a dislike.
  ///   - person: An opaque user id.
  /// - Returns: When it ends, in milliseconds since 1970; nil for a like.
  /// - Throws: ``DeckError/store(_:)`` where the directory cannot be written: then nothing has
  ///   changed.
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
        // The row of a file that has changed may be another one: read the swipes again.
        if !index.snapshot.isUnchanged { swipes = PersonSwipes() }
        return end
      }
    }
  }

  /// The keys of a person's swipes that are in force, which batches leave out: liked ones, and
  /// those disliked within the last half hour; in the order of their bytes.
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

  /// Whether a batch for a person needs nothing of the store: it then takes microseconds.
  public func knows(_ person: String, of index: ListingIndex) -> Bool {
    people.isKnown(person, index.snapshot.identity)
  }

  // MARK: Parts

  /// When a swipe ends; nil for a like.
  ///
  /// A dislike of a time that has not come, because the clock was set back while no server ran,
  /// counts from now: it never lasts longer than half an hour.
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

  /// One rank in each of `count` equal runs of `total`, in ascending order; all where there are no
  /// more.
  static func ranks(_ count: Int, of total: Int, _ seed: UInt64) -> [Int] {
    guard count < total else { return Array(0..<total) }
    return (0..<max(count, 0)).map { run in
      let (first, end) = (run * total / count, (run + 1) * total / count)
      return first + Int(mixed(seed &+ UInt64(run)) % UInt64(end - first))
    }
  }

  /// The first number of the sequence that a seed begins.
  private static func mixed(_ seed: UInt64) -> UInt64 {
    var random = SplitMix64(seed: seed)
    return random.next()
  }
}
