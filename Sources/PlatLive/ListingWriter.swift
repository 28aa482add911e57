internal import PlatCommon
package import PlatIndex
package import PlatRecords
package import PlatSnapshot
package import PlatStore
internal import Synchronization

/// Writes listings to the records of an index, and shows what was written.
///
/// A write that has returned is on disk and in ``generation``. SQLite commits first; then the next
/// generation is published: the snapshot, and an overlay of what was written since. A reader that
/// holds a generation sees it unchanged and never waits. Threads that write at the same time share
/// a commit and a publication.
///
/// One writer owns an index at a time. Any number of threads may use it. After a failed commit the
/// writer finds out what is on disk, answers, and stops; another one goes on (``Recovery``).
package final class ListingWriter: Sendable {
  private let records: RecordStore
  private let queue = CommitQueue<WriteGroup, Result<WriteReceipt, WriteError>>(most: 256)
  private let upkeep: Upkeep
  let state: Mutex<State>
  /// Held while changes are laid over the listings.
  let publishing = Mutex(())

  /// What is shown, and what a merge needs to know of it.
  struct State {
    var overlay: Overlay
    var generation: Generation
    var isStopped = false
    /// The snapshot on disk.
    var origin: Snapshot
    /// When the first change that it lacks was written, and the last one.
    var firstChange = ContinuousClock.now
    var lastChange = ContinuousClock.now
    /// The changes since a merge began; nil where none runs.
    var carried: [OverlayChange]?
    var mergesOnDisk = false

    /// Whether the snapshot on disk holds every change.
    var isMerged: Bool { generation.changeNumber == origin.changeNumber }
  }

  /// Begins to write to an index.
  ///
  /// Reads what the records hold beyond the snapshot, and shows it.
  ///
  /// - Parameters:
  ///   - index: The newest snapshot's index.
  ///   - records: The records of its state, open for writing.
  ///   - origin: The newest snapshot, where `index` holds later changes too.
  ///   - limits: How long changes are kept.
  /// - Throws: ``WriteError/store(_:)`` where the records cannot be read or were loaded again since
  ///   the snapshot was made.
  /// - Complexity: O(listings that have changed since the snapshot).
  package init(
    _ index: ListingIndex, _ records: RecordStore, origin: Snapshot? = nil,
    keeping limits: HistoryLimits = HistoryLimits()
  ) throws(WriteError) {
    self.records = records
    let overlay: Overlay
    do throws(StoreError) {
      overlay = try Recovery.overlay(over: index, from: records)
    } catch {
      throw .store(error)
    }
    let published = overlay.published(isMergedOnDisk: false)
    state = Mutex(
      State(
        overlay: published.overlay, generation: published.generation,
        origin: origin ?? index.snapshot))
    upkeep = Upkeep(records, limits)
  }

  deinit { upkeep.stop() }

  /// How long changes are kept.
  package var historyLimits: HistoryLimits {
    get { upkeep.limits }
    set { upkeep.limits = newValue }
  }

  /// Why the log could not be written to the database the last time; it grows meanwhile.
  package var upkeepFailure: StoreError? { upkeep.failure }

  /// Checkpoints the log and forgets old changes now, as happens by itself between writes.
  package func keepUp() { upkeep.work() }

  /// Ends what goes on between writes; returns when nothing is being done any more.
  package func endUpkeep() { upkeep.stop() }

  /// The listings as they are now.
  package var generation: Generation { state.withLock { $0.generation } }

  /// The number of the last change that ``generation`` holds.
  package var changeNumber: UInt64 { generation.changeNumber }

  /// Whether a commit has failed, so that nothing is written any more.
  package var isStopped: Bool { state.withLock { $0.isStopped } }

  /// How many listings the overlay holds, and how many rows of the snapshot are gone.
  package var overlaySize: (added: Int, removed: Int) {
    state.withLock { ($0.overlay.added, $0.overlay.removedFromBase) }
  }

  /// Carries out a batch of operations, all or none.
  ///
  /// - Parameters:
  ///   - operations: What to do, in order.
  ///   - older: What to do with a listing that is older than the held one.
  ///   - origin: Who asks for it.
  /// - Returns: What was done; where the client sends the batch again, what was done then.
  /// - Throws: ``WriteError``.
  /// - Complexity: One commit that waits for the disk, shared with others that write meanwhile.
  package func write(
    _ operations: [WriteOperation], older: OlderListings = .replace,
    from origin: WriteOrigin = .here
  ) throws(WriteError) -> WriteReceipt {
    let batch: PreparedBatch
    do throws(WriteRefusal) {
      batch = try PreparedBatch(operations, older: older)
    } catch {
      throw .refused(error)
    }
    return try queue.run(WriteGroup(batch: batch, origin: origin)) { commit($0) }.get()
  }

  /// Commits groups together, and publishes what they changed.
  private func commit(_ groups: [WriteGroup]) -> [Result<WriteReceipt, WriteError>] {
    if isStopped { return groups.map { _ in .failure(.stopped) } }
    try? LiveStep.prepared.done()
    do throws(CommitFailure<BatchOutcome, WriteRefusal>) {
      let now = SystemTime.wall / 1_000_000
      let (results, changeNumber) = try records.commit(groups) {
        (transaction, group) throws(GroupFailure<WriteRefusal>) in
        let outcome = try group.write(to: transaction, at: now)
        do throws(SystemError) { try LiveStep.committing.done() } catch {
          throw .store(StoreError(error))
        }
        return outcome
      }
      let receipts = publish(results, changeNumber)
      upkeep.committed()
      return receipts
    } catch {
      return answer(groups.count, after: error)
    }
  }

  /// The answers after a commit has failed: whether it is on disk is found out first.
  private func answer(
    _ count: Int, after failure: CommitFailure<BatchOutcome, WriteRefusal>
  ) -> [Result<WriteReceipt, WriteError>] {
    state.withLock { $0.isStopped = true }
    upkeep.stop()
    guard let unsettled = failure.unsettled else {
      return (0..<count).map { _ in .failure(.store(failure.error)) }
    }
    records.endWriting()
    do throws(StoreError) {
      if try RecordStore.settle(unsettled, at: records.path) {
        return publish(failure.results, unsettled.change)
      }
      return (0..<count).map { _ in .failure(.store(failure.error)) }
    } catch {
      return (0..<count).map { _ in .failure(.unknownOutcome(failure.error)) }
    }
  }

  /// Shows what a commit has written, and gives the answers.
  private func publish(
    _ results: [Result<BatchOutcome, WriteRefusal>], _ changeNumber: UInt64
  ) -> [Result<WriteReceipt, WriteError>] {
    var changes: [OverlayChange] = []
    for case .success(let outcome) in results { changes += outcome.changes }
    try? LiveStep.committed.done()
    publish(changes, changeNumber)
    try? LiveStep.shown.done()
    return results.map { result in
      result.map(\.receipt).mapError { .refused($0) }
    }
  }

  /// Shows changes; one thread at a time.
  private func publish(_ changes: [OverlayChange], _ changeNumber: UInt64) {
    guard !changes.isEmpty else { return }
    publishing.withLock { _ in
      var (overlay, held, isOnDisk) = state.withLock {
        ($0.overlay, $0.generation, $0.mergesOnDisk)
      }
      // Where a question has merged the listings already, the merged index is the new base.
      if !held.isWhole, let whole = held.knownWhole { overlay = Overlay(over: whole.base) }
      overlay.apply(changes, changeNumber: changeNumber)
      (overlay, held) = overlay.published(isMergedOnDisk: isOnDisk)
      state.withLock { state in
        state.lastChange = .now
        if state.isMerged { state.firstChange = state.lastChange }
        (state.overlay, state.generation) = (overlay, held)
        state.carried?.append(contentsOf: changes)
      }
    }
  }
}

/// A batch and who asks for it.
private struct WriteGroup: Sendable {
  let batch: PreparedBatch
  let origin: WriteOrigin

  /// Writes the batch, unless its client has sent it before.
  func write(
    to transaction: RecordTransaction, at now: Int64
  ) throws(PreparedBatch.Failure) -> BatchOutcome {
    transaction.origin = RecordOrigin(
      time: now, actor: origin.actor, request: origin.requestID)
    guard let mark = origin.idempotency else { return try batch.write(to: transaction) }
    let held = try PreparedBatch.asking { () throws(StoreError) in
      try transaction.receipt(client: mark.client, key: mark.key, now: now)
    }
    if let held {
      guard held.payload == mark.payload else { throw .refused(.idempotencyMismatch) }
      if let receipt = WriteReceipt(json: held.receipt) { return BatchOutcome(receipt: receipt) }
    }
    let outcome = try batch.write(to: transaction)
    try PreparedBatch.asking { () throws(StoreError) in
      try transaction.keep(
        StoredReceipt(payload: mark.payload, receipt: outcome.receipt.json), client: mark.client,
        key: mark.key, until: now + IdempotencyKey.lifetime.components.seconds * 1_000)
    }
    return outcome
  }
}
