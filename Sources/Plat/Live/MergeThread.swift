internal import Dispatch
internal import PlatCommon
public import PlatLive
internal import Synchronization

/// The state of an index's merges.
public struct MergeState: Sendable {
  /// What was written and is not in the snapshot on disk.
  public var unmerged = UnmergedChanges()
  /// The number of the last change that is shown.
  public var changeNumber: UInt64 = 0
  /// The number of the last change that the snapshot on disk holds.
  public var snapshotChangeNumber: UInt64 = 0
  /// Whether a merge runs.
  public var isMerging = false
  /// How many merges this process has made.
  public var merges = 0
  /// How many merges have failed since the last one that did not.
  public var failures = 0
  /// Why the last merge has failed; nil where it has not.
  public var failure: String?
  /// How long the last merge took, in seconds.
  public var seconds: Double?
}

/// Decides when a live database merges, on a thread of low priority.
///
/// After a failure the next attempt waits a second, then twice as long each time, up to five
/// minutes.
final class MergeThread: Sendable {
  private struct State {
    var shown = MergeState()
    var ended: ContinuousClock.Instant?
    var nextAttempt: ContinuousClock.Instant?
    var isStarted = false
  }

  /// The policy; nil where nothing is merged without being asked for.
  let policy: MergePolicy?
  private let held = Mutex(State())
  private let woken = DispatchSemaphore(value: 0)

  init(_ policy: MergePolicy?) { self.policy = policy }

  /// The state of merges, without what the writer knows.
  var state: MergeState { held.withLock { $0.shown } }

  /// Whether a merge is likely to succeed soon.
  var canMerge: Bool { held.withLock { $0.isStarted && $0.shown.failures == 0 } }

  /// Starts the thread, unless it runs; it ends with the database.
  ///
  /// - Returns: Whether it runs.
  func start(for live: LiveDatabase) -> Bool {
    guard policy != nil else { return false }
    return held.withLock { state in
      if state.isStarted { return true }
      let database = WeakDatabase(live)
      // Tests see the steps of this thread too.
      let hook = LiveStep.hook
      state.isStarted = SystemThread.start(nice: 10) { [woken] in
        guard let hook else { return Self.run(database, woken) }
        LiveStep.$hook.withValue(hook) { Self.run(database, woken) }
      }
      return state.isStarted
    }
  }

  private static func run(_ live: WeakDatabase, _ woken: DispatchSemaphore) {
    while true {
      _ = woken.wait(timeout: .now() + .milliseconds(250))
      guard let live = live.value, !live.isStopped else { return }
      live.mergeIfDue()
    }
  }

  /// Lets the thread look now.
  func wake() { woken.signal() }

  /// Whether the policy says to merge.
  func isDue(_ unmerged: UnmergedChanges) -> Bool {
    guard let policy else { return false }
    let now = ContinuousClock.now
    let state = held.withLock { $0 }
    if let next = state.nextAttempt, now < next { return false }
    let last = state.ended.map {
      (ended: now - $0, took: Duration.seconds(state.shown.seconds ?? 0))
    }
    return policy.reason(toMerge: unmerged, sinceMerge: last) != nil
  }

  func note(isMerging: Bool) { held.withLock { $0.shown.isMerging = isMerging } }

  func noteMerge(seconds: Double) {
    held.withLock { state in
      state.ended = .now
      state.nextAttempt = nil
      state.shown.merges += 1
      state.shown.failures = 0
      state.shown.failure = nil
      state.shown.seconds = seconds
    }
  }

  /// Notes a failed merge; says whether it has another reason than the one before.
  func noteFailure(_ error: PlatError) -> Bool {
    held.withLock { state in
      state.shown.failures += 1
      let wait = min(1 << min(state.shown.failures - 1, 9), 300)
      state.nextAttempt = .now + .seconds(wait)
      let text = "\(error)"
      defer { state.shown.failure = text }
      return state.shown.failure != text
    }
  }

  /// A reference that does not keep the live database alive.
  private struct WeakDatabase: Sendable {
    weak let value: LiveDatabase?
    init(_ value: LiveDatabase) { self.value = value }
  }
}
