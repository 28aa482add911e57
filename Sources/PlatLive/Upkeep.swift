internal import Dispatch
internal import PlatCommon
internal import PlatRecords
internal import PlatStore
internal import Synchronization

/// How long the history of changes is kept.
public struct HistoryLimits: Equatable, Sendable {
  /// The age at which a change is forgotten (default: 30 days).
  public var age: Duration
  /// The bytes of keys and documents beyond which the oldest changes are forgotten
  /// (default: 1 GB).
  public var bytes: UInt64

  /// Sets the limits.
  public init(age: Duration = .seconds(30 * 86_400), bytes: UInt64 = 1 << 30) {
    (self.age, self.bytes) = (age, bytes)
  }
}

/// Keeps the records' log short and forgets old changes, between commits.
///
/// It checkpoints when the log has grown by ``mostFrames`` pages, after the commit was answered,
/// and when nothing was written for a while. It uses the connection that writes
/// (``StoreLibrary`` says why), so writes wait for it.
final class Upkeep: Sendable {
  private let records: RecordStore
  private let state: Mutex<State>
  /// Held while it works.
  private let working = Mutex(())

  private struct State {
    var limits: HistoryLimits
    /// The number of commits so far.
    var commits = 0
    /// The pages of the log that are in the database.
    var moved = 0
    var isWaiting = false
    var isDue = false
    var isStopped = false
    /// When old changes were last looked for, by the monotonic clock.
    var lookedForOld: UInt64?
    var failure: StoreError?
  }

  /// A log that has grown by so many pages is written to the database: 16 MB.
  static let mostFrames = 2_000
  /// The time without commits after which it works.
  private static let idle = DispatchTimeInterval.milliseconds(500)
  /// The time between two looks for old changes: a minute.
  private static let pause: UInt64 = 60_000_000_000

  private static let queue = DispatchQueue(
    label: "plat.upkeep", qos: .utility, attributes: .concurrent)

  /// Begins; the log may hold what an earlier process wrote.
  init(_ records: RecordStore, _ limits: HistoryLimits) {
    self.records = records
    state = Mutex(State(limits: limits))
    wait()
  }

  var limits: HistoryLimits {
    get { state.withLock { $0.limits } }
    set { state.withLock { $0.limits = newValue } }
  }

  /// Why the last checkpoint has failed; the log only grows then, and the next one is tried later.
  var failure: StoreError? { state.withLock { $0.failure } }

  /// Notes that something was committed.
  ///
  /// - Complexity: O(1); waits for nothing.
  func committed() {
    let frames = records.logFrames
    let isDue = state.withLock { state in
      state.commits += 1
      // A shorter log was begun again.
      if frames < state.moved { state.moved = 0 }
      guard !state.isDue, frames - state.moved >= Self.mostFrames else { return false }
      state.isDue = true
      return true
    }
    if isDue {
      Self.queue.async { [weak self] in
        self?.checkpoint()
      }
    }
    wait()
  }

  /// Does everything now.
  func work() {
    checkpoint()
    forget(untilWritten: false)
  }

  /// Ends; returns when nothing is being done any more.
  func stop() {
    state.withLock { $0.isStopped = true }
    working.withLock { _ in }
  }

  /// Works once nothing was committed for a while.
  private func wait() {
    let commits = state.withLock { state -> Int? in
      guard !state.isWaiting, !state.isStopped else { return nil }
      state.isWaiting = true
      return state.commits
    }
    guard let commits else { return }
    Self.queue.asyncAfter(deadline: .now() + Self.idle) { [weak self] in
      self?.look(since: commits)
    }
  }

  private func look(since commits: Int) {
    let isIdle = state.withLock { state in
      state.isWaiting = false
      return state.commits == commits
    }
    if !isIdle { return wait() }
    checkpoint()
    let isTime = state.withLock { state in
      let now = SystemTime.monotonic
      if let last = state.lookedForOld, now - last < Self.pause { return false }
      state.lookedForOld = now
      return true
    }
    if isTime { forget(untilWritten: true) }
  }

  private func checkpoint() {
    working.withLock { _ in
      if state.withLock({ $0.isStopped }) { return }
      do throws(StoreError) {
        let done = try records.checkpoint()
        state.withLock { ($0.moved, $0.isDue, $0.failure) = (done.moved, false, nil) }
      } catch {
        // A store that was replaced or that writes no more needs none.
        state.withLock { ($0.isDue, $0.failure) = (false, error) }
      }
    }
  }

  /// Forgets old changes, a commit at a time.
  private func forget(untilWritten: Bool) {
    let began = state.withLock { $0.commits }
    var isMore = true
    while isMore {
      working.withLock { _ in
        let (limits, commits, isStopped) = state.withLock { ($0.limits, $0.commits, $0.isStopped) }
        isMore = false
        if isStopped || (untilWritten && commits != began) { return }
        let now = SystemTime.wall / 1_000_000
        let age = min(max(limits.age.components.seconds, 0), 1 << 40) * 1_000
        let bounds = HistoryBounds(oldest: now - age, bytes: limits.bytes)
        isMore = (try? records.forgetHistory(beyond: bounds, now: now)) ?? false
      }
    }
  }
}
