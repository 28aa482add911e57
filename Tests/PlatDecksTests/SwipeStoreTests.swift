import Foundation
import Glibc
import PlatStore
import Testing

@testable import PlatDecks

/// The store of swipes: restarts, crashes, files of another kind.
@Suite(.timeLimit(.minutes(30))) struct SwipeStoreTests {
  private func swipe(_ key: String, _ action: SwipeStore.Action = .like, at time: Int64 = 0)
    -> SwipeStore.Swipe
  {
    SwipeStore.Swipe(listingKey: key, action: action, time: time)
  }

  @Test func whatWasPutIsThereAfterARestart() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/swipes.sqlite"
    #expect(try SwipeStore(path: path).swipes(of: "a") == [])
    #expect(!FileManager.default.fileExists(atPath: path), "reading makes no file")
    let store = SwipeStore(path: path)
    try store.put(swipe("k2"), of: "a", endingBefore: -1)
    try store.put(swipe("k1", .dislike, at: 5), of: "a", endingBefore: -1)
    try store.put(swipe("k1", .like, at: 7), of: "b", endingBefore: -1)
    try store.put(swipe("k2", .dislike, at: 9), of: "a", endingBefore: -1)
    try store.put(swipe("'; DROP TABLE swipes;--", at: 1), of: "a\u{0}b", endingBefore: -1)
    for store in [store, SwipeStore(path: path)] {
      #expect(
        try store.swipes(of: "a") == [swipe("k1", .dislike, at: 5), swipe("k2", .dislike, at: 9)])
      #expect(try store.swipes(of: "b") == [swipe("k1", .like, at: 7)])
      #expect(try store.swipes(of: "a\u{0}b").count == 1)
      #expect(try store.swipes(of: "").isEmpty)
    }
  }

  @Test func dislikesThatHaveEndedAreRemoved() throws {
    let scratch = try Scratch()
    let store = SwipeStore(path: scratch.path + "/swipes.sqlite")
    for number in 0..<40 {
      try store.put(swipe("k\(number)", .dislike, at: Int64(number)), of: "a", endingBefore: -1)
    }
    try store.put(swipe("liked"), of: "a", endingBefore: -1)
    for number in 0..<10 { try store.put(swipe("x\(number)"), of: "b", endingBefore: 29) }
    #expect(try store.swipes(of: "a").map(\.time).sorted() == [0] + Array(30..<40))
  }

  @Test func aKilledServerLosesNothingThatItAcknowledged() async throws {
    let scratch = try Scratch()
    let path = scratch.path + "/swipes.sqlite"
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      Thread.detachNewThread {
        usleep(40_000)
        kill(getpid(), SIGKILL)
      }
      let store = SwipeStore(path: path)
      for number in 0..<1_000_000 {
        try store.put(
          SwipeStore.Swipe(listingKey: "k\(number)", action: .like, time: Int64(number)), of: "a",
          endingBefore: -1)
        try Data("\(number + 1)".utf8).write(
          to: URL(fileURLWithPath: path + ".acknowledged"), options: .atomic)
      }
    }
    let file = try? String(
      contentsOf: URL(fileURLWithPath: path + ".acknowledged"), encoding: .utf8)
    let acknowledged = try file.map { try #require(Int($0)) } ?? 0
    let store = SwipeStore(path: path)
    let kept = try store.swipes(of: "a")
    #expect(kept.count >= acknowledged)
    #expect(Set(kept.map(\.time)) == Set(0..<Int64(kept.count)))
    try store.put(swipe("next"), of: "a", endingBefore: -1)
  }

  @Test func otherFilesAreLeftAlone() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/swipes.sqlite"
    let other = StoreSchema(of: "others", mark: 7, migrations: ["CREATE TABLE others(x)"])
    _ = try other.openForWriting(path, expecting: .anything)
    #expect(throws: StoreError.self) { try SwipeStore(path: path).swipes(of: "a") }
    #expect(throws: StoreError.self) {
      try SwipeStore(path: path).put(swipe("k"), of: "a", endingBefore: 0)
    }
    let connection = try other.openForWriting(path, expecting: .store)
    #expect(try connection.integer("SELECT count(*) FROM others") == 0)
    let text = scratch.path + "/text.sqlite"
    try Data(repeating: 0x41, count: 5_000).write(to: URL(fileURLWithPath: text))
    for _ in 0..<2 {
      #expect(throws: StoreError.self) {
        try SwipeStore(path: text).put(swipe("k"), of: "a", endingBefore: 0)
      }
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: text)) == Data(repeating: 0x41, count: 5_000))
    // A newer version is rejected, and its data stays.
    let newer = scratch.path + "/newer.sqlite"
    try SwipeStore(path: newer).put(swipe("k"), of: "a", endingBefore: 0)
    try StoreConnection(path: newer, mode: .write).run("PRAGMA user_version = 99")
    do {
      try SwipeStore(path: newer).put(swipe("k"), of: "a", endingBefore: 0)
      Issue.record("it was written")
    } catch {
      #expect(error.code == .tooNew)
    }
  }

  @Test func aStoreThatFailedIsTriedAgain() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/late/swipes.sqlite"
    let store = SwipeStore(path: path)
    #expect(throws: StoreError.self) { try store.put(swipe("k"), of: "a", endingBefore: 0) }
    #expect(try store.swipes(of: "a") == [])
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/late", withIntermediateDirectories: true)
    try store.put(swipe("k"), of: "a", endingBefore: 0)
    #expect(try store.swipes(of: "a").count == 1)
  }

  @Test func aSwipeIsKeptUnderTheNameWhateverBecomesOfTheFile() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/swipes.sqlite"
    let store = SwipeStore(path: path)
    func put(_ key: String) throws {
      try store.put(
        SwipeStore.Swipe(listingKey: key, action: .like, time: 1), of: "a", endingBefore: -1)
    }
    func kept() throws -> [String] { try SwipeStore(path: path).swipes(of: "a").map(\.listingKey) }
    try put("one")
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
    try put("two")
    #expect(try kept() == ["two"] && store.swipes(of: "a").count == 1)
    // Restore a copy by renaming it.
    try FileManager.default.copyItem(atPath: path, toPath: path + ".copy")
    try put("three")
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
    try FileManager.default.moveItem(atPath: path + ".copy", toPath: path)
    try put("four")
    #expect(try kept().contains("four"))
    // Remove only the log.
    try FileManager.default.removeItem(atPath: path + "-wal")
    try put("five")
    #expect(try Set(kept()).isSuperset(of: ["four", "five"]))
    // Without the directory no swipe is acknowledged.
    try FileManager.default.removeItem(atPath: scratch.path)
    #expect(throws: StoreError.self) { try put("six") }
  }
}
