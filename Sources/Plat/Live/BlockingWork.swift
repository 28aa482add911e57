internal import Dispatch
internal import PlatCommon
internal import Synchronization

/// Runs work that blocks its thread, off the threads that tasks share.
///
/// A cancelled task gets `PlatError.ended(.cancelled)` at once. Its work ends at its next check of
/// `WorkLimit`; a wait for a disk or another server ends by itself.
enum BlockingWork {
  private static let queue = DispatchQueue(label: "plat.blocking", attributes: .concurrent)

  static func run<Value: Sendable>(
    _ work: @escaping @Sendable () throws(PlatError) -> Value
  ) async throws(PlatError) -> Value {
    let distant = ContinuousClock.now + .seconds(Int64(Int32.max))
    let limit = WorkLimit(deadline: WorkLimit.current?.deadline ?? distant)
    let waiter = Waiter<Value>()
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        waiter.wait(continuation)
        queue.async {
          waiter.take {
            do throws(PlatError) {
              if let ended = limit.ended { throw .ended(ended) }
              return .success(try limit.run(work))
            } catch { return .failure(error) }
          }
        }
      }
    } onCancel: {
      limit.cancel()
      waiter.take { .failure(.ended(.cancelled)) }
    }
    return try outcome.get()
  }

  /// Resumes a task once: with the work's outcome, or with its cancellation if that comes first.
  private final class Waiter<Value: Sendable>: Sendable {
    typealias Outcome = Result<Value, PlatError>

    private struct State {
      var continuation: CheckedContinuation<Outcome, Never>?
      /// An outcome that came before the task waited.
      var early: Outcome?
    }

    private let state = Mutex(State())

    func wait(_ continuation: CheckedContinuation<Outcome, Never>) {
      let early = state.withLock { state -> Outcome? in
        if state.early == nil { state.continuation = continuation }
        return state.early
      }
      if let early { continuation.resume(returning: early) }
    }

    func take(_ make: () -> Outcome) {
      let outcome = make()
      let continuation = state.withLock { state in
        if state.continuation == nil, state.early == nil { state.early = outcome }
        defer { state.continuation = nil }
        return state.continuation
      }
      continuation?.resume(returning: outcome)
    }
  }
}
