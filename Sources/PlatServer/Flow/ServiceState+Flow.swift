internal import Plat
internal import PlatCommon
internal import PlatHTTP
internal import Synchronization

/// Which thread answers a request: the loop that read it, or one of a lane.
extension ServiceState {
  /// What a loop gives a request, whatever was expected of it; then a lane begins it anew.
  private static let loopSeconds = 0.003

  /// Answers on this loop; nil where that took too long, and a lane is to do it.
  func answerHere(_ work: consuming Work) -> Outcome? {
    work.call.mayWait = false
    let limit = WorkLimit(seconds: Self.loopSeconds)
    let began = Self.now()
    let asked = work
    let outcome = limit.run { () -> Outcome in self.outcome(asked) }
    guard let shape = asked.shape else { return outcome }
    if Self.isCut(outcome, limit) {
      costs.noteTooMuch(shape)
      return nil
    }
    costs.note(shape, microseconds: Self.now() - began)
    return outcome
  }

  /// Lets a lane answer.
  ///
  /// - Throws: Where as many requests are put off as may be.
  func putOff(
    _ work: consuming Work, on lane: LaneName, of client: HTTPAddress,
    _ response: inout HTTPResponse
  ) throws(Problem) {
    work.call.mayWait = lane == .model
    let pending = Pending()
    let later = response.later { [lanes] in pending.errand.map { lanes.cancel($0, on: lane) } }
    guard let later else { throw .busy }
    let asked = work
    let need = asked.body == nil ? asked.call.route.needs(asked.call) : nil
    let preparation = need.map { need -> @Sendable () -> Void in
      { asked.call.generation.prepare(need) }
    }
    let errand = Errand(
      of: client, arrived: asked.wants.began, preparation: preparation,
      work: { self.measured(asked) },
      answer: { outcome in
        var response = HTTPResponse()
        self.send(outcome, asked.wants, &response)
        let (status, bytes) = (response.status, response.shared?.count ?? response.body.count)
        later.complete(response)
        self.note(
          asked.route, asked.wants.method, status: status, bytes: bytes, began: asked.wants.began,
          asked.call.generation)
      })
    pending.errand = errand
    lanes.take(errand, on: lane)
  }

  /// The outcome of work that ran under a limit.
  ///
  /// Work that was ended has no answer, even where a part of it went on without what was missing.
  static func outcome(under limit: WorkLimit, _ work: () -> Outcome) -> Outcome {
    let outcome = work()
    guard isCut(outcome, limit), let ended = limit.ended else { return outcome }
    return ended == .cancelled ? .gone : .problem(.late)
  }

  /// Whether an outcome is not the whole answer because its limit ended the work.
  private static func isCut(_ outcome: Outcome, _ limit: WorkLimit) -> Bool {
    if limit.hasCutWork { return true }
    guard case .problem = outcome else { return false }
    return limit.ended != nil
  }

  private func measured(_ work: Work) -> Outcome {
    let began = SystemThread.used
    let outcome = outcome(work)
    if let shape = work.shape { costs.note(shape, microseconds: SystemThread.used - began) }
    return outcome
  }

  /// The lane that a request belongs to; nil for the loop.
  func lane(of work: inout Work) throws(Problem) -> LaneName? {
    if work.body != nil { return .scans }
    let effort = work.call.route.effort(work.call)
    if effort == .lane(.model) { return .model }
    if let need = work.call.route.needs(work.call), !work.call.generation.hasPrepared(need) {
      return .preparing
    }
    let lane: LaneName
    switch effort {
    case .light: return nil
    case .lane(let lane): return lane
    case .measured(let name): lane = name
    case .map: lane = .scans
    }
    var (shape, isKept) = (work.call.shape, false)
    if effort == .map, work.call.generation.listings.count > Self.fewListings {
      // Read once: the handler takes it from the call.
      let query = try work.call.mapQuery()
      work.call.map = query
      isKept = work.call.generation.listings.map.keeps(query)
      // What the map knows costs so little that it must not make the rest look cheap.
      if isKept { shape = ~shape }
    }
    work.shape = shape
    let expected =
      costs.expected(shape) ?? work.call.expectedMicroseconds(of: effort, isKept: isKept)
    return expected > CostTable.most ? lane : nil
  }

  /// An errand that its client may end, once it is made.
  private final class Pending: Sendable {
    private let state = Mutex<Errand?>(nil)
    var errand: Errand? {
      get { state.withLock { $0 } }
      set { state.withLock { $0 = newValue } }
    }
  }
}
