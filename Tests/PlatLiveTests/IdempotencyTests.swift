import Dispatch
import Foundation
import PlatIndex
import PlatLive
import PlatRecords
import PlatTestSupport
import Synchronization
import Testing

/// Writes that are sent again, and who made a write.
@Suite(.timeLimit(.minutes(30))) struct IdempotencyTests {
  private func origin(_ key: String, _ payload: UInt8 = 1, client: String = "site") -> WriteOrigin {
    WriteOrigin(
      actor: client, requestID: "request \(key)",
      idempotency: IdempotencyKey(
        client: client, key: key, payload: Array(repeating: payload, count: 32)))
  }

  private func document(_ key: String, _ price: Int = 1) -> [UInt8] {
    Array(#"{"listingKey":"\#(key)","listPrice":\#(100_000 + price)}"#.utf8)
  }

  @Test func aWriteThatIsSentAgainIsNotCarriedOutAgain() throws {
    let scene = try WriterScene([])
    _ = try scene.writer.write([.upsert(document: document("A"))])
    let batch: [WriteOperation] = [
      .upsert(document: document("A")), .upsert(document: document(#"B \"x\""#)), .delete(key: "A"),
    ]
    let first = try scene.writer.write(batch, from: origin("1"))
    #expect(first.listings.map(\.outcome) == [.unchanged, .added, .deleted])
    #expect(try scene.writer.write(batch, from: origin("1")) == first)
    try scene.restart()
    #expect(try scene.writer.write(batch, from: origin("1")) == first)
    #expect(scene.writer.changeNumber == 3 && scene.writer.generation.count == 1)
    // Another client's key, and another key, are other writes.
    #expect(throws: WriteError.self) {
      try scene.writer.write(batch.suffix(1), from: origin("1", client: "other"))
    }
    #expect(try scene.writer.write(batch, from: origin("2")).changeNumber == 5)
  }

  @Test func theSameKeyWithAnotherPayloadIsRefused() throws {
    let scene = try WriterScene([])
    _ = try scene.writer.write([.upsert(document: document("A"))], from: origin("1"))
    do throws(WriteError) {
      _ = try scene.writer.write([.upsert(document: document("B"))], from: origin("1", 2))
      Issue.record("it was written")
    } catch {
      guard case .refused(.idempotencyMismatch) = error else {
        Issue.record("\(error)")
        return
      }
      #expect("\(error)".contains("send a new key"))
    }
    #expect(scene.writer.generation.count == 1)
  }

  /// A refused write can be sent again once its cause is gone.
  @Test func aRefusedWriteKeepsNoReceipt() throws {
    let scene = try WriterScene([])
    #expect(throws: WriteError.self) {
      try scene.writer.write([.delete(key: "A")], from: origin("1"))
    }
    _ = try scene.writer.write([.upsert(document: document("A"))])
    #expect(try scene.writer.write([.delete(key: "A")], from: origin("1")).count(.deleted) == 1)
  }

  @Test func ofManyAtOnceOneIsCarriedOut() throws {
    let scene = try WriterScene([])
    let writer = scene.writer
    let receipts = Mutex<[WriteReceipt]>([])
    let batch: [WriteOperation] = [.upsert(document: document("A"))]
    let origin = origin("1")
    DispatchQueue.concurrentPerform(iterations: 16) { _ in
      if let receipt = try? writer.write(batch, from: origin) {
        receipts.withLock { $0.append(receipt) }
      }
    }
    let all = receipts.withLock { $0 }
    #expect(all.count == 16 && all.allSatisfy { $0 == all[0] })
    #expect(all.first?.count(.added) == 1 && writer.changeNumber == 1)
  }

  @Test func theHistorySaysWhoWrote() throws {
    let scene = try WriterScene([])
    _ = try scene.writer.write([.upsert(document: document("A"))], from: origin("1"))
    _ = try scene.writer.write([.upsert(document: document("A", 2))])
    let entries = try scene.records.history(since: 0, limit: 10).entries
    #expect(entries.map(\.origin.actor) == ["site", nil])
    #expect(entries.map(\.origin.request) == ["request 1", nil])
  }

  @Test func theFieldIsAQuotedString() {
    #expect(IdempotencyKey.key(inField: #""8e03978e""#) == "8e03978e")
    #expect(IdempotencyKey.key(inField: #"  "a \" b \\ c" "#) == #"a " b \ c"#)
    let bad = [
      "", "a", "\"", "\"\"", "\"a", "a\"", "\"a\"b\"", "\"a\\\"", "\"a\\n\"", "\"\u{e9}\"",
      "\"" + String(repeating: "x", count: 256) + "\"",
    ]
    for text in bad { #expect(IdempotencyKey.key(inField: text) == nil, "\(text)") }
    #expect(IdempotencyKey.key(inField: "\"" + String(repeating: "x", count: 255) + "\"") != nil)
  }

  /// Between writes the log goes to the database and old changes go away.
  @Test func upkeepShortensLogAndHistory() throws {
    let scene = try WriterScene([])
    for number in 0..<300 {
      _ = try scene.writer.write([.upsert(document: document("K\(number)"))])
    }
    #expect(scene.records.logFrames > 500)
    scene.writer.historyLimits = HistoryLimits(bytes: 1_000)
    scene.writer.keepUp()
    _ = try scene.writer.write([.upsert(document: document("last"))])
    #expect(scene.records.logFrames < 500)
    let history = try scene.records.history(since: 0, limit: 1_000)
    #expect(history.forgotten > 250 && history.entries.count < 50)
    #expect(try scene.records.verify() == [] && scene.writer.upkeepFailure == nil)
    scene.writer.historyLimits = HistoryLimits(age: .seconds(-1))
    scene.writer.keepUp()
    #expect(try scene.records.history(since: 0, limit: 1_000).entries.count < 50)
  }
}
