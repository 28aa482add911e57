internal import Dispatch
internal import PlatCommon
public import PlatFeeds

/// A build on its own thread.
///
///     let build = ListingsDatabase.build(from: [.path("listings.ndjson")], at: "indexes/demo")
///     for await progress in build.progress { print(progress.step, progress.listings) }
///     let summary = try await build.summary()
///
/// The build continues if nobody waits for it; ``cancel()`` ends it before it publishes.
public final class BuildTask: Sendable {
  /// The newest progress, until the build ends.
  ///
  /// Progress that is not read before the next update is dropped.
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
      // A build blocks its thread, so it must not run on a thread of the shared task pool.
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

  /// Waits for the end of the build and returns its result.
  ///
  /// - Throws: ``PlatError``, as ``IndexBuild/run(_:into:options:progress:)`` does;
  ///   ``PlatError/ended(_:)`` after ``cancel()``. The directory is then as it was.
  public func summary() async throws(PlatError) -> BuildSummary { try await outcome.value.get() }

  /// Ends the build at its next batch of listings; a build that is already publishing completes.
  public func cancel() { limit.cancel() }
}

extension ListingsDatabase {
  /// Starts building an index directory from feeds.
  ///
  /// - Parameters:
  ///   - inputs: The feeds, in order; a later listing replaces an earlier one with its key.
  ///   - path: The index directory, created if missing.
  ///   - options: Options of the build.
  public static func build(
    from inputs: [FeedInput], at path: String, options: BuildOptions = BuildOptions()
  ) -> BuildTask {
    BuildTask(inputs, path, options)
  }
}
