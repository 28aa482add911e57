internal import PlatCommon
internal import PlatFiles
internal import PlatIndex
public import PlatLive
internal import PlatRecords
internal import PlatSnapshot
internal import PlatStore
internal import Synchronization

extension LiveDatabase {
  /// The file in an index directory that the process which writes to it locks.
  static let writerLockName = "writer.lock"

  /// Carries out operations, all or none.
  ///
  /// When this returns, they are on disk and in ``current``: in searches, counts, look-ups, places,
  /// the map, comparables. Calls of several threads share a commit. The first call locks the index
  /// for this process.
  ///
  /// A build replaces the listings by those of its feeds. One that began before a write refuses to
  /// publish.
  ///
  /// - Parameters:
  ///   - operations: What to do, in order.
  ///   - older: What to do with a listing that is older than the held one (default: refuse).
  ///   - origin: Who asks for it (default: this process); with an ``IdempotencyKey`` a batch
  ///     that is sent again is not carried out again.
  /// - Returns: What was done to each listing; where the batch was sent before, what was done then.
  /// - Throws: ``PlatError/write(_:)`` where the batch is refused, where another process writes, or
  ///   with ``WriteError/unknownOutcome(_:)`` where a commit has failed and the records cannot be
  ///   read any more; ``PlatError/records(_:)`` where nothing could be written.
  /// - Complexity: One commit that waits for the disk. What ``ListingsDatabase/generation`` stands
  ///   for is merged when it is next asked for.
  @discardableResult
  public func write(
    _ operations: [WriteOperation], older: OlderListings = .refuse,
    from origin: WriteOrigin = .here
  ) throws(PlatError) -> WriteReceipt {
    var attempts = 0
    while true {
      attempts += 1
      let session = try startWriting()
      waitForRoom(session)
      do throws(WriteError) {
        let receipt = try session.writer.write(operations, older: older, from: origin)
        show(session)
        return receipt
      } catch {
        if case .refused = error { throw error.whole }
        end(session)
        // Nothing was written where a build has put other records in place, or where the failure
        // was another thread's.
        guard attempts < 3, error.isOfTheSession else { throw error.whole }
        refresh()
      }
    }
  }

  /// Adds a listing, or puts it in the place of the one with its key.
  ///
  /// - Parameter document: The listing as one JSON object, by the same rules as a feed's.
  @discardableResult
  public func upsert(_ document: [UInt8]) throws(PlatError) -> WriteReceipt {
    try write([.upsert(document: document)])
  }

  /// Deletes the listing with a key.
  @discardableResult
  public func delete(key: String) throws(PlatError) -> WriteReceipt {
    try write([.delete(key: key)])
  }

  /// Gives the listing with a key another status, such as `Closed`.
  @discardableResult
  public func setStatus(of key: String, to status: String) throws(PlatError) -> WriteReceipt {
    try write([.setStatus(key: key, to: status)])
  }

  /// Makes this process the one that writes to the index, before its first write.
  ///
  /// - Throws: ``PlatError/write(_:)`` where another process is.
  public func beginWriting() throws(PlatError) { _ = try startWriting() }

  /// How long the changes are kept for ``changes(since:limit:)`` and the audit trail, from the next
  /// look on: the writer looks each minute while nothing is written (default: 30 days, 1 GB).
  public var historyLimits: HistoryLimits {
    get { keptHistory.withLock { $0 } }
    set {
      keptHistory.withLock { $0 = newValue }
      session.withLock { $0?.writer.historyLimits = newValue }
    }
  }

  func startWriting() throws(PlatError) -> WritingSession {
    if let session = session.withLock({ $0 }) { return session }
    waitForLastSession()
    refresh()
    let result: Result<WritingSession, PlatError> = session.withLock { session in
      if let session { return .success(session) }
      do throws(PlatError) {
        let new = try WritingSession(current, keeping: historyLimits)
        new.writer.leaveMergesToDisk(merger.start(for: self))
        session = new
        lastSession.withLock { $0 = WeakSession(new) }
        return .success(new)
      } catch {
        return .failure(error)
      }
    }
    let session = try result.get()
    show(session)
    return session
  }

  /// Waits until no thread holds a session that has ended, such as a merge that still runs: its
  /// lock goes with it.
  func waitForLastSession() {
    for _ in 0..<Self.mostWaits {
      guard lastSession.withLock({ $0.value?.isEnded ?? false }) else { return }
      usleep(1_000)
    }
  }

  private static let mostWaits = 10_000

  private func end(_ ended: WritingSession) {
    session.withLock { session in
      guard session === ended else { return }
      ended.end()
      session = nil
    }
  }

  /// Ends a session that writes to records of another snapshot.
  func endWriting(to snapshot: Snapshot) {
    session.withLock { session in
      guard let held = session, held.origin !== snapshot else { return }
      held.end()
      session = nil
    }
  }
}

extension WriteError {
  /// Whether the write was not carried out because its session has ended.
  fileprivate var isOfTheSession: Bool {
    switch self {
    case .stopped: true
    case .store(let error): error.code == .replaced
    case .refused, .locked, .unknownOutcome: false
    }
  }
}

/// A reference that does not keep a session alive.
struct WeakSession: Sendable {
  weak let value: WritingSession?
  init(_ value: WritingSession? = nil) { self.value = value }
}

/// The writer of an index directory until a build or another program puts other records in place.
final class WritingSession: Sendable {
  let writer: ListingWriter
  let records: RecordStore
  /// Holds the records, through whose connections documents are read.
  let files = Attachments()
  private let lock: HeldLock
  private let ended = Atomic(false)

  /// The snapshot whose records are written to: merges replace it.
  var origin: Snapshot { writer.shown.origin }

  /// Whether its listings are shown no more.
  var isEnded: Bool { ended.load(ordering: .acquiring) }

  /// Shows its listings no more.
  func end() { ended.store(true, ordering: .releasing) }

  /// Held until nobody holds the session.
  private final class HeldLock: @unchecked Sendable {
    // Unchecked: nobody touches it before it goes away.
    let lock: FileLock
    init(_ lock: FileLock) { self.lock = lock }
  }

  /// Locks the index, opens its records for writing, and reads what they hold beyond the snapshot.
  init(_ database: ListingsDatabase, keeping limits: HistoryLimits) throws(PlatError) {
    let path = database.path
    let lock: FileLock?
    do throws(SystemError) {
      lock = try FileLock.attempt(path + "/" + LiveDatabase.writerLockName)
    } catch {
      throw .file(path: error.path, reason: error.description)
    }
    guard let lock else { throw .write(.locked(path: path)) }
    self.lock = HeldLock(lock)
    let snapshot = database.origin
    let records = try part { () throws(StoreError) in
      let records = try RecordStore.open(path: StateRecords.currentPath(in: path), mode: .write)
      let mark = try records.note(RecordStore.snapshotNote)
      let change = try records.changeNumber()
      guard StateRecords.fit(mark: mark, changeNumber: change, snapshot) else {
        throw StoreError(
          .otherState, path: records.path,
          reason: "the records are not those of the newest snapshot; build the index again")
      }
      return records
    }
    self.records = records
    _ = files.value { records }
    writer = try part { () throws(WriteError) in
      try ListingWriter(database.state.base, records, origin: snapshot, keeping: limits)
    }
  }

  // The lock is released after this.
  deinit { writer.endUpkeep() }
}
