public import PlatCommon
public import PlatIndex
public import PlatRecords
public import PlatSearch

/// Decks of listings to swipe through: which of the matches a person has not swiped, some at a
/// time, spread over them all.
///
/// A like stays. A dislike ends after half an hour; the listing may then come again. The last swipe
/// of a listing counts. Swipes are kept in `swipes.sqlite` beside the records, are on disk when
/// ``swipe(_:_:by:)`` returns, and outlast restarts and builds: they are kept by listing key, those
/// of listings that an index lacks as well.
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
  ///   - memoryBytes: What is kept of people's swipes at most; who was not there for longest is
  ///     forgotten, and learned
  ///     anew.
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
  ///   - filter: What they must be like.
  ///   - region: Where they must lie.
  ///   - listings: The index that is asked.
  ///   - person: Whoever swipes: a text that means nothing here.
  /// - Throws: ``PlatError/search(_:)`` where a condition cannot be asked,
  ///   ``PlatError/records(_:)`` where the swipes cannot be read.
  /// - Complexity: That of the search, and O(blocks of its matches), however many listings were
  ///   swiped. The matches of the last few filters that have many are kept.
  public func batch(
    _ count: Int, matching filter: ListingFilter, in region: Region = Region(),
    of listings: ListingsDatabase,
    for person: String
  ) throws(PlatError) -> Batch {
    let swiped = try words(of: person, listings)
    let filter = listings.scoped(filter)
    let question = SwipeMatches.Question(
      index: listings.index.snapshot.identity, filter: filter, region: region)
    if let known = matches.matches(question) {
      return listings.index.withSelection { selection in
        selection.select(known)
        return Self.batch(count, of: selection, listings.generation, without: swiped, for: person)
      }
    }
    return try part { () throws(SearchError) in
      try listings.searcher.withMatches(filter, in: region) { selection in
        // What was read of a file that has changed is not kept.
        if listings.isUnchanged { matches.keep(selection, of: question) }
        return Self.batch(count, of: selection, listings.generation, without: swiped, for: person)
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
    return Batch(rows: generation.rows(shuffled.lazy.map(\.1)), total: total)
  }

  /// Keeps what a person thought of a listing.
  ///
  /// - Returns: When it ends, in milliseconds since 1970; nil for a like.
  /// - Throws: ``PlatError/records(_:)`` where the directory cannot be written: then nothing has
  ///   changed.
  /// - Complexity: One write that waits for the disk.
  @discardableResult
  public func swipe(
    _ listing: ListingView, _ action: SwipeStore.Action, by person: String
  ) throws(PlatError) -> Int64? {
    let now = clock.now()
    let swipe = SwipeStore.Swipe(listingKey: listing.key, action: action, time: now)
    return try part { () throws(RecordError) in
      try people.with(person) { (swipes) throws(RecordError) in
        try store.put(swipe, of: person, endingBefore: now - Self.dislikeMilliseconds)
        let end = action == .dislike ? now + Self.dislikeMilliseconds : nil
        swipes.take(listing.ordinal, until: end, of: listing.index.snapshot.identity)
        // The row of a file that has changed may be another one: learn it again.
        if !listing.index.snapshot.isUnchanged { swipes = PersonSwipes() }
        return end
      }
    }
  }

  /// The keys that a person's batches leave out: liked ones, and those disliked within the last
  /// half hour; in the order of their bytes.
  ///
  /// - Throws: ``PlatError/records(_:)``.
  /// - Complexity: O(swipes of the person).
  public func excludedKeys(of person: String) throws(PlatError) -> [String] {
    let now = clock.now()
    return try part { () throws(RecordError) in
      try store.swipes(of: person).filter { Self.end($0, now).map { $0 > now } ?? true }.map(
        \.listingKey)
    }
  }

  /// Whether a batch for a person needs nothing of the store: it then takes microseconds.
  public func knows(_ person: String, of listings: ListingsDatabase) -> Bool {
    people.isKnown(person, listings.index.snapshot.identity)
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
  private func words(of person: String, _ listings: ListingsDatabase) throws(PlatError) -> [UInt64]
  {
    let now = clock.now()
    let index = listings.index
    let identity = index.snapshot.identity
    return try part { () throws(RecordError) in
      try people.with(person) { (swipes) throws(RecordError) in
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
