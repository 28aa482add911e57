import Foundation
import PlatTestSupport
import Testing

@testable import Plat

/// A database that follows its directory.
@Suite(.timeLimit(.minutes(30))) struct LiveDatabaseTests {
  /// Publishes a state with a number of listings.
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

  /// The next update of a stream as a word: the count of the database that it opens, or its
  /// refusal; nil after the end.
  private func next(_ updates: inout AsyncStream<LiveDatabase.Update>.Iterator) async -> String? {
    guard let update = await updates.next() else { return nil }
    return switch update {
    case .opened(let database): "\(database.count)"
    case .refused(let errors): "refused \(errors.count)"
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
      let news = await next(&updates)
      #expect(news == "\(count)")
      #expect(live.current.count == count)
    }
    let further = await next(&others)
    #expect(further == "5", "each stream has all updates")
    #expect(first.count == 3, "a database never changes")
    live.stop()
    let end = await next(&updates)
    #expect(end == nil)
    #expect(live.current.count == 9 && !live.refresh())
    var late = live.updates.makeAsyncIterator()
    let rest = await next(&late)
    #expect(rest == nil, "a stream after the stop ends at once")
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
    let news = await next(&updates)
    #expect(news == "refused 1")
    try publish(5, index)
    #expect(live.refresh() && live.current.count == 5)
    let further = await next(&updates)
    #expect(further == "5", "the refusal was reported once")
  }

  @Test func aDirectoryThatGoesIsReportedAndFollowedOn() async throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    try publish(3, index)
    let live = try LiveDatabase(opening: index, lookingEvery: nil)
    var updates = live.updates.makeAsyncIterator()
    try FileManager.default.moveItem(atPath: index, toPath: index + ".away")
    #expect(!live.refresh() && !live.refresh())
    let failure = await next(&updates)
    #expect(failure?.hasPrefix("failed") == true)
    #expect(live.current.count == 3 && live.current.listing(key: "K2") != nil)
    try publish(7, index)
    #expect(live.refresh())
    let news = await next(&updates)
    #expect(news == "7")
  }

  @Test func streamsEndWhenNobodyHoldsTheDatabase() async throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    try publish(3, index)
    var live: LiveDatabase? = try LiveDatabase(opening: index, lookingEvery: .milliseconds(10))
    var updates = try #require(live?.updates).makeAsyncIterator()
    live = nil
    let news = await next(&updates)
    #expect(news == nil)
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
    for count in 4..<8 {
      try publish(count, index)
      DispatchQueue.concurrentPerform(iterations: 8) { thread in
        if thread % 2 == 0 {
          live.refresh()
        } else {
          let database = live.current
          let total = try? database.search(SearchRequest(limit: 0)).total
          #expect(total == database.count)
        }
      }
      #expect(live.current.count == count)
    }
  }
}
