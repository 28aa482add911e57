internal import Plat
internal import Synchronization

/// What the server knows of damage: for the log, `/api/health` and `/metrics`.
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

  /// The snapshots that are newer than the served one and were passed over, newest first.
  var passedOver: [SnapshotError] { state.withLock { $0.passedOver } }
  /// How many answers were thrown away because the snapshot had changed under them.
  var discardedAnswers: Int { discarded.load(ordering: .relaxed) }
  /// How many documents that were asked for did not match their checksums.
  var documents: Int { damagedDocuments.load(ordering: .relaxed) }
  /// How many times a snapshot was refused.
  var refusals: Int { refused.load(ordering: .relaxed) }

  /// Takes what a look at the directory refused, and gives what is to be logged: what the last look
  /// did not refuse.
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

  /// Sets what is to be done when an answer is thrown away.
  func whenNoticed(_ action: @escaping @Sendable () -> Void) {
    state.withLock { $0.whenNoticed = action }
  }

  /// Counts an answer that is thrown away, and has the directory looked at.
  func noteDiscarded() {
    discarded.add(1, ordering: .relaxed)
    state.withLock { $0.whenNoticed }?()
  }

  /// Counts a document that does not match its checksum.
  func noteDocument() { damagedDocuments.add(1, ordering: .relaxed) }
}
