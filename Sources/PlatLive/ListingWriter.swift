internal import PlatCommon
package import PlatIndex
package import PlatRecords
package import PlatSnapshot
internal import PlatStore
internal import Synchronization

/// Writes listings to the records of an index, and shows what was written.
///
/// A write that has returned is on disk and in ``generation``. SQLite commits first; then the next
/// generation is published: the snapshot, and an overlay of what was written since. A reader that
/// holds a generation sees it unchanged and never waits. Threads that write at the same time share
/// a commit and a publication.
///
/// One writer owns an index at a time. Any number of threads may use it. After a failed commit it is
/// unknown what is on disk: the writer stops, and another one finds out (``Recovery``).
package final class ListingWriter: Sendable {
  private let records: RecordStore
  private let queue = CommitQueue<PreparedBatch, Result<WriteReceipt, WriteError>>(most: 256)
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
  /// - Throws: ``WriteError/store(_:)`` where the records cannot be read or were loaded again since
  ///   the snapshot was made.
  /// - Complexity: O(listings that have changed since the snapshot).
  package init(
    _ index: ListingIndex, _ records: RecordStore, origin: Snapshot? = nil
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
  }

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
  /// - Throws: ``WriteError``.
  /// - Complexity: One commit that waits for the disk, shared with others that write meanwhile.
  package func write(
    _ operations: [WriteOperation], older: OlderListings = .replace
  ) throws(WriteError) -> WriteReceipt {
    let batch: PreparedBatch
    do throws(WriteRefusal) {
      batch = try PreparedBatch(operations, older: older)
    } catch {
      throw .refused(error)
    }
    return try queue.run(batch) { commit($0) }.get()
  }

  /// Commits batches together, and publishes what they changed.
  private func commit(_ batches: [PreparedBatch]) -> [Result<WriteReceipt, WriteError>] {
    if isStopped { return batches.map { _ in .failure(.stopped) } }
    try? LiveStep.prepared.done()
    let results: [Result<BatchOutcome, WriteRefusal>]
    let changeNumber: UInt64
    do throws(StoreError) {
      (results, changeNumber) = try records.commit(batches) {
        (transaction, batch) throws(GroupFailure<WriteRefusal>) in
        let outcome = try batch.write(to: transaction)
        do throws(SystemError) { try LiveStep.committing.done() } catch {
          throw .store(StoreError(error))
        }
        return outcome
      }
    } catch {
      state.withLock { $0.isStopped = true }
      return batches.map { _ in .failure(.store(error)) }
    }
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
