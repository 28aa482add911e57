import Foundation
import PlatTestSupport
import Synchronization
import Testing

@testable import Plat

/// A database that follows its directory.
@Suite(.timeLimit(.minutes(10))) struct LiveDatabaseTests {
  /// Publishes a state of so many listings.
  @discardableResult
  private func publish(_ count: Int, _ index: String) throws -> BuildSummary {
    let lines = (0..<count).map { #"{"listingKey":"K\#($0)","standardStatus":"Active"}"# }
    var options = BuildOptions()
    options.maxShrink = 1
    return try IndexBuild.run(
      [.bytes(Array(lines.joined(separator: "\n").utf8), name: "lines")], into: index,
      options: options)
  }

  private func damage(_ path: String) throws {
    try Data("damage".utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
  }

  /// The counts of the databases that a stream opens, and what it refuses.
  private func words(_ update: LiveDatabase.Update) -> String {
    switch update {
    case .opened(let database): "\(database.count)"
    case .refused(let errors): "refused \(errors.map(\.code))"
    case .failed(let error): "failed \(error)"
    }
  }

  @Test func itFollowsNewSnapshots() async throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    try publish(3, index)
    let live = try LiveDatabase(opening: index, lookingEvery: .milliseconds(20))
    let first = live.current
    var updates = live.updates.makeAsyncIterator()
    var others = live.updates.makeAsyncIterator()
    for count in [5, 2, 9] {
      try publish(count, index)
      #expect(await updates.next().map(words) == "\(count)")
      #expect(live.current.count == count)
    }
    #expect(await others.next().map(words) == "5", "each stream has all updates")
    #expect(first.count == 3, "a database never changes")
    live.stop()
    #expect(await updates.next() == nil)
    #expect(live.current.count == 9 && !live.refresh())
    var late = live.updates.makeAsyncIterator()
    #expect(await late.next() == nil, "a stream after the stop ends at once")
  }

  @Test func aDamagedSnapshotIsReportedOnceAndTheOldOneStays() async throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    try publish(3, index)
    let live = try LiveDatabase(opening: index, lookingEvery: nil)
    var updates = live.updates.makeAsyncIterator()
    #expect(!live.refresh())
    let second = try publish(4, index)
    try damage(second.snapshotPath)
    #expect(!live.refresh() && !live.refresh())
    #expect(live.current.count == 3)
    #expect(
      await updates.next().map(words) == "refused [PlatSnapshot.SnapshotError.Code.notASnapshot]")
    try publish(5, index)
    #expect(live.refresh() && live.current.count == 5)
    #expect(await updates.next().map(words) == "5", "the refusal was reported once")
  }

  @Test func aDirectoryThatGoesIsReportedAndFollowedOn() async throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    try publish(3, index)
    let live = try LiveDatabase(opening: index, lookingEvery: nil)
    var updates = live.updates.makeAsyncIterator()
    try FileManager.default.moveItem(atPath: index, toPath: index + ".away")
    #expect(!live.refresh() && !live.refresh())
    #expect(await updates.next().map(words)?.hasPrefix("failed") == true)
    #expect(live.current.count == 3 && live.current.listing(key: "K2") != nil)
    try publish(7, index)
    #expect(live.refresh())
    #expect(await updates.next().map(words) == "7")
  }

  @Test func streamsEndWhenNobodyHoldsTheDatabase() async throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    try publish(3, index)
    var live: LiveDatabase? = try LiveDatabase(opening: index, lookingEvery: .milliseconds(10))
    var updates = try #require(live?.updates).makeAsyncIterator()
    live = nil
    #expect(await updates.next() == nil)
  }

  @Test func aCancelledConsumerLeavesNothingBehind() async throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    try publish(3, index)
    let live = try LiveDatabase(opening: index, lookingEvery: nil)
    let task = Task {
      var count = 0
      for await _ in live.updates { count += 1 }
      return count
    }
    try publish(4, index)
    live.refresh()
    task.cancel()
    #expect(await task.value <= 1)
    try publish(5, index)
    #expect(live.refresh())
  }

  @Test func aMissingDirectoryIsAnError() throws {
    let scratch = try Scratch()
    #expect(throws: PlatError.self) { try LiveDatabase(opening: scratch.file("none")) }
  }

  @Test func manyThreadsMayRefreshAndRead() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    try publish(3, index)
    let live = try LiveDatabase(opening: index, lookingEvery: .milliseconds(10))
    let opened = Atomic(0)
    for count in 4..<8 {
      try publish(count, index)
      DispatchQueue.concurrentPerform(iterations: 8) { thread in
        if thread % 2 == 0 {
          if live.refresh() { opened.add(1, ordering: .relaxed) }
        } else {
          let database = live.current
          let total = try? database.search(SearchRequest(limit: 0)).total
          #expect(total == database.count)
        }
      }
      #expect(live.current.count == count)
    }
    #expect(opened.load(ordering: .relaxed) <= 4)
  }
}
