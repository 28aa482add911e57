import Foundation
import Plat
import Testing

@testable import PlatServer

/// What `/api/health` tells of written listings, and options for merges.
@Suite(.timeLimit(.minutes(30))) struct MergeHealthTests {
  private func merging(_ scene: WritingScene) -> [String: Any] {
    scene.test.ask("GET", "/api/health").object["merging"] as? [String: Any] ?? [:]
  }

  @Test func unmergedChangesAreCounted() throws {
    let scene = try WritingScene { $0.merging = nil }
    #expect(merging(scene)["changes"] as? Int == 0)
    for number in 0..<3 {
      _ = scene.ask("PUT", "/api/listings/N\(number)", body: WritingScene.listing("N\(number)"))
    }
    let state = merging(scene)
    #expect(state["changes"] as? Int == 3 && state["merges"] as? Int == 0)
    #expect(state["failures"] as? Int == 0 && state["failure"] == nil)
    #expect(state["bytes"] as? Int ?? 0 > 0)
    let health = scene.test.ask("GET", "/api/health").object
    #expect((health["sqlite"] as? [String: Any])?["version"] as? String == StoreLibrary.version)
  }

  @Test func aPolicyMergesWhatIsWritten() throws {
    let scene = try WritingScene {
      var policy = MergePolicy()
      (policy.leastChanges, policy.share, policy.rest) = (1, 0, 0)
      $0.merging = policy
    }
    _ = scene.ask("PUT", "/api/listings/N1", body: WritingScene.listing("N1"))
    let end = Date.now.addingTimeInterval(20)
    while merging(scene)["merges"] as? Int == 0, Date.now < end { usleep(10_000) }
    #expect(merging(scene)["merges"] as? Int ?? 0 >= 1)
    #expect(merging(scene)["changes"] as? Int == 0)
    #expect(scene.test.ask("GET", "/api/mls-listings/N1").status == 200)
  }

  @Test func changesAreKeptForAsLongAsTheOptionsSay() throws {
    let scene = try WritingScene { $0.history.age = .seconds(77) }
    let live = try #require(scene.test.service.live)
    #expect(live.historyLimits.age == .seconds(77))
  }
}
