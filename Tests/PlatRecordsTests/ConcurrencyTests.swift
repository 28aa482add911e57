import PlatStore
import Testing

@testable import PlatRecords

@Suite(.timeLimit(.minutes(30))) struct ConcurrencyTests {
  /// Every write sets all ten listings to one number; no reader may ever see two numbers at once.
  @Test func readersSeeWholeTransactions() async throws {
    let scratch = try Scratch()
    let store = try RecordStore.open(path: scratch.store, mode: .create)
    func batch(_ number: Int) -> RecordBatch {
      RecordBatch((0..<10).map { ("k\($0)", "\(number)") })
    }
    _ = try store.upsert(batch(0))
    let torn = try await withThrowingTaskGroup(of: Int.self) { group in
      group.addTask {
        for number in 1...60 { _ = try store.upsert(batch(number)) }
        return 0
      }
      for reader in 0..<6 {
        group.addTask {
          var torn = 0
          var last = 0
          var records = RecordBatch()
          let ordinals = Array(0..<10)
          for _ in 0..<60 {
            if reader % 2 == 0 {
              try store.records(ordinals: ordinals.span, into: &records)
            } else {
              var scan = try store.scan()
              _ = try scan.next(into: &records)
            }
            let numbers = Set((0..<records.count).map(records.documentText(at:)))
            guard numbers.count == 1, let number = numbers.first.flatMap({ Int($0) }),
              number >= last
            else {
              torn += 1
              continue
            }
            last = number
          }
          return torn
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(torn == 0)
    #expect(try store.changeNumber() == 610)
  }

  @Test func aScanSeesTheMomentItBegan() throws {
    let scratch = try Scratch()
    let store = try RecordStore.open(path: scratch.store, mode: .create)
    _ = try store.upsert(RecordBatch((0..<100).map { ("k\($0)", "old") }))
    var scan = try store.scan(from: 10)
    var batch = RecordBatch()
    #expect(try scan.next(into: &batch, bytes: 1))
    _ = try store.upsert(RecordBatch((0..<200).map { ("k\($0)", "new") }))
    _ = try store.delete(keys: ["k50"])
    var documents: Set<String> = []
    var count = batch.count
    while try scan.next(into: &batch, bytes: 100) {
      count += batch.count
      for index in 0..<batch.count { documents.insert(batch.documentText(at: index)) }
    }
    #expect(count == 90 && documents == ["old"] && scan.changeNumber == 100)
    #expect(try store.count() == 199)
  }

  @Test func manyWritersTakeTurns() async throws {
    let scratch = try Scratch()
    let stores = try (0..<3).map { _ in try RecordStore.open(path: scratch.store, mode: .create) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<12 {
        group.addTask {
          for number in 0..<10 {
            _ = try stores[writer % 3].upsert(RecordBatch([("w\(writer)-\(number)", "d")]))
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try stores[0].count() == 120 && stores[1].changeNumber() == 120)
    #expect(try Set(everything(in: stores[2]).values.map(\.ordinal)) == Set(0..<120))
  }

  @Test func openingAndReplacingAtOnce() async throws {
    let scratch = try Scratch()
    _ = try RecordLoader(path: scratch.store).finish()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for round in 1...15 {
          let loader = try RecordLoader(path: scratch.store)
          try loader.append(RecordBatch([("round", "\(round)")]))
          _ = try loader.finish()
        }
      }
      for _ in 0..<4 {
        group.addTask {
          for _ in 0..<40 {
            // Opening a store during its replacement may report so; any other error is a fault.
            let error = refusal { () throws(StoreError) in
              let store = try RecordStore.open(path: scratch.store, mode: .read)
              _ = try store.text(key: "round")
            }
            #expect(error == nil || error?.code == .replaced, "\(error as Any)")
          }
        }
      }
      try await group.waitForAll()
    }
    let store = try RecordStore.open(path: scratch.store)
    #expect(try store.text(key: "round") == "15")
    #expect(try store.verify() == [])
  }
}
