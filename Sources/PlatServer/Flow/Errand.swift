internal import PlatCommon
internal import PlatHTTP
internal import Synchronization

/// A request that is answered away from the loops: it waits, then runs under its deadline, and is
/// answered once.
///
/// Whichever comes first ends it: its answer, the timer that answers 503 on time, or its client
/// that goes.
final class Errand: Sendable {
  private enum Phase {
    case waiting
    /// Since when; without a limit it makes what later requests share as well.
    case running(WorkLimit?, since: Double)
    case ended
  }

  /// Whom it counts for.
  let client: HTTPAddress
  /// When it came, in microseconds (`ServerClock`).
  let arrived: Double
  private let preparation: (@Sendable () -> Void)?
  private let work: @Sendable () -> Outcome
  private let answer: @Sendable (Outcome) -> Void
  private let phase = Mutex(Phase.waiting)

  /// Describes an errand.
  ///
  /// - Parameters:
  ///   - preparation: What is made first and kept for others, so that no deadline ends it.
  ///   - work: What answers it.
  ///   - answer: Sends the answer; called once.
  init(
    of client: HTTPAddress, arrived: Double, preparation: (@Sendable () -> Void)? = nil,
    work: @escaping @Sendable () -> Outcome,
    answer: @escaping @Sendable (Outcome) -> Void
  ) {
    self.client = client
    self.arrived = arrived
    self.preparation = preparation
    self.work = work
    self.answer = answer
  }

  /// Whether it is answered already.
  var hasEnded: Bool {
    phase.withLock { phase in
      if case .ended = phase { true } else { false }
    }
  }

  /// When it began to run; nil while it waits and after its end.
  var running: Double? {
    phase.withLock { phase in
      if case .running(_, let since) = phase { since } else { nil }
    }
  }

  /// Runs it on this thread, to its end or to its deadline.
  ///
  /// - Returns: How it was answered; nil where somebody else has answered it meanwhile.
  func perform(deadlineSeconds: Double) -> Outcome? {
    guard enter(nil, from: true) else { return nil }
    if let preparation { preparation() }
    let limit = WorkLimit(seconds: deadlineSeconds)
    guard enter(limit, from: false) else { return nil }
    let outcome = limit.run { () -> Outcome in RunningStep.outcome(under: limit, work)
    }
    return end(outcome) ? outcome : nil
  }

  private func enter(_ limit: WorkLimit?, from isStart: Bool) -> Bool {
    phase.withLock { phase in
      switch phase {
      case .waiting: phase = .running(limit, since: ServerClock.now())
      case .running(_, let since):
        phase = .running(limit, since: isStart ? ServerClock.now() : since)
      case .ended: return false
      }
      return true
    }
  }

  /// Answers it, and ends what still runs of it; false where it was answered before.
  @discardableResult
  func end(_ outcome: Outcome) -> Bool {
    let (isFirst, limit) = phase.withLock { phase -> (Bool, WorkLimit?) in
      var running: WorkLimit?
      switch phase {
      case .ended: return (false, nil)
      case .running(let limit, _): running = limit
      case .waiting: break
      }
      phase = .ended
      return (true, running)
    }
    guard isFirst else { return false }
    limit?.cancel()
    answer(outcome)
    return true
  }
}
