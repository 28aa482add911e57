import Foundation
import PlatStore
import PlatTestSupport
import Testing

@testable import PlatRecords

/// Documents are returned as stored or rejected, and the error names the listing.
@Suite(.timeLimit(.minutes(30))) struct ChecksumTests {
  private static func document(_ number: Int) -> String {
    "{\"listingKey\":\"K\(number)\",\"remarks\":\""
      + String(repeating: "word\(number) ", count: number % 90) + "\"}"
  }

  private static func load(_ path: String, _ count: Int = 400) throws {
    let loader = try RecordLoader(path: path)
    var batch = RecordBatch()
    for number in 0..<count {
      batch.append(ordinal: number, key: "K\(number)", document: document(number))
    }
    try loader.append(batch)
    _ = try loader.finish()
  }

  /// Reads every document by key, by ordinal and in a batch; returns the number of rejected
  /// documents, and the changed ones.
  private static func readAll(_ path: String, _ count: Int = 400) -> (
    refused: Int, changed: [String]
  ) {
    var (refused, changed): (Int, [String]) = (0, [])
    guard let store = try? RecordStore.open(path: path, mode: .read) else { return (count, []) }
    for number in 0..<count {
      func see(_ what: String, _ read: () throws(StoreError) -> String?) {
        do throws(StoreError) {
          if let text = try read(), text != document(number) {
            changed.append("\(what) \(number): \(text)")
          }
        } catch { refused += 1 }
      }
      see("key") { () throws(StoreError) in try store.text(key: "K\(number)") }
      see("ordinal") { () throws(StoreError) in try store.text(ordinal: number) }
      see("batch") { () throws(StoreError) in
        var batch = RecordBatch()
        try store.records(ordinals: [number].span, into: &batch)
        return batch.key(at: 0).isEmpty ? nil : batch.documentText(at: 0)
      }
    }
    if let scan = try? store.scan() { see(scan, &changed) }
    return (refused, changed)
  }

  private static func see(_ scan: consuming RecordScan, _ changed: inout [String]) {
    var batch = RecordBatch()
    while (try? scan.next(into: &batch, bytes: 2_000)) == true {
      for index in 0..<batch.count
      where batch.documentText(at: index) != document(batch.ordinals[index]) {
        changed.append("scan \(batch.ordinals[index]): \(batch.documentText(at: index))")
      }
    }
  }

  @Test func noFlippedBitGivesAChangedDocument() throws {
    let scratch = try Scratch()
    try Self.load(scratch.store)
    let first = Self.readAll(scratch.store)
    #expect(first.refused == 0 && first.changed == [])
    let whole = try Data(contentsOf: URL(fileURLWithPath: scratch.store))
    for seed in TestCases.seeds(12) {
      var draw = SeededGenerator(seed: seed)
      var damaged = whole
      for _ in 0..<whole.count / 8_192 {
        damaged[Int.random(in: 100..<whole.count, using: &draw)] ^=
          1 << UInt8.random(in: 0..<8, using: &draw)
      }
      try damaged.write(to: URL(fileURLWithPath: scratch.store))
      let (refused, changed) = Self.readAll(scratch.store)
      #expect(changed == [], "seed \(seed)")
      #expect(refused > 0, "seed \(seed)")
      let findings = try? RecordStore.open(path: scratch.store, mode: .read).verify()
      #expect(findings != [], "seed \(seed)")
    }
  }

  @Test func theDocumentOfAnotherListingIsRefused() throws {
    let scratch = try Scratch()
    try Self.load(scratch.store, 10)
    // Put one row's bytes, with its checksum, in the place of another's, as a misplaced page would.
    try StoreConnection(path: scratch.store, mode: .write).run(
      """
      UPDATE listings SET (document, checksum) = (SELECT document, checksum FROM listings WHERE \
      ordinal = 3)
      WHERE ordinal = 4
      """)
    let store = try RecordStore.open(path: scratch.store, mode: .read)
    #expect(try store.text(key: "K3") == Self.document(3))
    let error = refusal { () throws(StoreError) in try store.text(key: "K4") }
    #expect(error?.code == .damagedDocument && error?.reason.contains("\"K4\"") == true)
    #expect(
      refusal { () throws(StoreError) in try store.text(ordinal: 4) }?.code == .damagedDocument)
    #expect(try store.verify().filter { $0.contains("\"K4\"") }.count == 1)
    #expect(try store.text(key: "K5") == Self.document(5))
  }

  @Test func aMissingChecksumIsDamage() throws {
    let scratch = try Scratch()
    try Self.load(scratch.store, 10)
    try StoreConnection(path: scratch.store, mode: .write).run(
      "UPDATE listings SET checksum = 0 WHERE ordinal = 4")
    let store = try RecordStore.open(path: scratch.store, mode: .read)
    #expect(
      refusal { () throws(StoreError) in try store.text(key: "K4") }?.code == .damagedDocument)
  }

  @Test func writesKeepChecksums() throws {
    let scratch = try Scratch()
    try Self.load(scratch.store, 10)
    let store = try RecordStore.open(path: scratch.store)
    _ = try store.upsert(RecordBatch([("K4", "{\"new\":1}"), ("K99", "{\"other\":2}")]))
    #expect(try store.text(key: "K4") == "{\"new\":1}" && store.text(key: "K99") == "{\"other\":2}")
    #expect(try store.verify() == [])
  }

  /// Makes a store of the first schema version.
  private static func makeOld(_ path: String, _ count: Int) throws {
    let connection = try StoreConnection(path: path, mode: .create)
    try connection.run("PRAGMA journal_mode = WAL")
    let schema = RecordSchema.schema
    try schema.with(migrations: Array(schema.migrations.prefix(1))).migrate(connection)
    let insert = try connection.prepare(
      "INSERT INTO listings(ordinal, listing_key, document) VALUES (?, ?, ?)")
    for number in 0..<count {
      try insert.bind(1, Int64(number))
      try insert.bind(2, "K\(number)")
      let result: Result<Void, StoreError> = unsafe Array(document(number).utf8).withUnsafeBytes {
        bytes in
        do throws(StoreError) {
          try unsafe insert.bind(3, bytes: bytes)
          return .success(try insert.run())
        } catch { return .failure(error) }
      }
      try result.get()
    }
    try connection.run("UPDATE meta SET value = \(count) WHERE key IN ('count', 'next', 'change')")
  }

  @Test func anOlderStoreIsReadAndBroughtUpToDate() throws {
    let scratch = try Scratch()
    try Self.makeOld(scratch.store, 20)
    var store = try RecordStore.open(path: scratch.store, mode: .read)
    #expect(try store.text(key: "K7") == Self.document(7) && store.verify() == [])
    store = try RecordStore.open(path: scratch.store, mode: .write)
    #expect(try store.text(key: "K7") == Self.document(7) && store.verify() == [])
    #expect(
      try StoreConnection(path: scratch.store, mode: .read).integer("PRAGMA user_version") == 3)
    try StoreConnection(path: scratch.store, mode: .write).run(
      "UPDATE listings SET document = x'7b7d' WHERE ordinal = 7")
    #expect(
      refusal { () throws(StoreError) in try store.text(key: "K7") }?.code == .damagedDocument)
  }

  @Test func aStoreThatIsWrittenOverIsKnown() throws {
    let scratch = try Scratch()
    let other = try Scratch()
    try Self.load(scratch.store, 10)
    try Self.load(other.store, 50)
    let store = try RecordStore.open(path: scratch.store, mode: .read)
    #expect(!store.isWrittenTo)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: other.store))
    let handle = try #require(FileHandle(forWritingAtPath: scratch.store))
    try handle.write(contentsOf: bytes)
    try handle.close()
    #expect(store.isWrittenTo)
    // A replaced store keeps its state.
    let replaced = try RecordStore.open(path: other.store, mode: .read)
    try Self.load(other.store, 5)
    #expect(replaced.isReplaced && !replaced.isWrittenTo)
  }
}
