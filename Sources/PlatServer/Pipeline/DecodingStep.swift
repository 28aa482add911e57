internal import PlatCommon
internal import PlatHTTP

/// Decodes the path, the query and the body of a request once, and checks names and lengths.
final class DecodingStep: Step {
  private let clients: Clients
  private let context: ServerContext

  init(_ clients: Clients, _ context: ServerContext) {
    (self.clients, self.context) = (clients, context)
  }

  func take(
    _ request: borrowing HTTPRequest, _ exchange: inout Exchange, _ response: inout HTTPResponse
  ) throws(Problem) -> Progress {
    guard let number = exchange.route else { return .next }
    let route = context.router.routes[number]
    let path = try Self.path(exchange.path, of: route, request)
    let general = context.options.http.bodyBytes
    try RequestBounds.check(body: request.body.count, of: route, general: general)
    let (arguments, body) = try arguments(of: route, request, &response)
    var call = Call(
      generation: exchange.generation, context: context, route: route, path: path,
      arguments: arguments, base: clients.base(request))
    if route.takesEvents, let accept = Negotiation.all("accept", request),
      Negotiation.names(["text/event-stream"], accept.span)
    {
      let last = Negotiation.all("last-event-id", request)
      call.events = EventRequest(
        lastID: last.map { String(decoding: $0.prefix(RequestBounds.nameBytes), as: UTF8.self) })
    }
    if route.role != nil {
      call.content.key = exchange.key
      call.content.ifMatch = Negotiation.all("if-match", request)
      call.content.ifNoneMatch = Negotiation.all("if-none-match", request)
      call.content.idempotencyKey = Negotiation.all("idempotency-key", request)
      call.content.requestID = Negotiation.all("x-request-id", request)
    }
    if route.body.isContent { call.content.body = try content(of: route, request, &response) }
    let keeps = route.method == .get && route.isRepeatable
    exchange.work = Work(
      call: call, body: body,
      wants: Wants(
        method: exchange.method, takesGzip: exchange.takesGzip,
        accept: Negotiation.all("accept", request),
        known: Negotiation.all("if-none-match", request),
        required: Negotiation.all("if-match", request), began: exchange.began),
      route: number, hash: exchange.hash,
      key: keeps ? AnswerCache.key(request.path, request.query, exchange.takesGzip) : [])
    return .next
  }

  private static func path(
    _ ranges: [Range<Int>], of route: Route, _ request: borrowing HTTPRequest
  ) throws(Problem) -> [String] {
    var path: [String] = []
    for (number, range) in ranges.enumerated() {
      guard range.count <= 3 * RequestBounds.nameBytes else {
        throw .notFound(
          "no \(route.pattern.names[number]) has more than \(RequestBounds.nameBytes) bytes")
      }
      do throws(PercentError) {
        path.append(try PercentCoding.decode(request.path.extracting(range)))
      } catch {
        throw Problem(
          400, "bad-path", "Invalid address", error.description,
          parameter: route.pattern.names[number])
      }
    }
    return path
  }

  /// The names and values of the query, or of the body of a POST; the raw body too if it takes long
  /// to read.
  private func arguments(
    of route: Route, _ request: borrowing HTTPRequest, _ response: inout HTTPResponse
  ) throws(Problem) -> (arguments: [Argument], body: [UInt8]?) {
    // Mail and advertising tools add parameters to page addresses.
    if route.ignoresQuery { return ([], nil) }
    var query: [(name: String, value: String)]
    try RequestBounds.check(query: request.query, of: route)
    do throws(PercentError) {
      query = try QueryString.pairs(request.query, limit: RequestBounds.parameters)
    } catch {
      throw Problem(400, "bad-query", "Invalid address", "the query: \(error)")
    }
    guard route.takesBody, !route.body.isContent else {
      return (try route.checked(query.map { route.argument($0.name, $0.value) }), nil)
    }
    guard query.isEmpty else {
      throw Problem(
        400, "unknown-parameter", "Unknown parameter",
        "a \(route.method.rawValue) takes its parameters in the body, and nothing behind the "
          + "question mark",
        parameter: query[0].name.shortened())
    }
    let type = request.field("content-type")
    guard
      Negotiation.isJSON(type) || (route.body == .polygon && Negotiation.isPolygonText(type))
    else {
      throw Problem(
        415, "unsupported-media-type", "Unsupported Media Type",
        """
        expected application/json in Content-Type; with curl: --json BODY, or -H 'Content-Type: \
        application/json'
        """
      )
    }
    if let inflated = try inflated(of: route, request, &response) {
      return try Self.read(inflated.span, of: route)
    }
    return try Self.read(request.body, of: route)
  }

  /// The body of a request, decompressed; nil if it is not compressed.
  private func inflated(
    of route: Route, _ request: borrowing HTTPRequest, _ response: inout HTTPResponse
  ) throws(Problem) -> [UInt8]? {
    let general = context.options.http.bodyBytes
    let limit = route.body == .listings ? max(RequestBounds.batchBytes, general) : general
    do throws(Problem) { return try BodyCoding.decoded(request, limit: limit) } catch {
      // Report the accepted coding (RFC 9110, section 12.5.3).
      if error.status == 415 { response.addField("Accept-Encoding", "gzip") }
      throw error
    }
  }

  /// The body of a request that writes listings, as it is: its handler reads it on a lane.
  private func content(
    of route: Route, _ request: borrowing HTTPRequest, _ response: inout HTTPResponse
  ) throws(Problem) -> [UInt8] {
    let types = route.body.mediaTypes
    // RFC 5789, section 2.2: a patch says what it is.
    var isNamed = route.body != .patch
    if let field = request.field("content-type") { isNamed = Negotiation.names(types, field) }
    guard isNamed else {
      if route.body == .patch { response.addField("Accept-Patch", types[0]) }
      throw Problem(
        415, "unsupported-media-type", "Unsupported Media Type",
        "expected \(types[0]) in Content-Type; with curl: -H 'Content-Type: \(types[0])'")
    }
    guard let body = try inflated(of: route, request, &response) else {
      return Self.unmarked(unsafe request.body.withUnsafeBufferPointer { unsafe Array($0) })
    }
    return Self.unmarked(body)
  }

  /// A body without the byte order mark with which files of some editors begin.
  private static func unmarked(_ body: [UInt8]) -> [UInt8] {
    body.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(body.dropFirst(3)) : body
  }

  private static func read(
    _ bytes: Span<UInt8>, of route: Route
  ) throws(Problem) -> (arguments: [Argument], body: [UInt8]?) {
    // Files of some editors begin with a byte order mark (RFC 8259, section 8.1).
    let hasMark = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
    let body = bytes.extracting((hasMark ? 3 : 0)..<bytes.count)
    guard body.count <= RequestBounds.bodyBytes(of: route) else {
      throw RequestBounds.tooLarge(body.count)
    }
    if route.body == .polygon, let text = AreaBody.polygon(body) {
      return ([route.argument(RequestBounds.long, text)], nil)
    }
    if body.count > RequestBounds.loopBytes, route.filters != .none {
      return ([], unsafe body.withUnsafeBufferPointer { unsafe Array($0) })
    }
    return (try route.checked(BodyParameters.read(body, of: route)), nil)
  }
}
