internal import Plat
internal import PlatCommon
internal import PlatCompression
internal import PlatHTTP

extension ServiceState {
  /// What a request wants besides its words, as long as it is needed.
  struct Wants: Sendable {
    let method: HTTPMethod
    let takesGzip: Bool
    let accept: [UInt8]?
    let known: [UInt8]?
    let began: Double
  }

  /// What a request comes to.
  enum Outcome: Sendable {
    case kept(KeptAnswer)
    /// An answer that nobody keeps.
    case passing(Answer)
    case problem(Problem)
    /// Nobody waits for it any more.
    case gone
  }

  /// A request that can be answered without its connection's memory.
  struct Work: Sendable {
    var call: Call
    /// A body that is still to be read.
    let body: [UInt8]?
    let wants: Wants
    let route: Int
    let hash: UInt64
    let key: [UInt8]
    /// What its cost is learned by; nil where that decides nothing.
    var shape: UInt64?
  }

  /// The status in logs and metrics of a request whose client was gone, as nginx has it.
  static let goneStatus = 499

  /// Answers shorter than this are not compressed.
  private static let leastGzip = 512

  /// Answers a request: at once, or where it takes long, in a lane.
  func answer(_ request: borrowing HTTPRequest, _ response: inout HTTPResponse) {
    guard admit(request, &response) else { return }
    let began = Self.now()
    let generation = generation
    let method = request.method
    let (path, query) = (request.path, request.query)
    let takesGzip = Negotiation.takesGzip(request)
    let hash = AnswerCache.hash(path, query, takesGzip)
    if method == .get || method == .head,
      let kept = generation.answers.answer(hash, path, query, takesGzip),
      Negotiation.takes(kept.mediaType, request)
    {
      kept.send(isKnown: Negotiation.matches(kept.tag, request), &response)
      note(
        kept.route, method, status: response.status, bytes: kept.body.count, began: began,
        generation)
      return
    }
    var route: Int?
    switch router.find(method, path) {
    case .route(let found, let values):
      route = found
      let wants = Wants(
        method: method, takesGzip: takesGzip,
        accept: Negotiation.repeated("accept", request) ?? Self.array(request.field("accept")),
        known: Negotiation.repeated("if-none-match", request)
          ?? Self.array(request.field("if-none-match")),
        began: began)
      do throws(Problem) {
        try checkWriter(router.routes[found], request)
        let (call, body) = try call(router.routes[found], values, generation, request)
        var work = Work(
          call: call, body: body, wants: wants, route: found, hash: hash,
          key: AnswerCache.key(path, query, takesGzip))
        guard response.hasConnection else {
          send(outcome(work), wants, &response)
          break
        }
        let lane = try lane(of: &work)
        if lane == nil, let outcome = answerHere(work) {
          send(outcome, wants, &response)
        } else {
          return try putOff(work, on: lane ?? .scans, of: client(request), &response)
        }
      } catch {
        send(.problem(error), wants, &response)
      }
    case .otherMethods(let methods):
      refuse(method, methods, &response)
    case .nothing:
      send(
        .notFound("there is no such address; /openapi.json lists those that there are"), &response)
    }
    note(
      route, method, status: response.status, bytes: response.shared?.count ?? response.body.count,
      began: began,
      generation)
  }

  // MARK: Making

  /// Answers a request on this thread.
  func outcome(_ work: Work) -> Outcome {
    do throws(Problem) { return try make(work) } catch { return .problem(error) }
  }

  private func make(_ work: Work) throws(Problem) -> Outcome {
    var (call, takesGzip) = (work.call, work.wants.takesGzip)
    if let body = work.body {
      call.query = try BodyParameters.read(body.span, of: call.route)
      try call.checkNames()
    }
    let answer = try call.answered()
    guard Negotiation.takes(String(answer.mediaType.prefix { $0 != ";" }), work.wants.accept) else {
      throw Problem(
        406, "not-acceptable", "The answer is of another media type",
        "this address answers with \(answer.mediaType), which the Accept field does not name")
    }
    guard call.route.method == .get, answer.keeping == .shortly else { return .passing(answer) }
    let generation = call.generation
    if let file = answer.file {
      return .kept(
        KeptAnswer(
          key: [], route: work.route, status: 200, mediaType: answer.mediaType,
          tag: "\"\(file.tag)\(takesGzip ? "-z" : "")\"", isGzip: takesGzip,
          keepSeconds: options.keepSeconds,
          more: file.lines,
          body: takesGzip ? file.gzip : file.plain))
    }
    let isGzip = takesGzip && answer.body.count >= Self.leastGzip
    let body = isGzip ? Gzip.compress(answer.body.span) : answer.body
    let tag =
      switch answer.tag {
      case .request: "\"\(generation.mark)-\(String(work.hash, radix: 36))\""
      case .contents:
        "\"\(String(FastHash.of(answer.body.span), radix: 36))\(isGzip ? "-z" : "")\""
      }
    let kept = KeptAnswer(
      key: work.key, route: work.route, status: answer.status, mediaType: answer.mediaType,
      tag: tag, isGzip: isGzip,
      keepSeconds: options.keepSeconds, body: HTTPBody(copying: body.span))
    if call.route.isRepeatable { generation.answers.keep(kept, work.hash) }
    return .kept(kept)
  }

  /// The request, decoded and its names checked; or with its body, where it takes long to read.
  private func call(
    _ route: Route, _ values: [Range<Int>], _ generation: ServedGeneration,
    _ request: borrowing HTTPRequest
  ) throws(Problem) -> (Call, body: [UInt8]?) {
    var path: [String] = []
    for (number, range) in values.enumerated() {
      guard range.count <= 3 * RequestBounds.nameBytes else {
        throw .notFound(
          "no \(route.pattern.names[number]) has more than \(RequestBounds.nameBytes) bytes")
      }
      do throws(PercentError) {
        path.append(try PercentCoding.decode(request.path.extracting(range)))
      } catch {
        throw Problem(
          400, "bad-path", "The address cannot be read", error.description,
          parameter: route.pattern.names[number])
      }
    }
    var query: [(name: String, value: String)]
    var late: [UInt8]?
    try RequestBounds.check(query: request.query)
    do throws(PercentError) {
      query = try QueryString.pairs(request.query, limit: RequestBounds.parameters)
    } catch {
      throw Problem(400, "bad-query", "The address cannot be read", "the query: \(error)")
    }
    if route.method == .post {
      guard query.isEmpty else {
        throw Problem(
          400, "unknown-parameter", "A parameter cannot be used",
          "a POST takes its parameters in the body, and nothing behind the question mark",
          parameter: query[0].name.shortened())
      }
      guard Negotiation.isJSON(request.field("content-type")) else {
        throw Problem(
          415, "unsupported-media-type", "The body is of another media type",
          "expected application/json in Content-Type; with curl: --json BODY, or -H 'Content-Type: application/json'"
        )
      }
      guard request.body.count <= RequestBounds.bodyBytes(of: route) else {
        throw RequestBounds.tooLarge(request.body.count)
      }
      if request.body.count > RequestBounds.loopBytes, route.filters != .none {
        late = Self.array(request.body)
      } else {
        query = try BodyParameters.read(request.body, of: route)
      }
    }
    let call = Call(
      generation: generation, service: self, route: route, path: path, query: query,
      origin: origin(request))
    if late == nil { try call.checkNames() }
    return (call, late)
  }

  private static func array(_ span: Span<UInt8>?) -> [UInt8]? {
    guard let span else { return nil }
    return unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
  }

  // MARK: Sending

  func send(_ outcome: Outcome, _ wants: Wants, _ response: inout HTTPResponse) {
    switch outcome {
    case .kept(let kept): kept.send(isKnown: Negotiation.matches(kept.tag, wants.known), &response)
    case .problem(let problem): send(problem, &response)
    case .gone: response.status = Self.goneStatus
    case .passing(let answer):
      response.status = answer.status
      response.addField("Cache-Control", answer.keeping.field)
      response.addField("Vary", "Accept-Encoding")
      response.addField("Content-Type", answer.mediaType)
      if wants.takesGzip, answer.body.count >= Self.leastGzip {
        response.addField("Content-Encoding", "gzip")
        response.body = Gzip.compress(answer.body.span)
      } else {
        response.body = answer.body
      }
    }
  }

  func send(_ problem: Problem, _ response: inout HTTPResponse) {
    response.status = problem.status
    response.addField("Content-Type", Problem.mediaType)
    response.addField("Cache-Control", "no-store")
    if let seconds = problem.retrySeconds { response.addField("Retry-After", String(seconds)) }
    response.body = problem.json
  }

  /// Answers a method that an address does not take, or tells those that it takes.
  private func refuse(_ method: HTTPMethod, _ methods: [HTTPMethod], _ response: inout HTTPResponse)
  {
    let allowed = (methods.flatMap { $0 == .get ? ["GET", "HEAD"] : [$0.rawValue] } + ["OPTIONS"])
      .joined(separator: ", ")
    response.addField("Allow", allowed)
    guard method == .options else {
      send(
        Problem(
          405, "method-not-allowed", "The method is another", "this address takes \(allowed)"),
        &response)
      return
    }
    response.status = 204
    response.addField("Access-Control-Allow-Methods", allowed)
    response.addField("Access-Control-Allow-Headers", CrossOrigin.allowedHeaders)
    response.addField("Access-Control-Max-Age", "86400")
  }
}
