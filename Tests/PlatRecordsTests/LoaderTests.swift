import Foundation
import PlatStore
import PlatTestSupport
import Testing

@testable import PlatRecords

@Suite(.timeLimit(.minutes(30))) struct LoaderTests {
  @Test func aLoadIsAStore() throws {
    let scratch = try Scratch()
    let loader = try RecordLoader(path: scratch.store)
    #expect(loader.changeNumber == 1)
    for part in 0..<5 {
      var batch = RecordBatch()
      for index in 0..<100 {
        let ordinal = part * 100 + index
        batch.append(
          ordinal: ordinal, key: "k\(ordinal)", document: "d\(ordinal)",
          modified: ordinal % 2 == 0 ? 7 : nil)
      }
      try loader.append(batch)
    }
    try loader.setNote("crs", to: "EPSG:2285")
    let summary = try loader.finish()
    #expect(summary.changeNumber == 1 && summary.count == 500)
    #expect(summary.bytes == (try Data(contentsOf: URL(fileURLWithPath: scratch.store))).count)
    #expect(scratch.strangers == [])
    let store = try RecordStore.open(path: scratch.store)
    #expect(try store.count() == 500 && store.changeNumber() == 1)
    #expect(try store.text(key: "k321") == "d321" && store.text(ordinal: 499) == "d499")
    #expect(try store.note("crs") == "EPSG:2285")
    #expect(try store.changes(since: 0).isEverything)
    #expect(try store.changes(since: 1) == RecordChanges(changeNumber: 1))
    #expect(try store.verify() == [])
    // Writes continue from the ordinals of the load.
    #expect(try store.upsert(RecordBatch([("k3", "new"), ("new", "new")])).ordinals == [3, 500])
    #expect(try store.changes(since: 1).changed == [3, 500])
    #expect(
      try StoreConnection(path: scratch.store, mode: .read).integer("PRAGMA page_size")
        == Int64(RecordSchema.pageSize))
  }

  @Test func noRecords() throws {
    let scratch = try Scratch()
    let summary = try RecordLoader(path: scratch.store).finish()
    #expect(summary.count == 0)
    let store = try RecordStore.open(path: scratch.store)
    #expect(try store.count() == 0 && everything(in: store).isEmpty)
    #expect(try store.upsert(RecordBatch([("a", "1")])).ordinals == [0])
  }

  @Test func aListingThatComesTwiceAndOrdinalsInAnyOrder() throws {
    let scratch = try Scratch()
    let loader = try RecordLoader(path: scratch.store)
    var batch = RecordBatch()
    for (ordinal, document) in [
      (5, "five"), (0, "zero"), (9, "nine"), (5, "five again"), (0, "zero again"),
    ] {
      batch.append(ordinal: ordinal, key: "k\(ordinal)", document: document)
    }
    try loader.append(batch)
    #expect(try loader.finish().count == 3)
    let store = try RecordStore.open(path: scratch.store)
    #expect(try store.text(key: "k5") == "five again" && store.text(ordinal: 0) == "zero again")
    #expect(try store.upsert(RecordBatch([("next", "n")])).ordinals == [10])
  }

  @Test func whatCannotBeStored() throws {
    let scratch = try Scratch()
    for (ordinal, key) in [(0, ""), (-1, "a"), (Int.max, "a"), (Int.min, "a")] {
      let loader = try RecordLoader(path: scratch.store)
      var batch = RecordBatch()
      batch.append(ordinal: 3, key: "fine", document: "d")
      batch.append(ordinal: ordinal, key: key, document: "d")
      #expect(
        refusal { () throws(StoreError) in try loader.append(batch) }?.code == .invalidRecord)
      #expect(refusal { () throws(StoreError) in try loader.finish() } != nil)
    }
    let loader = try RecordLoader(path: scratch.store)
    var batch = RecordBatch()
    batch.append(ordinal: 0, key: "same", document: "1")
    batch.append(ordinal: 1, key: "same", document: "2")
    try loader.append(batch)
    let error = refusal { () throws(StoreError) in try loader.finish() }
    #expect(error?.code == .invalidRecord && error?.description.contains("UNIQUE") == true)
    #expect(refusal { () throws(StoreError) in try loader.append(batch) } != nil)
    #expect(scratch.strangers == [])
    #expect(!FileManager.default.fileExists(atPath: scratch.store))
  }

  @Test func theOldStoreIsIntactUntilTheEnd() throws {
    let scratch = try Scratch()
    let old = try RecordStore.open(path: scratch.store, mode: .create)
    _ = try old.upsert(RecordBatch([("a", "1"), ("b", "2")]))
    do {
      let loader = try RecordLoader(path: scratch.store)
      try loader.append(RecordBatch([("c", "3")]))
      #expect(scratch.strangers.count == 1)
      // Release the loader without finishing, like an interrupted build.
    }
    #expect(scratch.strangers == [])
    let cancelled = try RecordLoader(path: scratch.store)
    try cancelled.append(RecordBatch([("c", "3")]))
    cancelled.cancel()
    #expect(scratch.strangers == [])
    #expect(refusal { () throws(StoreError) in try cancelled.finish() } != nil)
    #expect(
      try old.text(key: "a") == "1" && old.upsert(RecordBatch([("d", "4")])).changeNumber == 3)
    #expect(try everything(in: RecordStore.open(path: scratch.store)).count == 3)
  }

  @Test func aLoadReplacesTheStoreAndTheOldConnectionsSayso() throws {
    let scratch = try Scratch()
    let old = try RecordStore.open(path: scratch.store, mode: .create)
    _ = try old.upsert(RecordBatch([("a", "1"), ("b", "2")]))
    let loader = try RecordLoader(path: scratch.store, changeNumberAbove: 1)
    #expect(loader.changeNumber == 3)
    try loader.append(RecordBatch([("c", "3")]))
    #expect(!old.isReplaced)
    _ = try loader.finish()
    #expect(old.isReplaced)
    // Reads continue in the old store; a write would be lost there, so it is rejected.
    #expect(try old.text(key: "a") == "1")
    #expect(
      refusal { () throws(StoreError) in try old.upsert(RecordBatch([("d", "4")])) }?.code
        == .replaced)
    #expect(refusal { () throws(StoreError) in try old.delete(keys: ["a"]) }?.code == .replaced)
    let new = try RecordStore.open(path: scratch.store)
    #expect(try everything(in: new).keys.sorted() == ["c"])
    #expect(try new.upsert(RecordBatch([("d", "4")])).changeNumber == 4)
    #expect(try old.text(key: "b") == "2")
    #expect(try new.verify() == [])
    #expect(try RecordLoader(path: scratch.store, changeNumberAbove: 90).changeNumber == 91)
  }

  @Test func aWriteDuringTheLoadIsNotLost() throws {
    let scratch = try Scratch()
    let old = try RecordStore.open(path: scratch.store, mode: .create)
    let loader = try RecordLoader(path: scratch.store)
    _ = try old.upsert(RecordBatch([("a", "1")]))
    #expect(refusal { () throws(StoreError) in try loader.finish() }?.code == .changedMeanwhile)
    #expect(try old.upsert(RecordBatch([("b", "2")])).changeNumber == 2)
    #expect(scratch.strangers == [])

    let other = try Scratch()
    let first = try RecordLoader(path: other.store)
    let second = try RecordLoader(path: other.store)
    try second.append(RecordBatch([("second", "2")]))
    _ = try second.finish()
    #expect(refusal { () throws(StoreError) in try first.finish() }?.code == .changedMeanwhile)
    #expect(try RecordStore.open(path: other.store).text(key: "second") == "2")
  }

  @Test func aDamagedStoreIsKeptAside() throws {
    let scratch = try Scratch()
    let junk = Data(repeating: 0x61, count: 20_000)
    try junk.write(to: URL(fileURLWithPath: scratch.store))
    try junk.write(to: URL(fileURLWithPath: scratch.store + "-wal"))
    let loader = try RecordLoader(path: scratch.store)
    try loader.append(RecordBatch([("a", "1")]))
    _ = try loader.finish()
    #expect(scratch.strangers == ["records.sqlite.damaged", "records.sqlite.damaged-wal"])
    #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.store + ".damaged")) == junk)
    #expect(try RecordStore.open(path: scratch.store).text(key: "a") == "1")
  }

  @Test func theLogOfAStoreThatIsGoneIsNotTakenForTheNewOnes() throws {
    let scratch = try Scratch()
    // A crash has left a log: committed, but not checkpointed into the database.
    let crashed = try Scratch()
    let alive = try RecordStore.open(path: crashed.store, mode: .create)
    defer { withExtendedLifetime(alive) {} }
    _ = try alive.upsert(RecordBatch((0..<50).map { ("old\($0)", "old") }))
    for suffix in ["", "-wal", "-shm"] {
      try FileManager.default.copyItem(
        atPath: crashed.store + suffix, toPath: scratch.store + suffix)
    }
    let loader = try RecordLoader(path: scratch.store)
    #expect(loader.changeNumber == 51, "the log belongs to the old store's truth")
    try loader.append(RecordBatch([("new", "new")]))
    _ = try loader.finish()
    var store = try RecordStore.open(path: scratch.store)
    #expect(try everything(in: store).keys.sorted() == ["new"])
    #expect(try store.verify() == [])

    // The same if the database itself is missing.
    let gone = try Scratch()
    for suffix in ["-wal", "-shm"] {
      try FileManager.default.copyItem(atPath: crashed.store + suffix, toPath: gone.store + suffix)
    }
    let second = try RecordLoader(path: gone.store)
    try second.append(RecordBatch([("new", "new")]))
    _ = try second.finish()
    store = try RecordStore.open(path: gone.store)
    #expect(try everything(in: store).keys.sorted() == ["new"])
    #expect(try store.verify() == [])
  }

  @Test func leftoversOfAKilledLoadAreRemovedAndLiveOnesAreNot() throws {
    let scratch = try Scratch()
    let left = scratch.store + ".99999-1.tmp"
    for name in [left, left + "-journal", scratch.store + ".notes.tmp"] {
      try Data("left".utf8).write(to: URL(fileURLWithPath: name))
    }
    let live = try RecordLoader(path: scratch.store)
    try live.append(RecordBatch([("live", "1")]))
    _ = try RecordLoader(path: scratch.store)
    #expect(!scratch.strangers.contains { $0.contains("99999") })
    #expect(scratch.strangers.contains("records.sqlite.notes.tmp"))
    _ = try live.finish()
    #expect(try RecordStore.open(path: scratch.store).text(key: "live") == "1")
  }

  @Test func moreThanTheCacheHolds() throws {
    let scratch = try Scratch()
    let loader = try RecordLoader(path: scratch.store)
    var random = SeededGenerator(seed: 11)
    let document = String(repeating: "d", count: 600)
    var batch = RecordBatch()
    for ordinal in 0..<60_000 {
      batch.append(ordinal: ordinal, key: "k\(random.next())", document: document)
      if batch.byteCount > 1 << 20 {
        try loader.append(batch)
        batch.removeAll()
      }
    }
    try loader.append(batch)
    #expect(try loader.finish().count == 60_000)
    let store = try RecordStore.open(path: scratch.store)
    #expect(try store.verify() == [])
    #expect(try store.text(ordinal: 59_999) == document)
  }
}
