import Foundation
import Glibc
import Testing

@testable import PlatRecords

/// Processes that are killed without warning at a random moment.
@Suite(.timeLimit(.minutes(30))) struct CrashTests {
  @Test(arguments: [3, 17, 40] as [UInt32])
  func aKilledWriterLosesNothingThatItAcknowledged(milliseconds: UInt32) async throws {
    let scratch = try Scratch()
    let path = scratch.store
    _ = try RecordStore.open(path: path, mode: .create).upsert(RecordBatch([("first", "1")]))
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, milliseconds = milliseconds as UInt32] in
      Thread.detachNewThread {
        usleep(milliseconds * 1_000)
        kill(getpid(), SIGKILL)
      }
      let store = try RecordStore.open(path: path)
      for number in 0..<1_000_000 {
        let result = try store.upsert(RecordBatch([("a\(number)", "1"), ("b\(number)", "2")]))
        // The acknowledgement that the caller of a write receives.
        try Data("\(result.changeNumber)".utf8).write(
          to: URL(fileURLWithPath: path + ".acknowledged"), options: .atomic)
      }
    }
    let file = try? String(
      contentsOf: URL(fileURLWithPath: path + ".acknowledged"), encoding: .utf8)
    let acknowledged = try file.map { try #require(UInt64($0)) } ?? 1
    let store = try RecordStore.open(path: path)
    let change = try store.changeNumber()
    #expect(change >= acknowledged)
    // Each write is there completely or not at all.
    #expect(change % 2 == 1)
    #expect(try store.count() == Int(change))
    #expect(try everything(in: store).count == Int(change))
    #expect(try store.verify() == [])
  }

  @Test func aKilledLoaderLeavesTheOldStore() async throws {
    let scratch = try Scratch()
    let path = scratch.store
    _ = try RecordStore.open(path: path, mode: .create).upsert(RecordBatch([("first", "1")]))
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let loader = try RecordLoader(path: path)
      var batch = RecordBatch()
      for ordinal in 0..<5_000 {
        batch.append(
          ordinal: ordinal, key: "k\(ordinal)", document: String(repeating: "d", count: 600))
      }
      try loader.append(batch)
      kill(getpid(), SIGKILL)
    }
    #expect(scratch.strangers.count == 1)
    #expect(try RecordStore.open(path: path).text(key: "first") == "1")
    _ = try RecordLoader(path: path)
    #expect(scratch.strangers == [], "the next load clears up")
  }
}
