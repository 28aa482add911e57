import PlatLive
import Testing

/// When a merge is due, and when writers are held up.
@Suite(.timeLimit(.minutes(30))) struct MergePolicyTests {
  private func unmerged(
    _ count: Int, of listings: Int = 1_000_000, bytes: Int = 0, oldest: Double = 0,
    newest: Double = 0
  ) -> UnmergedChanges {
    var unmerged = UnmergedChanges()
    (unmerged.count, unmerged.listings, unmerged.bytes) = (count, listings, bytes)
    (unmerged.oldest, unmerged.newest) = (.seconds(oldest), .seconds(newest))
    return unmerged
  }

  @Test func aMergeIsDueBySizeAgeQuietAndMemory() {
    let policy = MergePolicy()
    #expect(policy.reason(toMerge: unmerged(0, bytes: 1 << 40, oldest: 1e6)) == nil)
    #expect(policy.reason(toMerge: unmerged(4_999)) == nil)
    #expect(policy.reason(toMerge: unmerged(5_000)) == .size)
    #expect(policy.reason(toMerge: unmerged(499, of: 100)) == nil)
    #expect(policy.reason(toMerge: unmerged(500, of: 100)) == .size)
    #expect(policy.reason(toMerge: unmerged(1, oldest: 599)) == nil)
    #expect(policy.reason(toMerge: unmerged(1, oldest: 600)) == .age)
    #expect(policy.reason(toMerge: unmerged(499, newest: 10)) == nil)
    #expect(policy.reason(toMerge: unmerged(500, newest: 9)) == nil)
    #expect(policy.reason(toMerge: unmerged(500, newest: 10)) == .idle)
    #expect(policy.reason(toMerge: unmerged(1, bytes: 128 << 20)) == nil)
    #expect(policy.reason(toMerge: unmerged(1, bytes: (128 << 20) + 1)) == .memory)
  }

  @Test func mergesRestUnlessMemoryIsShort() {
    let policy = MergePolicy()
    let large = unmerged(10_000)
    let took = Duration.seconds(2)
    #expect(policy.reason(toMerge: large, sinceMerge: (.seconds(17), took)) == nil)
    #expect(policy.reason(toMerge: large, sinceMerge: (.seconds(18), took)) == .size)
    let heavy = unmerged(10_000, bytes: 200 << 20)
    #expect(policy.reason(toMerge: heavy, sinceMerge: (.seconds(1), took)) == .memory)
  }

  @Test func writersAreSlowedBeforeTheBound() {
    var policy = MergePolicy()
    policy.memory = 1000
    #expect(policy.delay(at: 500) == .zero)
    #expect(policy.delay(at: 750) == .milliseconds(10))
    #expect(policy.delay(at: 999).map { $0 < .milliseconds(20) } == true)
    #expect(policy.delay(at: 1000) == nil)
  }
}
