internal import Synchronization

/// Why work ended before its answer was complete.
public enum WorkEnded: Error, Equatable, Sendable {
  /// The deadline passed.
  case deadline
  /// Nobody is waiting for the answer any more.
  case cancelled
}

/// The deadline of one piece of work, and whether its answer is still wanted.
///
/// The caller that starts the work runs it inside ``run(_:)``. Loops over blocks, rows or edges
/// read ``current`` once before they begin and call ``check()`` every few thousand rows. An
/// exceeded limit throws; it never shortens an answer. Nothing that an ended piece of work computed
/// may be kept in a cache.
///
///     let limit = WorkLimit(seconds: 2)
///     let result = try limit.run { try database.search(request) }
///
/// Without a limit, work runs to completion.
public final class WorkLimit: Sendable {
  /// The limit of the current thread's (or task's) work.
  @TaskLocal public static var current: WorkLimit?

  /// When the work must end.
  public let deadline: ContinuousClock.Instant
  private let isCancelled = Atomic<Bool>(false)
  private let wasCut = Atomic<Bool>(false)
  /// The checks that remain before the work ends; only counted if it starts above 0.
  private let checksLeft: Atomic<Int>
  private let countsChecks: Bool

  /// Limits work to end at an instant.
  public init(deadline: ContinuousClock.Instant) {
    self.deadline = deadline
    checksLeft = Atomic(0)
    countsChecks = false
  }

  /// Limits work to end at a given check, counted from 1, so that tests can end work everywhere it
  /// can end.
  package init(endingAtCheck number: Int) {
    deadline = .now + .seconds(86_400)
    checksLeft = Atomic(number)
    countsChecks = true
  }

  /// Limits work to end after a number of seconds.
  public convenience init(seconds: Double) { self.init(deadline: .now + .seconds(seconds)) }

  /// Ends the work at its next check; any thread may call this.
  public func cancel() { isCancelled.store(true, ordering: .relaxed) }

  /// Why the work must end now, or nil while it may continue.
  ///
  /// - Complexity: O(1); reads an atomic and the monotonic clock, about 30 ns.
  public var ended: WorkEnded? {
    if isCancelled.load(ordering: .relaxed) { return .cancelled }
    if countsChecks, checksLeft.wrappingSubtract(1, ordering: .relaxed).newValue <= 0 {
      return .cancelled
    }
    return ContinuousClock.now >= deadline ? .deadline : nil
  }

  /// Throws once the work must end.
  ///
  /// - Complexity: O(1), as ``ended``.
  public func check() throws(WorkEnded) {
    guard let ended else { return }
    wasCut.store(true, ordering: .relaxed)
    throw ended
  }

  /// Whether a check has thrown: then an answer of that work is incomplete, even if the error was
  /// ignored.
  public var hasCutWork: Bool { wasCut.load(ordering: .relaxed) }

  /// Runs work without any limit: a table shared with others is completed, no matter which request
  /// needed it first.
  public static func withoutLimit<Result, Failure: Error>(
    _ work: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let outcome: Swift.Result<Result, Failure> = $current.withValue(nil) {
      do throws(Failure) { return .success(try work()) } catch { return .failure(error) }
    }
    return try outcome.get()
  }

  /// Runs work under this limit; meanwhile ``current`` is this limit on this thread and in child
  /// tasks.
  public func run<Result, Failure: Error>(_ work: () throws(Failure) -> Result) throws(Failure)
    -> Result
  {
    // TaskLocal.withValue rethrows untyped errors.
    let outcome: Swift.Result<Result, Failure> = Self.$current.withValue(self) {
      do throws(Failure) { return .success(try work()) } catch { return .failure(error) }
    }
    return try outcome.get()
  }
}
