import Foundation
import PlatStore
import Testing

@testable import PlatRecords

@Suite(.timeLimit(.minutes(30))) struct OpeningTests {
  func openRefusal(_ path: String, _ mode: RecordStore.Mode = .write) -> StoreError? {
    refusal { () throws(StoreError) in _ = try RecordStore.open(path: path, mode: mode).count() }
  }

  @Test func reopeningKeepsEverything() throws {
    let scratch = try Scratch()
    do {
      let store = try RecordStore.open(path: scratch.store, mode: .create)
      _ = try store.upsert(RecordBatch([("a", "1"), ("b", "2")]))
    }
    for mode in [RecordStore.Mode.read, .write, .create] {
      let store = try RecordStore.open(path: scratch.store, mode: mode)
      #expect(try store.text(key: "b") == "2" && store.changeNumber() == 2)
      #expect(!store.isReplaced)
    }
    let store = try RecordStore.open(path: scratch.store, mode: .read)
    #expect(
      refusal { () throws(StoreError) in try store.upsert(RecordBatch([("c", "3")])) }?.code
        == .permissionDenied)
  }

  @Test func whatIsNoStore() throws {
    let scratch = try Scratch()
    #expect(openRefusal(scratch.path + "/none/records.sqlite")?.code == .notFound)
    for mode in [RecordStore.Mode.read, .write] {
      #expect(openRefusal(scratch.store, mode)?.code == .notFound)
      #expect(!FileManager.default.fileExists(atPath: scratch.store))
    }
    #expect(openRefusal(scratch.path)?.code == .notADatabase)
    try Data("listingKey,city\n1,Indio\n".utf8).write(to: URL(fileURLWithPath: scratch.store))
    #expect(openRefusal(scratch.store)?.code == .notADatabase)
    #expect(openRefusal(scratch.store, .create)?.code == .notADatabase)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: scratch.store))
    #expect(bytes.count == 24, "the file is left as it was")
  }

  @Test func anotherProgramsDatabaseIsLeftAlone() throws {
    let scratch = try Scratch()
    do {
      let other = try StoreConnection(path: scratch.store, mode: .create)
      try other.run("CREATE TABLE places(name TEXT)")
    }
    #expect(openRefusal(scratch.store, .create)?.code == .otherDatabase)
    #expect(
      refusal { () throws(StoreError) in try RecordLoader(path: scratch.store) }?.code
        == .otherDatabase)
    let other = try StoreConnection(path: scratch.store, mode: .read)
    #expect(try other.integer("SELECT count(*) FROM sqlite_schema") == 1)
  }

  @Test func anEmptyDatabaseIsBroughtUpToDate() throws {
    let scratch = try Scratch()
    _ = FileManager.default.createFile(atPath: scratch.store, contents: nil)
    // If a store is expected, a file that lost its contents is not silently taken for a new one.
    #expect(openRefusal(scratch.store, .read)?.code == .otherDatabase)
    #expect(openRefusal(scratch.store, .write)?.code == .otherDatabase)
    let store = try RecordStore.open(path: scratch.store, mode: .create)
    #expect(try store.upsert(RecordBatch([("a", "1")])).changeNumber == 1)
  }

  @Test func stepsAreTakenInOrderAndOnce() throws {
    let scratch = try Scratch()
    let store = try RecordStore.open(path: scratch.store, mode: .create)
    _ = try store.upsert(RecordBatch([("a", "1")]))
    let schema = RecordSchema.schema
    let steps = schema.migrations + ["CREATE TABLE later(x)", "INSERT INTO later VALUES (1)"]
    let connection = try StoreConnection(path: scratch.store, mode: .write)
    try schema.with(migrations: steps).migrate(connection)
    try schema.with(migrations: steps).migrate(connection)
    #expect(try connection.integer("SELECT count(*) FROM later") == 1)
    #expect(try connection.integer("PRAGMA user_version") == Int64(steps.count))
    // A failed step rolls all of them back.
    #expect(
      refusal { () throws(StoreError) in
        let failing = ["INSERT INTO later VALUES (2)", "INSERT INTO nowhere VALUES (1)"]
        try schema.with(migrations: steps + failing).migrate(connection)
      } != nil)
    #expect(try connection.integer("SELECT count(*) FROM later") == 1)
    #expect(try connection.integer("PRAGMA user_version") == Int64(steps.count))
    // This code does not know the later steps.
    let error = openRefusal(scratch.store)
    #expect(error?.code == .tooNew)
    #expect(error?.description.contains("version \(steps.count)") == true)
    #expect(openRefusal(scratch.store, .read)?.code == .tooNew)
    #expect(
      refusal { () throws(StoreError) in try RecordLoader(path: scratch.store) }?.code == .tooNew)
  }

  @Test func aDamagedFileIsRefusedOrReported() throws {
    let scratch = try Scratch()
    do {
      let loader = try RecordLoader(path: scratch.store)
      var batch = RecordBatch()
      for index in 0..<500 {
        batch.append(
          ordinal: index, key: "key\(index)", document: String(repeating: "d", count: 300))
      }
      try loader.append(batch)
      _ = try loader.finish()
    }
    let whole = try Data(contentsOf: URL(fileURLWithPath: scratch.store))
    var refused = 0
    for length in [
      1, 15, 16, 99, 100, 512, 8_191, 8_192, 8_193, 40_000, whole.count / 2, whole.count - 8_192,
    ] {
      try whole.prefix(length).write(to: URL(fileURLWithPath: scratch.store))
      let error = openAndReadAll(scratch.store)
      #expect(error != nil, "cut to \(length) bytes")
      #expect(
        [.damaged, .notADatabase, .otherDatabase].contains(error?.code),
        "cut to \(length) bytes: \(error as Any)")
      if error != nil { refused += 1 }
    }
    #expect(refused == 12)
    for start in stride(from: 0, to: whole.count, by: whole.count / 40) {
      var damaged = whole
      for index in start..<min(start + 64, whole.count) {
        damaged[index] = UInt8(truncatingIfNeeded: index &* 31)
      }
      try damaged.write(to: URL(fileURLWithPath: scratch.store))
      // Only traps matter here; ChecksumTests checks the contents.
      _ = openAndReadAll(scratch.store)
    }
  }

  /// Opens a store and reads it in every way; returns the first error.
  func openAndReadAll(_ path: String) -> StoreError? {
    refusal { () throws(StoreError) in
      let store = try RecordStore.open(path: path)
      var batch = RecordBatch()
      var scan = try store.scan()
      while try scan.next(into: &batch) {}
      for index in 0..<500 { _ = try store.text(key: "key\(index)") }
      _ = try store.changes(since: 0)
      _ = try store.upsert(RecordBatch([("key7", "new"), ("other", "new")]))
      let findings = try store.verify()
      if let finding = findings.first { throw StoreError(.damaged, path: path, reason: finding) }
    }
  }

  @Test func aDirectoryThatMayNotBeWritten() throws {
    let scratch = try Scratch()
    do {
      let loader = try RecordLoader(path: scratch.store)
      try loader.append(RecordBatch([("a", "1")]))
      _ = try loader.finish()
    }
    // As in a read-only directory: a database in WAL mode without its companion files.
    let connection = try StoreConnection(path: scratch.store, mode: .readImmutable)
    #expect(try connection.integer("SELECT count(*) FROM listings") == 1)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.path).sorted() == [
        "records.sqlite", "records.sqlite.lock",
      ])
  }
}
