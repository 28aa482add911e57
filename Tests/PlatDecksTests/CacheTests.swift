import PlatListings
import PlatSearch
import PlatTestSupport
import Testing

@testable import PlatDecks
@testable import PlatIndex

/// Eviction of the caches of swipes and matches.
@Suite(.timeLimit(.minutes(30))) struct CacheTests {
  /// A person takes some 1,060 bytes here.
  private func add(_ name: String, to memory: SwipeMemory) {
    memory.with(name) { $0 = PersonSwipes(identity: 1, blocks: 100) }
  }

  @Test func peopleWhoWereAwayForLongestAreForgotten() {
    let memory = SwipeMemory(bytes: 10_800)
    let names = (0..<10).map { "p\($0)" }
    for name in names { add(name, to: memory) }
    #expect(names.allSatisfy { memory.isKnown($0, 1) } && memory.size.people == 10)
    // The first one returns; then the memory is exceeded by one person.
    memory.with("p0") { _ in }
    add("new", to: memory)
    #expect(memory.size.bytes <= 10_800 && memory.size.people == 10)
    #expect(!memory.isKnown("p1", 1))
    for name in ["p0", "p2", "p9", "new"] { #expect(memory.isKnown(name, 1), "\(name)") }
    #expect(!memory.isKnown("p9", 2), "swipes of another index")
  }

  @Test func aPersonInUseIsNotForgotten() {
    let memory = SwipeMemory(bytes: 3_000)
    add("old", to: memory)
    let isThere = memory.with("old") { swipes -> Bool in
      for number in 0..<20 { add("p\(number)", to: memory) }
      return swipes.identity == 1
    }
    #expect(isThere && memory.isKnown("old", 1) && memory.size.people <= 3)
    #expect(memory.size.bytes <= 3_000)
  }

  private func question(_ number: Int, index: UInt64 = 1) -> SwipeMatches.Question {
    let filter = ListingFilter([.number(.beds, Int64(number)...9)])
    return SwipeMatches.Question(index: index, filter: filter, region: Region())
  }

  private func selection(_ blocks: Int) -> BlockSelection {
    let selection = BlockSelection(capacity: blocks)
    for place in 0..<blocks {
      unsafe selection.blocks[place] = UInt32(place)
      unsafe selection.words[place] = 1
    }
    selection.count = blocks
    return selection
  }

  @Test func matchesAskedForLongAgoAreForgotten() {
    let kept = SwipeMatches()
    for number in 0..<8 { kept.keep(selection(256 + number), of: question(number)) }
    for number in 0..<8 {
      #expect(kept.matches(question(number))?.bytes == (256 + number) * 12, "\(number)")
    }
    // Reading 0 makes 1 the next to be evicted.
    _ = kept.matches(question(0))
    kept.keep(selection(300), of: question(8))
    let left = (0...8).filter { kept.matches(question($0)) != nil }
    #expect(left == [0, 2, 3, 4, 5, 6, 7, 8])
  }

  @Test func smallMatchesAreNotKeptAndThoseOfAnotherIndexAreOthers() {
    let kept = SwipeMatches()
    kept.keep(selection(256), of: question(1, index: 1))
    #expect(kept.matches(question(1, index: 1)) != nil)
    #expect(kept.matches(question(1, index: 2)) == nil)
    kept.keep(selection(255), of: question(9, index: 2))
    #expect(kept.matches(question(9, index: 2)) == nil)
  }
}
