import Foundation
import Plat
import PlatTestSupport
import Testing

/// A build in the background: its progress, its summary and its cancellation.
@Suite(.timeLimit(.minutes(30))) struct BuildTaskTests {
  private static func feed(_ count: Int, in scratch: Scratch) throws -> String {
    let path = scratch.file("feed.ndjson")
    let lines = (0..<count).map { #"{"listingKey":"K\#($0)","standardStatus":"Active"}"# }
    try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test func aBuildReportsItsProgressAndItsSummary() async throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    let build = ListingsDatabase.build(from: [.path(try Self.feed(500, in: scratch))], at: index)
    var steps: [String] = []
    for await progress in build.progress { steps.append(progress.step) }
    let summary = try await build.summary()
    #expect(summary.listings == 500)
    #expect(steps.last == "publishing", "\(steps)")
    #expect(try ListingsDatabase(opening: index).count == 500)
  }

  @Test func aFailedBuildThrowsItsReason() async throws {
    let scratch = try Scratch()
    let build = ListingsDatabase.build(
      from: [.path(scratch.file("missing"))], at: scratch.file("index"))
    await #expect(throws: PlatError.self) { try await build.summary() }
  }

  @Test func aCancelledBuildPublishesNothing() async throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    let build = ListingsDatabase.build(from: [.path(try Self.feed(60_000, in: scratch))], at: index)
    build.cancel()
    do {
      _ = try await build.summary()
      // The build was faster than the cancellation.
      #expect(try ListingsDatabase(opening: index).count == 60_000)
    } catch {
      guard case .ended(.cancelled) = error else { throw error }
      #expect(throws: PlatError.self) { try ListingsDatabase(opening: index) }
    }
  }
}
