import Dispatch
import Foundation
import PlatFiles
import PlatStore
import Synchronization
import Testing

@testable import PlatRecords

/// The history of changes against a list, its chain of hashes, and how it is cut.
@Suite(.timeLimit(.minutes(30))) struct HistoryTests {
  private struct Change: Equatable {
    var key: String
    var before: String?
    var after: String?
  }

  private func changes(_ store: RecordStore, since number: UInt64 = 0) throws -> [Change] {
    try store.history(since: number, limit: 10_000).entries.map { entry in
      Change(
        key: String(decoding: entry.key, as: UTF8.self),
        before: entry.before.map { String(decoding: $0, as: UTF8.self) },
        after: entry.after.map { String(decoding: $0, as: UTF8.self) })
    }
  }

  /// Writes at random, and gives the expected history.
  private func write(_ steps: Int, to store: RecordStore, seed: UInt64 = 1) throws -> [Change] {
    var state = seed
    func draw(_ count: UInt64) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % count)
    }
    var held: [String: String] = [:]
    var expected: [Change] = []
    for step in 0..<steps {
      let key = "k\(draw(12))"
      if draw(4) == 0 {
        _ = try store.delete(keys: [key, key])
        if let before = held.removeValue(forKey: key) {
          expected.append(Change(key: key, before: before))
        }
      } else {
        let document = "d\(step / 2)"
        _ = try store.upsert(RecordBatch([(key, document)]))
        if held[key] != document {
          expected.append(Change(key: key, before: held[key], after: document))
        }
        held[key] = document
      }
    }
    return expected
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func everyChangeIsThereInOrder(_ seed: UInt64) throws {
    let scratch = try Scratch()
    var store = try RecordStore.open(path: scratch.store, mode: .create)
    let expected = try write(300, to: store, seed: seed)
    store = try RecordStore.open(path: scratch.store)
    #expect(try changes(store) == expected && expected.count > 200)
    let entries = try store.history(since: 0, limit: 10_000).entries
    #expect(entries.map(\.change) == (1...UInt64(expected.count)).map { $0 })
    #expect(entries.allSatisfy { $0.origin.time > 1_700_000_000_000 && $0.origin.actor == nil })
    #expect(try store.historyHash() == entries.last?.hash)
    #expect(try store.verify() == [])
    // Parts of it.
    let part = try store.history(since: 100, upTo: 150, limit: 30)
    #expect(part.entries.map(\.change) == Array(101...130))
    #expect(try store.history(since: 140, upTo: 150, limit: 30).entries.count == 10)
    #expect(part.follows(100) && part.follows(part.changeNumber))
    #expect(!part.follows(part.changeNumber + 1))
  }

  @Test func aLoadBeginsAHistoryWithOneEntryForAll() throws {
    let scratch = try Scratch()
    let old = try RecordStore.open(path: scratch.store, mode: .create)
    _ = try old.upsert(RecordBatch([("a", "1"), ("b", "2")]))
    let loader = try RecordLoader(path: scratch.store)
    try loader.append(RecordBatch([("a", "3")]))
    #expect(try loader.finish().changeNumber == 3)
    let store = try RecordStore.open(path: scratch.store)
    _ = try store.upsert(RecordBatch([("a", "4")]))
    let history = try store.history(since: 0, limit: 10)
    #expect(history.entries.map(\.change) == [3, 4] && history.entries[0].isBuild)
    #expect(!history.follows(2) && history.follows(3))
    #expect(try changes(store, since: 3) == [Change(key: "a", before: "3", after: "4")])
    #expect(try store.verify() == [])
  }

  @Test func aRefusedGroupLeavesNothing() throws {
    let scratch = try Scratch()
    let store = try RecordStore.open(path: scratch.store, mode: .create)
    struct Refusal: Error {}
    let (results, change) = try store.commit([1, 2, 3]) {
      (transaction, group) throws(GroupFailure<Refusal>) in
      transaction.origin = RecordOrigin(time: Int64(group), actor: "key \(group)", request: "r")
      do throws(StoreError) {
        _ = try transaction.put(
          key: Array("k\(group)".utf8), document: Array("d".utf8), modified: nil,
          refusingOlder: false)
      } catch {
        throw .store(error)
      }
      if group == 2 { throw .refused(Refusal()) }
      return group
    }
    #expect(change == 2 && results.count == 3)
    let entries = try store.history(since: 0, limit: 10).entries
    #expect(entries.map(\.origin.actor) == ["key 1", "key 3"])
    #expect(entries.map(\.origin.time) == [1, 3] && entries[0].origin.request == "r")
    #expect(try store.verify() == [])
    // The next writer is not taken for the last one.
    _ = try store.upsert(RecordBatch([("z", "1")]))
    #expect(try store.history(since: 2, limit: 1).entries[0].origin.actor == nil)
  }

  @Test(arguments: [
    ("DELETE FROM history WHERE change = 40", "gap between the changes 39 and 41"),
    ("DELETE FROM history WHERE change = 1", "gap between the changes 0 and 2"),
    ("DELETE FROM history WHERE change > 60", "the history ends at change 60, the records at"),
    ("UPDATE history SET actor = 'x' WHERE change = 7", "the entry of change 7 in the history"),
    ("UPDATE history SET time = time + 1 WHERE change = 7", "the entry of change 7"),
    ("UPDATE history SET after = NULL, before = after WHERE change = 9", "the entry of change 9"),
    ("UPDATE history SET hash = zeroblob(32) WHERE change = 9", "the entry of change 10"),
  ]) func aGapAndAChangedEntryShow(_ damage: String, _ finding: String) throws {
    let scratch = try Scratch()
    var store: RecordStore? = try RecordStore.open(path: scratch.store, mode: .create)
    for number in 0..<80 {
      _ = try store?.upsert(RecordBatch([("k\(number % 9)", "d\(number)")]))
    }
    store = nil
    let connection = try StoreConnection(path: scratch.store, mode: .write)
    try connection.run(damage)
    let findings = try RecordStore.open(path: scratch.store, mode: .read).verify()
    #expect(findings.contains { $0.contains(finding) }, "\(findings)")
  }

  @Test func oldEntriesGoAndTheChainHolds() throws {
    let scratch = try Scratch()
    let store = try RecordStore.open(path: scratch.store, mode: .create)
    var batch = RecordBatch()
    for number in 0..<1_300 { batch.append(key: "k\(number)", document: "0123456789") }
    _ = try store.upsert(batch)
    let keep = HistoryBounds(oldest: .min, bytes: .max)
    #expect(try !store.forgetHistory(beyond: keep, now: 0))
    #expect(try store.history(since: 0, limit: 10).forgotten == 0)
    // By size: 1,300 entries of 12 to 15 bytes; a commit removes 500.
    let small = HistoryBounds(oldest: .min, bytes: 1_500)
    #expect(try store.forgetHistory(beyond: small, now: 0))
    #expect(try store.history(since: 0, limit: 1).forgotten == 500)
    while try store.forgetHistory(beyond: small, now: 0) {}
    let entries = try store.history(since: 0, limit: 10_000).entries
    #expect(entries.reduce(0) { $0 + $1.byteCount } <= 1_500 && entries.count == 100)
    #expect(try store.verify() == [])
    // By age.
    _ = try store.upsert(RecordBatch([("late", "1")]))
    let young = HistoryBounds(oldest: .max, bytes: .max)
    while try store.forgetHistory(beyond: young, now: 0) {}
    let none = try store.history(since: 0, limit: 10)
    #expect(none.entries.isEmpty && none.forgotten == 1_301 && none.changeNumber == 1_301)
    #expect(try store.verify() == [])
    _ = try store.upsert(RecordBatch([("later", "1")]))
    #expect(try store.history(since: 1_301, limit: 10).entries.count == 1)
    #expect(try store.verify() == [] && RecordStore.open(path: scratch.store).verify() == [])
  }

  @Test func receiptsAreKeptUntilTheyExpireAndSoManyOfAClient() throws {
    let scratch = try Scratch()
    let store = try RecordStore.open(path: scratch.store, mode: .create)
    func inTransaction<T: Sendable>(
      _ body: (RecordTransaction) throws(StoreError) -> T
    ) throws -> T? {
      let (results, _) = try store.commit([0]) { (transaction, _) throws(GroupFailure<Never>) in
        do throws(StoreError) { return try body(transaction) } catch { throw .store(error) }
      }
      return results.first?.get()
    }
    func receipt(_ client: String, _ key: String, at now: Int64) throws -> StoredReceipt? {
      try inTransaction { (transaction) throws(StoreError) in
        try transaction.receipt(client: client, key: key, now: now)
      } ?? nil
    }
    let stored = StoredReceipt(payload: [1, 2], receipt: [3])
    _ = try inTransaction { (transaction) throws(StoreError) in
      try transaction.keep(stored, client: "a", key: "x", until: 100)
      for number in 0..<10_200 {
        try transaction.keep(stored, client: "b", key: "\(number)", until: 200)
      }
    }
    #expect(try receipt("a", "x", at: 99) == stored && receipt("a", "x", at: 100) == nil)
    #expect(try receipt("b", "x", at: 1) == nil)
    #expect(try receipt("b", "0", at: 1) == nil && receipt("b", "10199", at: 1) == stored)
    #expect(try receipt("b", "200", at: 1) == stored)
    #expect(try store.verify() == [])
    while try store.forgetHistory(beyond: HistoryBounds(oldest: .min, bytes: .max), now: 150) {}
    #expect(try receipt("a", "x", at: 1) == nil && receipt("b", "500", at: 1) == stored)
  }
}

/// Commits, checkpoints and builds beside each other.
@Suite(.timeLimit(.minutes(30))) struct CheckpointTests {
  @Test func commitsWaitForTheDiskAndDoNotCheckpoint() throws {
    let scratch = try Scratch()
    let store = try RecordStore.open(path: scratch.store, mode: .create)
    try store.write { (writer) throws(StoreError) in
      #expect(try writer.connection.integer("PRAGMA synchronous") == 2)
      #expect(try writer.connection.integer("PRAGMA wal_autocheckpoint") == 0)
    }
    for number in 0..<400 { _ = try store.upsert(RecordBatch([("k\(number)", "d")])) }
    #expect(store.logFrames > 1_000)
    #expect(try store.checkpoint().isWhole)
    _ = try store.upsert(RecordBatch([("k", "d")]))
    #expect(store.logFrames < 30)
  }

  /// A build checkpoints from a connection of its own: no commit may run meanwhile.
  @Test func writesWaitWhileABuildPublishes() throws {
    let scratch = try Scratch()
    let store = try RecordStore.open(path: scratch.store, mode: .create)
    _ = try store.upsert(RecordBatch([("a", "1")]))
    // Before SQLite's own lock: a build has this one while it empties the log.
    let lock = try RecordLock.take(scratch.store, exclusive: true)
    let isDone = Mutex(false)
    let thread = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      _ = try? store.upsert(RecordBatch([("b", "2")]))
      isDone.withLock { $0 = true }
      thread.signal()
    }
    usleep(100_000)
    #expect(isDone.withLock { !$0 })
    lock.release()
    thread.wait()
    #expect(try store.text(key: "b") == "2")
  }

  @Test func aFailedCommitIsFoundWhereItIsInTheStore() throws {
    let scratch = try Scratch()
    let store = try RecordStore.open(path: scratch.store, mode: .create)
    _ = try store.upsert(RecordBatch([("a", "1"), ("b", "2")]))
    let hash = try store.historyHash()
    store.endWriting()
    #expect(
      refusal { () throws(StoreError) in try store.upsert(RecordBatch([("c", "3")])) } != nil)
    #expect(try RecordStore.settle(UnsettledCommit(change: 2, hash: hash), at: scratch.store))
    #expect(try !RecordStore.settle(UnsettledCommit(change: 3, hash: hash), at: scratch.store))
    #expect(try !RecordStore.settle(UnsettledCommit(change: 1, hash: hash), at: scratch.store))
    #expect(try store.changeNumber() == 2 && store.text(key: "b") == "2")
    #expect(try RecordStore.open(path: scratch.store).verify() == [])
  }
}
