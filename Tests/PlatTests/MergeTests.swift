import Foundation
import Glibc
import PlatFiles
import PlatLive
import PlatTestSupport
import Synchronization
import Testing

@testable import Plat

/// Merges of what was written into a new snapshot: nothing is lost, nothing moves, and nobody sees
/// them.
@Suite(.timeLimit(.minutes(30))) struct MergeTests {
  /// Random writes, batches, merges and reopenings, against a plain dictionary.
  @Test(arguments: TestCases.seeds(4)) func everyStepShowsWhatWasWritten(_ seed: UInt64) throws {
    let scene = try MergeScene(seed: seed)
    let reader = try LiveDatabase(opening: scene.index, lookingEvery: nil)
    for step in 0..<60 {
      let note: Comment = "seed \(seed), step \(step)"
      switch scene.draw.one(of: [0, 0, 0, 0, 1, 2]) {
      case 1:
        let summary = try scene.live.merge()
        #expect(summary == nil || summary?.listings == scene.held.count, note)
        #expect(scene.live.current.origin.changeNumber == scene.live.current.changeNumber, note)
      case 2: try scene.reopen()
      default: try scene.writeSomething()
      }
      try scene.check(scene.live.current, note)
      guard step % 6 == 0 else { continue }
      reader.refresh()
      try scene.check(reader.current, "another process, \(note)")
      try scene.check(try ListingsDatabase(opening: scene.index), "opened, \(note)")
    }
    #expect(try scene.snapshots().count <= 2)
  }

  /// What is written while a merge stands at any of its steps is seen at once, and after the merge,
  /// and when the index is opened again.
  @Test(arguments: TestCases.seeds(3)) func writesGoOnDuringAMerge(_ seed: UInt64) throws {
    let scene = try MergeScene(seed: seed)
    for round in 0..<4 {
      for _ in 0..<8 { try scene.writeSomething() }
      try scene.write("round-\(round)")
      // The merge runs the steps on this thread.
      nonisolated(unsafe) let writing = scene
      let steps = Mutex<Set<LiveStep>>([])
      let hook: @Sendable (LiveStep) -> Int32 = { step in
        guard step.rawValue.hasPrefix("merge"),
          steps.withLock({ $0.insert(step).inserted })
        else { return 0 }
        do {
          for _ in 0..<3 {
            try unsafe writing.writeSomething()
            try unsafe writing.check(writing.live.current, "at \(step), seed \(seed)")
          }
        } catch {
          Issue.record("\(step): \(error)")
        }
        return 0
      }
      let summary = try LiveStep.$hook.withValue(hook) { try scene.live.merge() }
      #expect(summary != nil && steps.withLock { $0.count } >= 6)
      let note: Comment = "seed \(seed), round \(round)"
      try scene.check(scene.live.current, note)
      try scene.check(try ListingsDatabase(opening: scene.index), "opened, \(note)")
      try scene.reopen()
      try scene.check(scene.live.current, "reopened, \(note)")
    }
  }

  /// Threads that write while merges run see their own write from its return on, whatever else
  /// becomes current meanwhile.
  @Test func noThreadMissesItsOwnWrites() throws {
    let scene = try MergeScene(seed: 5)
    let live = scene.live
    try live.beginWriting()
    let failures = Mutex<[String]>([])
    let isDone = Atomic(false)
    let merges = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 4) { thread in
      do {
        if thread == 0 {
          while !isDone.load(ordering: .relaxed) {
            if try live.merge() != nil { merges.add(1, ordering: .relaxed) }
            live.refresh()
          }
          return
        }
        defer { isDone.store(true, ordering: .relaxed) }
        var draw = SeededGenerator(seed: UInt64(thread))
        for number in 0..<150 {
          var home = MergeScene.home("T\(thread)-\(number % 10)", &draw)
          home.price = number + 1_000
          try live.upsert(home.json)
          let price = live.current.listing(key: home.key)?.listPrice.map { Int($0) }
          if price != number + 1_000 {
            failures.withLock { $0.append("\(home.key): \(price ?? -1), not \(number + 1_000)") }
          }
        }
      } catch {
        failures.withLock { $0.append("\(error)") }
        isDone.store(true, ordering: .relaxed)
      }
    }
    #expect(failures.withLock { $0 } == [])
    #expect(merges.load(ordering: .relaxed) > 0)
    #expect(live.current.count == 150)
  }

  /// A step that fails leaves everything as it was, and the next merge succeeds.
  @Test(arguments: [LiveStep.mergeSealed, .mergeVerified, .mergeNoted])
  func aMergeThatFailsChangesNothing(_ failing: LiveStep) throws {
    let scene = try MergeScene(seed: 6)
    for number in 0..<10 { try scene.write("new-\(number)") }
    let before = try scene.snapshots()
    #expect(throws: PlatError.self) {
      try LiveStep.$hook.withValue({ $0 == failing ? ENOSPC : 0 }) { try scene.live.merge() }
    }
    #expect(try scene.snapshots() == before, "its file is removed")
    #expect(!scene.live.mergeState.isMerging)
    try scene.write("new")
    try scene.check(scene.live.current, "after \(failing)")
    try scene.check(try ListingsDatabase(opening: scene.index), "opened after \(failing)")
    #expect(try scene.live.merge() != nil)
    #expect(try scene.live.merge() == nil, "nothing is left to merge")
    try scene.check(scene.live.current, "merged after \(failing)")
  }

  /// The file is, section by section, what a merge in memory of the same listings is.
  @Test func aMergedSnapshotIsThatOfTheSameListings() throws {
    let scene = try MergeScene(seed: 7)
    for _ in 0..<30 { try scene.writeSomething() }
    let before = scene.live.current.generation.index.snapshot
    try scene.live.merge()
    let after = scene.live.current.origin
    #expect(after.sections.map(\.name) == before.sections.map(\.name))
    #expect(after.sections.map(\.checksum) == before.sections.map(\.checksum))
    #expect(after.verify().isEmpty)
  }

  /// Tiles that no write came near keep their bytes over writes and merges.
  @Test func tilesKeepTheirBytesOverAMerge() throws {
    let scene = try MergeScene(seed: 8)
    // All in one corner of the map.
    let far = (0..<12).map { number in
      MergeScene.Home(
        key: "far-\(number)", price: 5_000 + number, status: "Active", place: 900 + number)
    }
    try scene.live.write(far.map { .upsert(document: $0.json) })
    try scene.live.merge()
    let first = try tiles(scene.live.current)
    try scene.live.write([
      .patch(key: "far-3", document: Array(#"{"listPrice":77}"#.utf8)), .delete(key: "far-5"),
    ])
    let written = try tiles(scene.live.current)
    try scene.live.merge()
    let merged = try tiles(scene.live.current)
    #expect(first.count > 100)
    let near = try tiles(scene.live.current, around: 900...911)
    for (tile, bytes) in first where !near.keys.contains(tile) {
      #expect(written[tile] == bytes && merged[tile] == bytes, "\(tile)")
    }
    #expect(first.keys.contains { !near.keys.contains($0) })
  }

  /// The tiles of zooms 0 to 15 that hold homes of the places; their bytes.
  private func tiles(
    _ database: ListingsDatabase, around places: ClosedRange<Int>? = nil
  ) throws -> [Tile: [UInt8]] {
    var tiles: [Tile: [UInt8]] = [:]
    for z in 0...15 {
      for place in places ?? 0...911 {
        let (latitude, longitude) = (33.7 + Double(place) * 0.001, -116.4 + Double(place) * 0.001)
        let count = Double(1 << z)
        let sine = sin(latitude * .pi / 180)
        let x = Int((longitude + 180) / 360 * count)
        let y = Int((0.5 - log((1 + sine) / (1 - sine)) / (4 * .pi)) * count)
        // Clusters reach over the borders of a tile.
        for (x, y) in places == nil ? [(x, y)] : Self.around(x, y) {
          guard let tile = Tile(z: z, x: x, y: y), tiles[tile] == nil else { continue }
          tiles[tile] = try database.map.vectorTile(tile)
        }
      }
    }
    return tiles
  }

  private static func around(_ x: Int, _ y: Int) -> [(Int, Int)] {
    (-1...1).flatMap { across in (-1...1).map { (x + across, y + $0) } }
  }

  /// States, with their documents, over builds, merges and a rollback.
  @Test func aMergeKeepsTheStateBeforeForARollback() throws {
    let scene = try MergeScene(seed: 9, homes: 50)
    let before = scene.held
    scene.held["K3"]?.price = 123_456
    try MergeScene.build(scene.held, scene.index)
    try scene.reopen()
    let mapped = try ListingsDatabase(opening: scene.index)
    for number in 0..<3 {
      try scene.write("new-\(number)")
      #expect(try scene.live.merge() != nil)
    }
    #expect(
      try scene.snapshots() == ["000001.plat", "000004.plat", "000005.plat"],
      "the state before, the spare, the newest")
    // Opened before the merges; its records are opened now.
    #expect(mapped.count == 50)
    if let listing = mapped.listing(key: "K3") {
      #expect(throws: Never.self) { try mapped.document(of: listing) }
    }
    try scene.check(try ListingsDatabase(opening: scene.index), "after the merges")
    scene.live.stop()
    let summary = try IndexRollback.run(scene.index)
    #expect(summary.removed == "000005.plat" && summary.previous == "000001.plat")
    #expect(try scene.snapshots().count == 1)
    scene.held = before
    try scene.check(try ListingsDatabase(opening: scene.index), "rolled back")
  }

  /// A build after merges leaves the newest snapshot of the state before, and no spare.
  @Test func aBuildAfterAMergeRemovesTheSpare() throws {
    let scene = try MergeScene(seed: 10, homes: 50)
    try scene.write("new")
    try scene.live.merge()
    let merged = scene.held
    scene.live.stop()
    scene.held["K4"]?.price = 123_457
    try MergeScene.build(scene.held, scene.index)
    #expect(try scene.snapshots() == ["000002.plat", "000003.plat"])
    try scene.check(try ListingsDatabase(opening: scene.index), "built")
    _ = try IndexRollback.run(scene.index)
    scene.held = merged
    try scene.check(try ListingsDatabase(opening: scene.index), "rolled back")
  }

  @Test func oneProcessMergesAndNotDuringABuild() throws {
    let scene = try MergeScene(seed: 11)
    try scene.write("new")
    let second = try LiveDatabase(opening: scene.index, lookingEvery: nil)
    let locked = #expect(throws: PlatError.self) { try second.merge() }
    #expect(locked.map { "\($0)" }?.contains("another process writes") == true)
    let build = try FileLock(scene.index + "/" + StateRecords.mergeLockName, exclusive: false)
    let refused = #expect(throws: PlatError.self) { try scene.live.merge() }
    #expect(refused.map { "\($0)" }?.contains("a build of this index runs") == true)
    build.release()
    #expect(try scene.live.merge() != nil)
    try scene.check(scene.live.current, "after the build")
  }

  /// A commit that fails is not shown, and the writes after it are.
  @Test func aCommitThatFailsIsNotShown() throws {
    let scene = try MergeScene(seed: 12)
    try scene.writeSomething()
    #expect(throws: PlatError.self) {
      try LiveStep.$hook.withValue({ $0 == .committing ? EIO : 0 }) {
        try scene.live.delete(key: "K1")
      }
    }
    try scene.check(scene.live.current, "after the failure")
    try scene.writeSomething()
    try scene.check(scene.live.current, "after the next write")
    try scene.check(try ListingsDatabase(opening: scene.index), "opened")
  }
}
