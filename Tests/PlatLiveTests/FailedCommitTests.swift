import Foundation
import PlatIndex
import PlatLive
import PlatRecords
import PlatStore
import PlatTestSupport
import Testing

/// Commits that fail: what is answered is what is on disk.
@Suite(.timeLimit(.minutes(30))) struct FailedCommitTests {
  /// Writes a listing; gives the error's name.
  static func outcome(_ scene: WriterScene, _ key: String) -> String {
    do throws(WriteError) {
      _ = try scene.writer.write([.upsert(document: Array(#"{"listingKey":"\#(key)"}"#.utf8))])
      return "written"
    } catch {
      switch error {
      case .store(let error): return "store \(error.code)"
      case .unknownOutcome: return "unknown"
      case .stopped: return "stopped"
      default: return "\(error)"
      }
    }
  }

  @Test func aCommitWhoseSyncFailedIsNotThereAndTheNextWriterGoesOn() async throws {
    await #expect(processExitsWith: .success) {
      FaultyDisk.install()
      let scene = try WriterScene([])
      // A checkpoint would meet the fault.
      scene.writer.endUpkeep()
      try #require(FailedCommitTests.outcome(scene, "A") == "written")
      FaultyDisk.set(.oneSync)
      try #require(FailedCommitTests.outcome(scene, "B") == "store inputOutput")
      try #require(scene.writer.isStopped && scene.writer.changeNumber == 1)
      try #require(FailedCommitTests.outcome(scene, "B") == "stopped")
      try scene.restart()
      try #require(scene.writer.generation.ordinal(key: "B") == nil)
      try #require(FailedCommitTests.outcome(scene, "C") == "written")
      // Without any connection the log is read from the start.
      try scene.restart()
      try #require(scene.writer.changeNumber == 2)
      try #require(scene.writer.generation.ordinal(key: "C") != nil)
      try #require(scene.records.verify() == [])
    }
  }

  @Test func theOutcomeIsUnknownWhereTheRecordsStayUnwritable() async throws {
    await #expect(processExitsWith: .success) {
      FaultyDisk.install()
      let scene = try WriterScene([])
      // A checkpoint would meet the fault.
      scene.writer.endUpkeep()
      try #require(FailedCommitTests.outcome(scene, "A") == "written")
      FaultyDisk.set(.everySync)
      try #require(FailedCommitTests.outcome(scene, "B") == "unknown")
      try #require(FailedCommitTests.outcome(scene, "B") == "stopped")
      // Reading goes on.
      try #require(scene.writer.generation.ordinal(key: "A") != nil)
      try #require(scene.records.changeNumber() == 1)
      FaultyDisk.set(.none)
      try scene.restart()
      try #require(FailedCommitTests.outcome(scene, "C") == "written")
      try #require(scene.records.verify() == [])
    }
  }

  @Test func aFullDiskIsSaidAndReadingGoesOn() async throws {
    await #expect(processExitsWith: .success) {
      FaultyDisk.install()
      let scene = try WriterScene([])
      // A checkpoint would meet the fault.
      scene.writer.endUpkeep()
      try #require(FailedCommitTests.outcome(scene, "A") == "written")
      FaultyDisk.set(.everyWrite)
      let outcome = FailedCommitTests.outcome(scene, "B")
      try #require(outcome == "store noSpace" || outcome == "unknown")
      try #require(scene.records.changeNumber() == 1)
      FaultyDisk.set(.none)
      try scene.restart()
      try #require(scene.writer.changeNumber == 1)
      try #require(FailedCommitTests.outcome(scene, "B") == "written")
      try #require(scene.records.verify() == [])
    }
  }
}
