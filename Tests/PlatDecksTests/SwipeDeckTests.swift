import Foundation
import PlatCommon
import PlatIndex
import PlatListings
import PlatSearch
import PlatStore
import PlatTestSupport
import Synchronization
import Testing

@testable import PlatDecks

/// Decks equal a check of each listing, over random swipes and times.
@Suite(.timeLimit(.minutes(30))) struct SwipeDeckTests {
  /// A clock that the test sets.
  private final class Hands: Sendable {
    private let time = Atomic<Int64>(1_700_000_000_000)
    var clock: WallClock { WallClock { self.time.load(ordering: .sequentiallyConsistent) } }
    func pass(_ milliseconds: Int64) { time.add(milliseconds, ordering: .sequentiallyConsistent) }
    var now: Int64 { time.load(ordering: .sequentiallyConsistent) }
  }

  /// A directory in memory, if there is such a file system: most tests need not wait for a disk.
  private final class Memory: Sendable {
    let path: String

    init() throws {
      let memory = "/dev/shm"
      let directory =
        FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
      path = directory + "/plat-swipes-" + UUID().uuidString
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  /// Each person's last swipe of each listing.
  private struct Plain {
    var swipes: [String: [String: (action: SwipeStore.Action, time: Int64)]] = [:]

    func excluded(_ person: String, _ now: Int64) -> Set<String> {
      Set(
        (swipes[person] ?? [:]).filter {
          $0.value.action == .like || now < $0.value.time + 1_800_000
        }.keys)
    }
  }

  @Test(arguments: Fixture.small) func decksAreWhatALookAtEachListingGives(_ fixture: Fixture)
    throws
  {
    let world = try fixture.world
    let searcher = Searcher(world.generation)
    let oracle = BruteForce(world.listings)
    for seed in TestCases.seeds(4) {
      let scratch = try Memory()
      var maker = RequestMaker(world, seed: seed)
      let hands = Hands()
      // In every other case the memory is so small that people are evicted all the time.
      let memory = seed % 2 == 0 ? 64 << 20 : 1
      var deck = SwipeDeck(directory: scratch.path, clock: hands.clock, memoryBytes: memory)
      var plain = Plain()
      for step in 0..<30 {
        let text: Comment = "\(world.name), seed \(seed), step \(step)"
        let person = ["ann", "bob", "ひと"][maker.draw.int(0...2)]
        let filter = maker.filter(0...2)
        let region = maker.draw.percent(30) ? maker.region() : Region()
        let count = maker.draw.int(1...25)
        let excluded = plain.excluded(person, hands.now)
        let left = Set(
          oracle.matches(filter, region).map { world.listings[$0].key }.filter {
            !excluded.contains($0)
          })
        let batch = try deck.batch(count, matching: filter, in: region, of: searcher, for: person)
        let keys = batch.rows.ordinals.map { world.index.keys.string(at: $0) }
        #expect(batch.total == left.count, text)
        #expect(keys.count == min(count, left.count) && Set(keys).count == keys.count, text)
        #expect(Set(keys).isSubset(of: left), text)
        #expect(
          try deck.batch(count, matching: filter, in: region, of: searcher, for: person) == batch,
          text)
        #expect(Set(try deck.keysInForce(of: person)) == excluded, text)
        for row in batch.rows.ordinals where maker.draw.percent(60) {
          let action: SwipeStore.Action = maker.draw.percent(40) ? .like : .dislike
          let end = try deck.swipe(ordinal: row, of: world.index, action, by: person)
          #expect(end == (action == .like ? nil : hands.now + 1_800_000))
          let key = world.index.keys.string(at: row)
          plain.swipes[person, default: [:]][key] = (action, hands.now)
          hands.pass(Int64(maker.draw.int(0...2_000)))
        }
        // Swipe an earlier listing again, perhaps with the other action.
        if let key = plain.swipes[person]?.keys.sorted().randomElement(using: &maker.draw),
          let row = world.index.row(key: key)
        {
          let action: SwipeStore.Action = maker.draw.percent(50) ? .like : .dislike
          try deck.swipe(ordinal: row, of: world.index, action, by: person)
          plain.swipes[person, default: [:]][key] = (action, hands.now)
        }
        hands.pass(Int64(maker.draw.int(0...700_000)))
        // Restart.
        if maker.draw.percent(10) {
          deck = SwipeDeck(directory: scratch.path, clock: hands.clock, memoryBytes: memory)
        }
      }
    }
  }

  @Test func aBatchIsSpreadOverTheMatches() throws {
    let world = try Fixture.samples.world
    let searcher = Searcher(world.generation)
    let scratch = try Memory()
    let deck = SwipeDeck(directory: scratch.path)
    let batch = try deck.batch(20, matching: ListingFilter(), of: searcher, for: "ann")
    #expect(batch.total == 2_000)
    // One of each run of a hundred rows.
    #expect(Set(batch.rows.map { $0.ordinal / 100 }).count == 20)
    #expect(batch.rows != batch.rows.sorted())
    let other = try deck.batch(20, matching: ListingFilter(), of: searcher, for: "bob")
    #expect(Set(other.rows).intersection(batch.rows).count < 10)
    // Swiping a whole batch removes all of it, and the next batch is spread in the same way.
    for row in batch.rows.ordinals {
      try deck.swipe(ordinal: row, of: world.index, .like, by: "ann")
    }
    let next = try deck.batch(20, matching: ListingFilter(), of: searcher, for: "ann")
    #expect(next.total == 1_980 && Set(next.rows).isDisjoint(with: batch.rows))
    #expect(Set(next.rows.map { $0.ordinal / 100 }).count >= 19)
  }

  @Test func aDislikeEndsAfterHalfAnHourAndALikeStays() throws {
    let index = try Fixture.rows65.world.index
    let searcher = Searcher(Generation(index))
    let scratch = try Memory()
    let hands = Hands()
    let deck = SwipeDeck(directory: scratch.path, clock: hands.clock)
    func total() throws -> Int {
      try deck.batch(5, matching: ListingFilter(), of: searcher, for: "a").total
    }
    let all = try total()
    try deck.swipe(ordinal: 0, of: index, .like, by: "a")
    try deck.swipe(ordinal: 1, of: index, .dislike, by: "a")
    #expect(try total() == all - 2)
    hands.pass(1_799_999)
    #expect(try total() == all - 2)
    hands.pass(1)
    #expect(try total() == all - 1)
    #expect(try deck.keysInForce(of: "a") == [index.keys.string(at: 0)])
    // A repeated dislike starts its half hour again; a dislike after a like ends as well.
    try deck.swipe(ordinal: 1, of: index, .dislike, by: "a")
    hands.pass(1_000_000)
    try deck.swipe(ordinal: 1, of: index, .dislike, by: "a")
    try deck.swipe(ordinal: 0, of: index, .dislike, by: "a")
    hands.pass(1_799_999)
    #expect(try total() == all - 2)
    hands.pass(1)
    #expect(try total() == all)
    hands.pass(1 << 50)
    #expect(try total() == all)
  }

  @Test func aClockThatWasSetBackLengthensNothing() throws {
    let index = try Fixture.rows65.world.index
    let searcher = Searcher(Generation(index))
    let scratch = try Memory()
    let hands = Hands()
    try SwipeDeck(directory: scratch.path, clock: hands.clock).swipe(
      ordinal: 3, of: index, .dislike, by: "a")
    // The system restarts with its clock ten years back.
    hands.pass(-315_360_000_000)
    let deck = SwipeDeck(directory: scratch.path, clock: hands.clock)
    let before = try deck.batch(1, matching: ListingFilter(), of: searcher, for: "a").total
    #expect(before == index.rows - 1)
    hands.pass(1_800_000)
    #expect(
      try deck.batch(1, matching: ListingFilter(), of: searcher, for: "a").total == index.rows)
    // The clock of a running server does not go back.
    let clock = WallClock.system()
    #expect(abs(clock.now() - Int64(Date.now.timeIntervalSince1970 * 1000)) < 5_000)
  }

  @Test func manyThreadsSwipeAtOnce() throws {
    let index = try Fixture.samples.world.index
    let searcher = Searcher(Generation(index))
    let scratch = try Memory()
    let deck = SwipeDeck(directory: scratch.path, memoryBytes: 1_000)
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 6) { number in
      let person = "p\(number % 3)"
      do {
        for step in 0..<30 {
          let row = number / 3 * 500 + step
          try deck.swipe(ordinal: row, of: index, .like, by: person)
          let batch = try deck.batch(2_000, matching: ListingFilter(), of: searcher, for: person)
          // Both threads of a person have swiped; this batch must exclude the listings of this one.
          if batch.rows.ordinals.contains(row) || batch.total > 2_000 - step - 1
            || batch.rows.count != batch.total
          {
            failures.withLock { $0.append("\(person), step \(step): \(batch.total)") }
          }
        }
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock { $0 } == [])
    for person in ["p0", "p1", "p2"] {
      #expect(
        try deck.batch(1, matching: ListingFilter(), of: searcher, for: person).total == 1_940)
    }
  }

  @Test func whereNothingCanBeWrittenTheRestAnswers() throws {
    let index = try Fixture.rows65.world.index
    let searcher = Searcher(Generation(index))
    let deck = SwipeDeck(directory: "/proc/self")
    #expect(
      try deck.batch(5, matching: ListingFilter(), of: searcher, for: "a").total == index.rows)
    #expect(try deck.keysInForce(of: "a") == [])
    #expect(throws: DeckError.self) { try deck.swipe(ordinal: 0, of: index, .like, by: "a") }
    #expect(
      try deck.batch(5, matching: ListingFilter(), of: searcher, for: "a").total == index.rows)
  }

  @Test func ranksAreOneOfEachRun() {
    for seed in TestCases.seeds(200) {
      var draw = SeededGenerator(seed: seed)
      let (count, total) = (draw.int(0...40), draw.int(0...200))
      let ranks = SwipeDeck.ranks(count, of: total, draw.next())
      #expect(
        ranks.count == min(count, total) && ranks.allSatisfy { (0..<total).contains($0) },
        "seed \(seed)")
      #expect(zip(ranks, ranks.dropFirst()).allSatisfy { $0 < $1 }, "seed \(seed)")
    }
  }
}
