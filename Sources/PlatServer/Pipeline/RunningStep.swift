internal import Plat
internal import PlatCommon
internal import PlatHTTP
internal import Synchronization

/// Runs a decoded request on the loop that read it or on a lane.
final class RunningStep: Step {
  private let clients: Clients
  private let lanes: Lanes
  private let journal: Journal
  private let encoder: Encoder
  private let streams: ChangeStreams
  /// The recent cost of requests.
  private let costs = CostTable()

  /// The time that a loop spends on a request, whatever was expected; then a lane starts it again.
  private static let loopSeconds = 0.003

  init(_ clients: Clients, _ context: ServerContext) {
    self.clients = clients
    (lanes, journal, streams) = (context.lanes, context.journal, context.streams)
    encoder = Encoder(
      keepSeconds: context.options.keepSeconds, isPrivate: context.options.readsNeedKeys)
  }

  func take(
    _ request: borrowing HTTPRequest, _ exchange: inout Exchange, _ response: inout HTTPResponse
  ) throws(Problem) -> Progress {
    guard var work = exchange.work else { return .next }
    guard response.hasConnection else {
      response.send(encoder.outcome(work), work.wants)
      return .answered
    }
    let lane = try lane(of: &work)
    if lane == nil, let outcome = answerHere(work) {
      response.send(outcome, work.wants)
      return .answered
    }
    try putOff(work, on: lane ?? .scans, of: clients.client(request), &response)
    return .later
  }

  /// Answers on this loop; nil if that took too long and a lane must do it.
  private func answerHere(_ work: consuming Work) -> Outcome? {
    work.call.mayWait = false
    let limit = WorkLimit(seconds: Self.loopSeconds)
    let began = ServerClock.now()
    let asked = work
    let outcome = limit.run { () -> Outcome in self.encoder.outcome(asked) }
    guard let shape = asked.shape else { return outcome }
    if Self.isCut(outcome, limit) {
      costs.noteTooMuch(shape)
      return nil
    }
    costs.note(shape, microseconds: ServerClock.now() - began)
    return outcome
  }

  /// Defers a request to a lane.
  ///
  /// - Throws: If the number of deferred requests is at its limit.
  private func putOff(
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
      answer: { [journal, streams] outcome in
        var response = HTTPResponse()
        response.send(outcome, asked.wants)
        var entry = Journal.Entry(response)
        if case .passing(let answer) = outcome, let known = answer.followsAfter,
          asked.wants.method == .get
        {
          if !streams.begin(later, response, of: client, after: known) {
            var busy = HTTPResponse()
            busy.send(.busy)
            entry = Journal.Entry(busy)
            later.complete(busy)
          }
        } else {
          later.complete(response)
        }
        journal.note(
          asked.route, asked.wants.method, entry, began: asked.wants.began, asked.call.generation)
      })
    pending.errand = errand
    lanes.take(errand, on: lane)
  }

  private func measured(_ work: Work) -> Outcome {
    let began = SystemThread.used
    let outcome = encoder.outcome(work)
    if let shape = work.shape { costs.note(shape, microseconds: SystemThread.used - began) }
    return outcome
  }

  /// The lane that a request belongs to; nil for the loop.
  private func lane(of work: inout Work) throws(Problem) -> LaneName? {
    if work.body != nil { return .scans }
    let effort = work.call.route.effort(&work.call)
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
    var (shape, isKept) = (work.call.demand.shape, false)
    let listings = work.call.generation.listings
    if effort == .map, listings.count > ServedGeneration.fewListings {
      // Read once: the handler takes it from the call.
      let query = try work.call.mapQuery()
      work.call.map = query
      isKept = listings.map.keeps(query)
      // A filter that the map has cached costs so little that it must not make others look cheap.
      if isKept { shape = ~shape }
    }
    work.shape = shape
    let expected =
      costs.expected(shape) ?? work.call.expectedMicroseconds(of: effort, isKept: isKept)
    return expected > CostTable.most ? lane : nil
  }

  // MARK: Work that was ended

  /// The outcome of work that ran under a limit.
  ///
  /// Cancelled work has no answer, even if part of it finished with data missing.
  static func outcome(under limit: WorkLimit, _ work: () -> Outcome) -> Outcome {
    let outcome = work()
    guard isCut(outcome, limit), let ended = limit.ended else { return outcome }
    return ended == .cancelled ? .gone : .problem(.late)
  }

  /// Whether an outcome is incomplete because its limit ended the work.
  private static func isCut(_ outcome: Outcome, _ limit: WorkLimit) -> Bool {
    if limit.hasCutWork { return true }
    guard case .problem = outcome else { return false }
    return limit.ended != nil
  }

  /// Holds an errand once it is made, so that its client can end it.
  private final class Pending: Sendable {
    private let state = Mutex<Errand?>(nil)
    var errand: Errand? {
      get { state.withLock { $0 } }
      set { state.withLock { $0 = newValue } }
    }
  }
}
