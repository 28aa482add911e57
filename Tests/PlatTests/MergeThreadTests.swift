import Foundation
import Glibc
import PlatLive
import PlatTestSupport
import Synchronization
import Testing

@testable import Plat

/// Merges that a live database begins by itself.
@Suite(.timeLimit(.minutes(30))) struct MergeThreadTests {
  private var eager: MergePolicy {
    var policy = MergePolicy()
    (policy.share, policy.leastChanges, policy.rest) = (0, 5, 0)
    return policy
  }

  @Test func enoughChangesAreMerged() throws {
    let scene = try MergeScene(seed: 1, merging: eager)
    for _ in 0..<40 {
      try scene.writeSomething()
      try scene.check(scene.live.current, "while merges run")
    }
    #expect(holdsSoon { scene.live.mergeState.merges > 0 && !scene.live.mergeState.isMerging })
    let state = scene.live.mergeState
    #expect(state.failures == 0 && state.failure == nil && state.seconds != nil)
    #expect(state.snapshotChangeNumber > 1)
    try scene.check(scene.live.current, "after merges")
    try scene.check(try ListingsDatabase(opening: scene.index), "opened")
    // What stops it unlocks the index.
    try scene.reopen()
    try scene.writeSomething()
    try scene.check(scene.live.current, "reopened")
  }

  /// Few changes wait for a quiet moment.
  @Test func aFewChangesAreMergedWhenNothingIsWritten() throws {
    var policy = MergePolicy()
    (policy.share, policy.leastChanges, policy.idle) = (0, 20, .milliseconds(100))
    let scene = try MergeScene(seed: 2, merging: policy)
    for number in 0..<3 {
      try scene.live.upsert(MergeScene.home("Q\(number)", &scene.draw).json)
    }
    #expect(holdsSoon { scene.live.mergeState.merges == 1 })
    #expect(scene.live.mergeState.unmerged.count == 0)
  }

  /// A merge that fails is tried again, later each time, and says why.
  @Test func aMergeThatFailsIsTriedAgain() throws {
    let failures = Atomic(2)
    let hook: @Sendable (LiveStep) -> Int32 = { step in
      guard step == .mergeSealed else { return 0 }
      return failures.subtract(1, ordering: .relaxed).oldValue > 0 ? ENOSPC : 0
    }
    try LiveStep.$hook.withValue(hook) {
      let scene = try MergeScene(seed: 3, merging: eager)
      for _ in 0..<10 { try scene.writeSomething() }
      #expect(holdsSoon { scene.live.mergeState.failures == 1 })
      #expect(scene.live.mergeState.failure?.contains("mergeSealed") == true)
      try scene.writeSomething()
      try scene.check(scene.live.current, "after the failure")
      #expect(holdsSoon { scene.live.mergeState.merges > 0 })
      #expect(scene.live.mergeState.failures == 0 && scene.live.mergeState.failure == nil)
      try scene.check(scene.live.current, "after the merge")
    }
  }

  /// Writers wait before written listings take more memory than the policy gives them.
  @Test func writersAreHeldUpBeforeMemoryIsExceeded() throws {
    var policy = MergePolicy()
    policy.memory = 600_000
    let scene = try MergeScene(seed: 4, merging: policy)
    var most = 0
    for _ in 0..<60 {
      let batch = (0..<20).map { _ in
        MergeScene.home("B\(Int.random(in: 0..<400, using: &scene.draw))", &scene.draw)
      }
      try scene.live.write(batch.map { .upsert(document: $0.json) })
      for new in batch { scene.held[new.key] = new }
      most = max(most, scene.live.mergeState.unmerged.bytes)
    }
    #expect(scene.live.mergeState.merges > 0)
    // One batch may go beyond.
    #expect(most < policy.memory * 2, "\(most)")
    try scene.check(scene.live.current, "at the end")
  }
}
