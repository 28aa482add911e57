internal import PlatCommon
internal import PlatHTTP
internal import Synchronization

/// A request that is answered off the loops: it waits, then runs under its deadline, and is
/// answered once.
///
/// The first of three events ends it: its answer, the timer that sends 503 on time, or the client's
/// disconnect.
final class Errand: Sendable {
  private enum Phase {
    case waiting
    /// `since` is when it began to run. Without a limit, it is making what later requests share.
    case running(WorkLimit?, since: Double)
    case ended
  }

  /// The client that it is charged to.
  let client: HTTPAddress
  /// Its arrival, in microseconds (`ServerClock`).
  let arrived: Double
  private let preparation: (@Sendable () -> Void)?
  private let work: @Sendable () -> Outcome
  private let answer: @Sendable (Outcome) -> Void
  private let phase = Mutex(Phase.waiting)

  /// Makes an errand.
  ///
  /// - Parameters:
  ///   - preparation: Shared work that runs first and is cached for others, so no deadline ends it.
  ///   - work: Computes the answer.
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

  /// Whether it has been answered.
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
  /// - Returns: The outcome; nil if it was answered elsewhere meanwhile.
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

  /// Answers it and cancels its running work; false if it was already answered.
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
