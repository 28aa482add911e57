internal import Dispatch
public import PlatLive
public import PlatSnapshot
internal import Synchronization

/// An index directory that stays open while builds publish newer snapshots.
///
///     let live = try LiveDatabase(opening: "indexes/demo")
///     let result = try live.current.search(request)
///
///     for await update in live.updates {
///       if case .opened(let database) = update { print("now \(database.count) listings") }
///     }
///
/// ``current`` is the newest whole snapshot. It can change between two calls, so read it once for
/// each piece of work: a database itself never changes. A damaged new snapshot is refused and
/// reported, and the current one stays.
///
/// A write through ``write(_:older:from:)`` is on disk and in ``current`` when it returns.
///
///     try live.upsert(document)
///     try live.setStatus(of: "SC1", to: "Closed")
///     try live.delete(key: "SC2")
///
/// Any number of threads may use a live database at once. It follows the directory until
/// ``stop()``, or until its last reference is released; streams of updates do not keep it alive.
public final class LiveDatabase: Sendable {
  /// A change of the directory.
  public enum Update: Sendable {
    /// Another database is now current: of a newer snapshot, or with newer writes.
    case opened(ListingsDatabase)
    /// Newer snapshots were refused, newest first; each is reported once.
    case refused([SnapshotError])
    /// The directory cannot be read, the current snapshot was damaged on disk and no other one is
    /// whole, or a merge has failed and is tried again later. Following continues.
    case failed(PlatError)
  }

  private struct State {
    var current: ListingsDatabase
    /// The reported refusals that still apply.
    var reported: Set<String>
    var followers: [Int: AsyncStream<Update>.Continuation] = [:]
    var nextFollower = 0
    var isStopped = false
  }

  /// The index directory.
  public let path: String
  private let follower: DirectoryFollower
  private let state: Mutex<State>
  /// Held while the directory is opened again.
  let refreshing = Mutex(())
  /// Held while a merge runs.
  let merging = Mutex(())
  /// Decides when to merge.
  let merger: MergeThread
  /// The writer, once something was written.
  let session = Mutex<WritingSession?>(nil)
  /// How long changes are kept.
  let keptHistory = Mutex(HistoryLimits())
  /// The session that was begun last.
  let lastSession = Mutex(WeakSession())

  /// The number of updates buffered for a slow consumer; older ones are dropped.
  public static let bufferedUpdates = 8

  /// Opens an index directory, and follows it.
  ///
  /// - Parameters:
  ///   - path: The index directory.
  ///   - scope: The listings to show.
  ///   - verifying: Whether to compare the checksums of a snapshot before it becomes current
  ///     (default: true; some 0.1 s for 100 MB).
  ///   - residence: Whether to map snapshots or to read them into memory.
  ///   - interval: The time between two looks at the directory; nil to look only in ``refresh()``.
  ///   - policy: When a database that writes merges by itself; nil to merge only in ``merge()``.
  /// - Throws: ``PlatError``, as opening a ``ListingsDatabase`` does.
  public init(
    opening path: String, showing scope: StatusScope = .all, verifying: Bool = true,
    residence: Snapshot.Residence = .mapped, lookingEvery interval: Duration? = .seconds(1),
    merging policy: MergePolicy? = MergePolicy()
  ) throws(PlatError) {
    self.path = path
    merger = MergeThread(policy)
    follower = DirectoryFollower(
      path, showing: scope, verifying: verifying, residence: residence)
    let first = try follower.open()
    state = Mutex(State(current: first, reported: Set(first.refusedSnapshots.map { "\($0)" })))
    if let interval { Self.look(every: interval, Weak(self)) }
  }

  deinit { stop() }

  /// The newest whole snapshot, with what was written since.
  public var current: ListingsDatabase { state.withLock { $0.current } }

  /// The updates from now on; each call makes its own stream.
  ///
  /// A stream ends after ``stop()``, and when the live database's last reference is released.
  public var updates: AsyncStream<Update> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Update.self, bufferingPolicy: .bufferingNewest(Self.bufferedUpdates))
    let number = state.withLock { state -> Int? in
      guard !state.isStopped else { return nil }
      state.nextFollower += 1
      state.followers[state.nextFollower] = continuation
      return state.nextFollower
    }
    guard let number else {
      continuation.finish()
      return stream
    }
    let live = Weak(self)
    continuation.onTermination = { _ in
      _ = live.value?.state.withLock { $0.followers.removeValue(forKey: number) }
    }
    return stream
  }

  /// Opens a newer snapshot now, if there is one, and reads what other processes have written.
  ///
  /// - Returns: Whether ``current`` has changed.
  @discardableResult
  public func refresh() -> Bool {
    if case .newer = look() { true } else { false }
  }

  /// Opens a newer snapshot now, as ``refresh()``, and tells what was found; nil once stopped.
  ///
  /// - Parameter prepare: Called with a newer database before it becomes current.
  package func look(
    preparing prepare: (ListingsDatabase) -> Void = { _ in }
  ) -> DirectoryFollower.Outcome? {
    refreshing.withLock { _ in
      guard !state.withLock({ $0.isStopped }) else { return nil }
      let outcome = follower.newest(after: current)
      switch outcome {
      case .newer(let database):
        prepare(database)
        report(database.refusedSnapshots)
        let isNews = take(database)
        endWriting(to: database.origin)
        if isNews { send(.opened(database)) }
        if !isNews { return .same(refused: database.refusedSnapshots) }
      case .same(let refused):
        report(refused)
      case .lost(let refused, let isNews):
        _ = newOnes(of: refused)
        if isNews { send(.failed(.damaged(path: path, refused))) }
      case .failed(let error, let isNews):
        if isNews { send(.failed(error)) }
      }
      return outcome
    }
  }

  /// Makes a database current, unless what it shows is shown already: of the same snapshot, the
  /// writer of this process may have shown as much meanwhile.
  private func take(_ database: ListingsDatabase) -> Bool {
    state.withLock { state in
      guard
        database.origin !== state.current.origin
          || database.changeNumber > state.current.changeNumber
      else { return false }
      state.current = database
      return true
    }
  }

  /// Whether the directory may hold other listings than ``current`` (`DirectoryFollower`).
  package var hasChanged: Bool { follower.hasChanged(since: current) }

  /// Whether a request that found the current snapshot changed may look again: once a second.
  package var isLookDue: Bool { follower.isDue() }

  /// Makes the listings of a session current, if they are newer or over a newer snapshot.
  func show(_ session: WritingSession) {
    let database = state.withLock { state -> ListingsDatabase? in
      let (origin, generation) = session.writer.shown
      let isNewer = generation.changeNumber > state.current.changeNumber
      let isMerged =
        origin !== state.current.origin && generation.changeNumber == state.current.changeNumber
      guard !session.isEnded, isNewer || isMerged else { return nil }
      state.current = ListingsDatabase(
        state.current, state: generation, origin: origin, files: session.files)
      return state.current
    }
    if let database { send(.opened(database)) }
  }

  /// Whether it follows the directory no more.
  var isStopped: Bool { state.withLock { $0.isStopped } }

  /// Stops following and unlocks the index for other writers: ``current`` stays, and all update
  /// streams end.
  public func stop() {
    endWriting()
    merger.wake()
    waitForLastSession()
    let followers = state.withLock { state in
      state.isStopped = true
      defer { state.followers = [:] }
      return state.followers
    }
    // Outside the lock: the end of a stream calls back.
    for follower in followers.values { follower.finish() }
  }

  /// Unlocks the index for other writers, until the next write.
  package func endWriting() {
    session.withLock { session in
      session?.end()
      session = nil
    }
  }

  func send(_ update: Update) {
    for follower in state.withLock({ $0.followers }).values { follower.yield(update) }
  }

  private func report(_ refused: [SnapshotError]) {
    let new = newOnes(of: refused)
    if !new.isEmpty { send(.refused(new)) }
  }

  /// The refusals that were not yet reported; marks them as reported.
  private func newOnes(of refused: [SnapshotError]) -> [SnapshotError] {
    state.withLock { state in
      defer { state.reported = Set(refused.map { "\($0)" }) }
      return refused.filter { !state.reported.contains("\($0)") }
    }
  }

  /// Looks again at each interval until the live database is stopped or gone.
  private static func look(every interval: Duration, _ live: Weak) {
    let seconds = max(interval / .seconds(1), 0.01)
    queue.asyncAfter(deadline: .now() + seconds) {
      guard let database = live.value, !database.state.withLock({ $0.isStopped }) else { return }
      if database.follower.hasChanged(since: database.current) { database.refresh() }
      look(every: interval, live)
    }
  }

  private static let queue = DispatchQueue(label: "plat.live", attributes: .concurrent)

  /// A reference that does not keep the live database alive.
  private struct Weak: Sendable {
    weak let value: LiveDatabase?
    init(_ value: LiveDatabase) { self.value = value }
  }
}
