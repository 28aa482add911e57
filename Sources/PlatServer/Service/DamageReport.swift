internal import Plat
internal import Synchronization

/// Known damage, for the log, `/api/health` and `/metrics`.
final class DamageReport: Sendable {
  private struct State {
    var passedOver: [SnapshotError] = []
    var logged: Set<String> = []
    var whenNoticed: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())
  private let discarded = Atomic(0)
  private let damagedDocuments = Atomic(0)
  private let refused = Atomic(0)

  /// The snapshots newer than the served one that were rejected, newest first.
  var passedOver: [SnapshotError] { state.withLock { $0.passedOver } }
  /// The number of answers discarded because the snapshot had changed under them.
  var discardedAnswers: Int { discarded.load(ordering: .relaxed) }
  /// The number of requested documents that did not match their checksums.
  var documents: Int { damagedDocuments.load(ordering: .relaxed) }
  /// The number of times a snapshot was refused.
  var refusals: Int { refused.load(ordering: .relaxed) }

  /// Records the snapshots that a check of the directory refused.
  ///
  /// - Returns: The log messages: for snapshots that the last check did not refuse.
  func take(_ refusals: [SnapshotError]) -> [String] {
    let texts = refusals.map { "\($0)" }
    let new = state.withLock { state in
      let new = texts.filter { !state.logged.contains($0) }
      (state.passedOver, state.logged) = (refusals, Set(texts))
      return new
    }
    refused.add(new.count, ordering: .relaxed)
    return new
  }

  /// Sets the action for a discarded answer.
  func whenNoticed(_ action: @escaping @Sendable () -> Void) {
    state.withLock { $0.whenNoticed = action }
  }

  /// Counts a discarded answer, and triggers a check of the directory.
  func noteDiscarded() {
    discarded.add(1, ordering: .relaxed)
    state.withLock { $0.whenNoticed }?()
  }

  /// Counts a document that does not match its checksum.
  func noteDocument() { damagedDocuments.add(1, ordering: .relaxed) }
}
