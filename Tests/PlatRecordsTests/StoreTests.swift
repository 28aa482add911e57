import PlatStore
import PlatTestSupport
import Testing

@testable import PlatRecords

@Suite(.timeLimit(.minutes(30))) struct StoreTests {
  @Test func anEmptyStore() throws {
    let scratch = try Scratch()
    let store = try RecordStore.open(path: scratch.store, mode: .create)
    #expect(try store.count() == 0)
    #expect(try store.changeNumber() == 0)
    #expect(try everything(in: store) == [:])
    #expect(try store.text(ordinal: 0) == nil)
    #expect(try store.text(key: "a") == nil)
    #expect(try store.changes(since: 0) == RecordChanges(changeNumber: 0))
    #expect(try store.upsert(RecordBatch()).changeNumber == 0)
    #expect(try store.delete(keys: []).ordinals == [])
    #expect(try store.delete(keys: ["a"]).ordinals == [nil])
    #expect(try store.changeNumber() == 0)
    #expect(try store.verify() == [])
  }

  @Test func writesAreReadBackAndCounted() throws {
    let scratch = try Scratch()
    let store = try RecordStore.open(path: scratch.store, mode: .create)
    let first = try store.upsert(RecordBatch([("a", "1"), ("b", "2"), ("c", "3")]))
    #expect(
      first
        == WriteResult(changeNumber: 3, outcomes: [.added, .added, .added], ordinals: [0, 1, 2]))
    let second = try store.upsert(RecordBatch([("b", "two"), ("d", "4"), ("c", "3"), ("b", "2b")]))
    #expect(
      second
        == WriteResult(
          changeNumber: 6, outcomes: [.replaced, .added, .unchanged, .replaced],
          ordinals: [1, 3, 2, 1]))
    #expect(try store.text(key: "b") == "2b" && store.text(ordinal: 1) == "2b")
    #expect(try store.count() == 4)
    #expect(
      try store.delete(keys: ["a", "x", "d", "a"])
        == DeletionResult(changeNumber: 8, ordinals: [0, nil, 3, nil]))
    #expect(try store.text(key: "a") == nil && store.text(ordinal: 3) == nil)
    #expect(try store.count() == 2)
    // An ordinal is never reused.
    #expect(try store.upsert(RecordBatch([("d", "again")])).ordinals == [4])

    var batch = RecordBatch()
    try store.records(ordinals: [4, 0, 1, 99, 1].span, into: &batch)
    #expect((0..<batch.count).map(batch.keyText(at:)) == ["d", "", "b", "", "b"])
    #expect((0..<batch.count).map(batch.documentText(at:)) == ["again", "", "2b", "", "2b"])
    #expect(batch.ordinals == [4, 0, 1, 99, 1])
    #expect(try store.verify() == [])
  }

  @Test func changesSinceANumber() throws {
    let scratch = try Scratch()
    let store = try RecordStore.open(path: scratch.store, mode: .create)
    _ = try store.upsert(RecordBatch([("a", "1"), ("b", "2"), ("c", "3")]))
    _ = try store.upsert(RecordBatch([("a", "4")]))
    _ = try store.delete(keys: ["b"])
    var changes = try store.changes(since: 0)
    #expect(changes.changed == [2, 0] && changes.deleted == [1] && changes.deletedKeys == ["b"])
    #expect(changes.changeNumber == 5 && !changes.isEverything)
    changes = try store.changes(since: 3)
    #expect(changes.changed == [0] && changes.deleted == [1])
    changes = try store.changes(since: 5)
    #expect(changes.changed == [] && changes.deleted == [])
    // A number that the store has not reached belongs to another store.
    #expect(try store.changes(since: 6).isEverything)
    #expect(try store.changes(since: .max).isEverything)
  }

  @Test func anOlderRecordIsRefusedOnlyOnDemand() throws {
    let scratch = try Scratch()
    let store = try RecordStore.open(path: scratch.store, mode: .create)
    func put(_ document: String, _ modified: Int64?, _ refusing: Bool = true) throws
      -> WriteOutcome?
    {
      var batch = RecordBatch()
      batch.append(key: "a", document: document, modified: modified)
      return try store.upsert(batch, refusingOlder: refusing).outcomes.first
    }
    #expect(try put("1", 100) == .added)
    #expect(try put("2", 99) == .older(than: 100))
    #expect(try store.text(key: "a") == "1")
    #expect(try put("3", 100) == .replaced)
    #expect(try put("3", 100) == .unchanged)
    #expect(try put("3", 101) == .replaced)
    #expect(try put("4", nil) == .replaced)
    #expect(try put("5", -5) == .replaced)
    #expect(try put("6", -6, false) == .replaced)
    #expect(try store.changeNumber() == 6)
  }

  static let oddKeys = [
    "'", "''; DROP TABLE listings; --", "\"", "a\u{0}b", "a", " a", "A", "ä", "a\u{308}", "😀", "%",
    "?", "NULL", "\n",
    String(repeating: "k", count: 10_000),
  ]

  @Test func oddKeysAndDocuments() throws {
    let scratch = try Scratch()
    let store = try RecordStore.open(path: scratch.store, mode: .create)
    var batch = RecordBatch()
    for (index, key) in Self.oddKeys.enumerated() {
      batch.append(
        key: key, document: index % 2 == 0 ? key : "", modified: index % 3 == 0 ? nil : Int64(index)
      )
    }
    let result = try store.upsert(batch)
    #expect(result.outcomes.allSatisfy { $0 == .added })
    for (index, key) in Self.oddKeys.enumerated() {
      #expect(try store.text(key: key) == (index % 2 == 0 ? key : ""))
      #expect(try store.text(ordinal: index) == (index % 2 == 0 ? key : ""))
    }
    var back = RecordBatch()
    var scan = try store.scan()
    #expect(try scan.next(into: &back))
    #expect((0..<back.count).map(back.keyText(at:)) == Self.oddKeys)
    let modified: [Int64?] = back.ordinals.map { $0 % 3 == 0 ? nil : Int64($0) }
    #expect(back.ordinals.map(back.modified(at:)) == modified)
    #expect(try store.delete(keys: Self.oddKeys).ordinals == Array(0..<Self.oddKeys.count))
    #expect(
      refusal { () throws(StoreError) in try store.upsert(RecordBatch([("a", "1"), ("", "2")])) }?
        .code
        == .invalidRecord)
    #expect(try store.count() == 0)
  }

  @Test func aLargeDocument() throws {
    let scratch = try Scratch()
    let store = try RecordStore.open(path: scratch.store, mode: .create)
    let large = String(repeating: "x", count: 5_000_000)
    _ = try store.upsert(RecordBatch([("a", large), ("b", "small")]))
    #expect(try store.text(key: "a") == large)
    var batch = RecordBatch()
    var scan = try store.scan()
    #expect(try scan.next(into: &batch, bytes: 10))
    #expect(batch.count == 1)
    #expect(try scan.next(into: &batch, bytes: 10))
    #expect(batch.documentText(at: 0) == "small")
    #expect(try !scan.next(into: &batch))
    #expect(try !scan.next(into: &batch))
  }

  @Test func notesAreKept() throws {
    let scratch = try Scratch()
    do {
      let store = try RecordStore.open(path: scratch.store, mode: .create)
      #expect(try store.note("clusters") == nil)
      try store.setNote("clusters", to: "radius=40")
      try store.setNote("change", to: "not the change number")
    }
    let store = try RecordStore.open(path: scratch.store)
    #expect(try store.note("clusters") == "radius=40")
    #expect(try store.changeNumber() == 0)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func aThousandRandomWritesAgainstAPlainModel(seed: UInt64) throws {
    let scratch = try Scratch()
    var random = SeededGenerator(seed: seed)
    var model = Model()
    var store = try RecordStore.open(path: scratch.store, mode: .create)
    var marks: [(change: UInt64, rows: [String: Model.Row])] = [(0, [:])]
    for step in 0..<60 {
      let size = Int.random(in: 1...30, using: &random)
      if Bool.random(using: &random) || Bool.random(using: &random) {
        var batch = RecordBatch()
        for _ in 0..<size {
          let key = "k\(Int.random(in: 0..<80, using: &random))"
          let document = String(repeating: "d", count: Int.random(in: 0...3, using: &random))
          let modified: Int64? = Bool.random(using: &random) ? nil : 5
          batch.append(key: key, document: document, modified: modified)
          model.upsert(key, document, modified)
        }
        #expect(try store.upsert(batch).changeNumber == model.change, "seed \(seed), step \(step)")
      } else {
        let keys = (0..<size / 3).map { _ in "k\(Int.random(in: 0..<80, using: &random))" }
        for key in keys { model.delete(key) }
        #expect(
          try store.delete(keys: keys).changeNumber == model.change, "seed \(seed), step \(step)")
      }
      if step % 10 == 9 { store = try RecordStore.open(path: scratch.store) }
      marks.append((model.change, model.rows))
    }
    #expect(try everything(in: store) == model.rows, "seed \(seed)")
    #expect(try store.count() == model.rows.count && store.changeNumber() == model.change)
    for mark in marks {
      // An earlier state, updated by the list of changes, equals the current state.
      var rows = Dictionary(
        uniqueKeysWithValues: mark.rows.map { ($0.value.ordinal, ($0.key, $0.value.document)) })
      let changes = try store.changes(since: mark.change)
      for ordinal in changes.deleted { rows[ordinal] = nil }
      var batch = RecordBatch()
      try store.records(ordinals: changes.changed.span, into: &batch)
      for index in 0..<batch.count {
        rows[batch.ordinals[index]] = (batch.keyText(at: index), batch.documentText(at: index))
      }
      let now = Dictionary(
        uniqueKeysWithValues: model.rows.map { ($0.value.ordinal, $0.value.document) })
      #expect(rows.mapValues(\.1) == now, "seed \(seed), since \(mark.change)")
    }
    #expect(try store.verify() == [])
  }
}
