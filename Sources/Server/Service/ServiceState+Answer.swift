internal import Compression
internal import HTTP
internal import Plat

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
  }

  /// Answers shorter than this are not compressed.
  private static let leastGzip = 512

  /// Answers a request: at once, or where it takes long, on a worker.
  func answer(_ request: borrowing HTTPRequest, _ response: inout HTTPResponse) {
    guard admit(request, &response) else { return }
    let began = Self.now()
    let generation = generation
    let method = request.method
    let (path, query) = (request.path, request.query)
    let takesGzip = Negotiation.takesGzip(request)
    let hash = AnswerCache.hash(path, query, takesGzip)
    if method == .get || method == .head, let kept = generation.answers.answer(hash, path, query, takesGzip),
      Negotiation.takes(kept.mediaType, request)
    {
      kept.send(isKnown: Negotiation.matches(kept.tag, request), &response)
      note(kept.route, method, status: response.status, bytes: kept.body.count, began: began, generation)
      return
    }
    var route: Int?
    switch router.find(method, path) {
    case .route(let found, let values):
      route = found
      let wants = Wants(
        method: method, takesGzip: takesGzip,
        accept: Negotiation.repeated("accept", request) ?? Self.array(request.field("accept")),
        known: Negotiation.repeated("if-none-match", request) ?? Self.array(request.field("if-none-match")),
        began: began)
      do throws(Problem) {
        try checkWriter(router.routes[found], request)
        var call = try call(router.routes[found], values, generation, request)
        try call.checkNames()
        let isPutOff = response.hasConnection && call.route.isHeavy(call)
        call.mayWait = isPutOff || !response.hasConnection
        let work = Work(
          call: call, wants: wants, route: found, hash: hash, key: AnswerCache.key(path, query, takesGzip))
        if isPutOff {
          if try putOff(work, &response) { return }
        }
        send(outcome(work), wants, &response)
      } catch {
        send(.problem(error), wants, &response)
      }
    case .otherMethods(let methods):
      refuse(method, methods, &response)
    case .nothing:
      send(.notFound("there is no such address; /openapi.json lists those that there are"), &response)
    }
    note(
      route, method, status: response.status, bytes: response.shared?.count ?? response.body.count, began: began,
      generation)
  }

  // MARK: Later

  /// A request that can be answered without its connection's memory.
  private struct Work: Sendable {
    let call: Call
    let wants: Wants
    let route: Int
    let hash: UInt64
    let key: [UInt8]
  }

  /// Lets a worker answer; throws where too much waits already.
  private func putOff(_ work: Work, _ response: inout HTTPResponse) throws(Problem) -> Bool {
    let busy = Problem(
      503, "busy", "The server has too much to do",
      "as many requests of this kind wait as may; ask again in a second", retrySeconds: 1)
    let workers = work.call.route.waits ? waiters : workers
    guard workers.hasRoom, let later = response.later() else { throw busy }
    let isTaken = workers.take { [self] in
      var response = HTTPResponse()
      // What waited so long is perhaps asked for no more.
      let isLate = Self.now() - work.wants.began > options.waitSeconds * 1e6
      send(isLate ? .problem(busy) : outcome(work), work.wants, &response)
      let (status, bytes) = (response.status, response.shared?.count ?? response.body.count)
      later.complete(response)
      note(work.route, work.wants.method, status: status, bytes: bytes, began: work.wants.began, work.call.generation)
    }
    if !isTaken {
      // Others took the room in between.
      var response = HTTPResponse()
      send(busy, &response)
      later.complete(response)
      note(work.route, work.wants.method, status: 503, bytes: 0, began: work.wants.began, work.call.generation)
    }
    return true
  }

  // MARK: Making

  private func outcome(_ work: Work) -> Outcome {
    do throws(Problem) { return try make(work) } catch { return .problem(error) }
  }

  private func make(_ work: Work) throws(Problem) -> Outcome {
    let (call, takesGzip) = (work.call, work.wants.takesGzip)
    let answer = try call.route.handler(call)
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
          tag: "\"\(file.tag)\(takesGzip ? "-z" : "")\"", isGzip: takesGzip, keepSeconds: options.keepSeconds,
          more: file.lines,
          body: takesGzip ? file.gzip : file.plain))
    }
    let isGzip = takesGzip && answer.body.count >= Self.leastGzip
    let body = isGzip ? Gzip.compress(answer.body.span) : answer.body
    let tag =
      switch answer.tag {
      case .request: "\"\(generation.mark)-\(String(work.hash, radix: 36))\""
      case .contents: "\"\(String(ContentHash.of(answer.body.span), radix: 36))\(isGzip ? "-z" : "")\""
      }
    let kept = KeptAnswer(
      key: work.key, route: work.route, status: answer.status, mediaType: answer.mediaType, tag: tag, isGzip: isGzip,
      keepSeconds: options.keepSeconds, body: HTTPBody(copying: body.span))
    if call.route.isRepeatable { generation.answers.keep(kept, work.hash) }
    return .kept(kept)
  }

  private func call(
    _ route: Route, _ values: [Range<Int>], _ generation: Generation, _ request: borrowing HTTPRequest
  ) throws(Problem) -> Call {
    var path: [String] = []
    for (number, range) in values.enumerated() {
      do throws(PercentError) { path.append(try PercentCoding.decode(request.path.extracting(range))) } catch {
        throw Problem(
          400, "bad-path", "The address cannot be read", error.description, parameter: route.pattern.names[number])
      }
    }
    var query: [(name: String, value: String)]
    do throws(PercentError) { query = try QueryString.pairs(request.query, limit: 100) } catch {
      throw Problem(400, "bad-query", "The address cannot be read", "the query: \(error)")
    }
    if route.method == .post {
      guard query.isEmpty else {
        throw Problem(
          400, "unknown-parameter", "A parameter cannot be used",
          "a POST takes its parameters in the body, and nothing behind the question mark",
          parameter: String(query[0].name.prefix(80)))
      }
      guard Negotiation.isJSON(request.field("content-type")) else {
        throw Problem(
          415, "unsupported-media-type", "The body is of another media type",
          "expected application/json in Content-Type; with curl: --json BODY, or -H 'Content-Type: application/json'")
      }
      query = try BodyParameters.read(request.body, of: route)
    }
    return Call(
      generation: generation, service: self, route: route, path: path, query: query, origin: origin(request))
  }

  private static func array(_ span: Span<UInt8>?) -> [UInt8]? {
    guard let span else { return nil }
    return unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
  }

  // MARK: Sending

  private func send(_ outcome: Outcome, _ wants: Wants, _ response: inout HTTPResponse) {
    switch outcome {
    case .kept(let kept): kept.send(isKnown: Negotiation.matches(kept.tag, wants.known), &response)
    case .problem(let problem): send(problem, &response)
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
  private func refuse(_ method: HTTPMethod, _ methods: [HTTPMethod], _ response: inout HTTPResponse) {
    let allowed = (methods.flatMap { $0 == .get ? ["GET", "HEAD"] : [$0.rawValue] } + ["OPTIONS"])
      .joined(separator: ", ")
    response.addField("Allow", allowed)
    guard method == .options else {
      send(Problem(405, "method-not-allowed", "The method is another", "this address takes \(allowed)"), &response)
      return
    }
    response.status = 204
    response.addField("Access-Control-Allow-Methods", allowed)
    response.addField("Access-Control-Allow-Headers", CrossOrigin.allowedHeaders)
    response.addField("Access-Control-Max-Age", "86400")
  }
}
