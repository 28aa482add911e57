internal import PlatCompression
internal import PlatHTTP

extension HTTPResponse {
  /// The logged status of a request whose client disconnected, as in nginx.
  static let goneStatus = 499

  /// Fills the response with an outcome.
  mutating func send(_ outcome: Outcome, _ wants: Wants) {
    switch outcome {
    case .kept(let kept) where Negotiation.excludes(kept.tag, wants.required):
      send(.otherTag)
    case .kept(let kept): kept.send(isKnown: Negotiation.matches(kept.tag, wants.known), &self)
    case .problem(let problem): send(problem)
    case .gone: status = Self.goneStatus
    case .passing(let answer) where wants.reads && answer.isExcluded(by: wants):
      send(.otherTag)
    case .passing(let answer): send(answer, wants)
    }
  }

  /// Fills the response with an answer that is not cached.
  private mutating func send(_ answer: Answer, _ wants: Wants) {
    status = answer.status
    if let tag = answer.tag {
      addField("ETag", tag)
      if wants.reads, Negotiation.matches(tag, wants.known) { status = 304 }
    }
    if let location = answer.location { addField("Location", location) }
    addField("Cache-Control", answer.keeping.field)
    if status == 204 || status == 304 { return }
    addField("Vary", "Accept-Encoding")
    addField("Content-Type", answer.mediaType)
    if answer.followsAfter != nil {
      // Proxies would hold the events back.
      addField("X-Accel-Buffering", "no")
      body = answer.body
    } else if wants.takesGzip, answer.tag == nil, answer.body.count >= Encoder.leastGzip {
      addField("Content-Encoding", "gzip")
      body = Gzip.compress(answer.body.span)
    } else {
      body = answer.body
    }
  }

  /// Fills the response with a problem.
  mutating func send(_ problem: Problem) {
    status = problem.status
    addField("Content-Type", Problem.mediaType)
    addField("Cache-Control", "no-store")
    if let seconds = problem.retrySeconds { addField("Retry-After", String(seconds)) }
    body = problem.json
  }
}

extension Answer {
  /// Whether `If-Match` names other tags than the answer's.
  fileprivate func isExcluded(by wants: Wants) -> Bool {
    tag.map { Negotiation.excludes($0, wants.required) } ?? false
  }
}

extension Wants {
  /// Whether the request only reads: its conditions are then those of the answer.
  fileprivate var reads: Bool { method == .get || method == .head }
}
