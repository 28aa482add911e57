internal import Dispatch
internal import PlatCommon
public import PlatFeeds

/// A build that runs on a thread of its own.
///
///     let build = ListingsDatabase.build(from: [.path("listings.ndjson")], at: "indexes/demo")
///     for await progress in build.progress { print(progress.step, progress.listings) }
///     let summary = try await build.summary()
///
/// The build goes on when nobody waits for it; ``cancel()`` ends it before it publishes.
public final class BuildTask: Sendable {
  /// The newest progress, until the build ends.
  ///
  /// Progress that nobody took before the next came is skipped.
  public let progress: AsyncStream<BuildProgress>
  private let outcome: Task<Result<BuildSummary, PlatError>, Never>
  private let limit: WorkLimit

  fileprivate init(_ inputs: [FeedInput], _ path: String, _ options: BuildOptions) {
    let limit = WorkLimit(deadline: .now + .seconds(Int64(Int32.max)))
    let (progress, reports) = AsyncStream.makeStream(
      of: BuildProgress.self, bufferingPolicy: .bufferingNewest(1))
    self.progress = progress
    self.limit = limit
    outcome = Task.detached {
      // A build blocks its thread, which must not be one of those that tasks share.
      await withCheckedContinuation { continuation in
        DispatchQueue(label: "plat.build").async {
          let outcome: Result<BuildSummary, PlatError>
          do throws(PlatError) {
            outcome = .success(
              try limit.run { () throws(PlatError) in
                try IndexBuild.run(inputs, into: path, options: options) { reports.yield($0) }
              })
          } catch { outcome = .failure(error) }
          reports.finish()
          continuation.resume(returning: outcome)
        }
      }
    }
  }

  /// What the build has made, once it has ended.
  ///
  /// - Throws: ``PlatError``, as ``IndexBuild/run(_:into:options:progress:)`` does;
  ///   ``PlatError/ended(_:)`` after ``cancel()``. The directory is then as it was.
  public func summary() async throws(PlatError) -> BuildSummary { try await outcome.value.get() }

  /// Ends the build at its next batch of listings; one that publishes already is not ended.
  public func cancel() { limit.cancel() }
}

extension ListingsDatabase {
  /// Starts to build an index directory from feeds.
  ///
  /// - Parameters:
  ///   - inputs: The feeds, in order; a later listing replaces an earlier one with its key.
  ///   - path: The index directory; the build makes it where it is missing.
  ///   - options: What to make, and how to read.
  public static func build(
    from inputs: [FeedInput], at path: String, options: BuildOptions = BuildOptions()
  ) -> BuildTask {
    BuildTask(inputs, path, options)
  }
}
