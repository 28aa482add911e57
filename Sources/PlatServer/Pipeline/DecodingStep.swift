internal import PlatCommon
internal import PlatHTTP

/// Decodes the path, the query and the body of a request, once, and checks names and lengths.
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
    let (arguments, body) = try Self.arguments(of: route, request)
    let call = Call(
      generation: exchange.generation, context: context, route: route, path: path,
      arguments: arguments, origin: clients.origin(request))
    let keeps = route.method == .get && route.isRepeatable
    exchange.work = Work(
      call: call, body: body,
      wants: Wants(
        method: exchange.method, takesGzip: exchange.takesGzip,
        accept: Negotiation.all("accept", request),
        known: Negotiation.all("if-none-match", request), began: exchange.began),
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
          400, "bad-path", "The address cannot be read", error.description,
          parameter: route.pattern.names[number])
      }
    }
    return path
  }

  /// The names and values of the query, or of the body of a POST; with the body itself where it
  /// takes long to read.
  private static func arguments(
    of route: Route, _ request: borrowing HTTPRequest
  ) throws(Problem) -> (arguments: [Argument], body: [UInt8]?) {
    var query: [(name: String, value: String)]
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
      let isPolygon = route.body == .polygon
      guard
        Negotiation.isJSON(request.field("content-type"))
          || (isPolygon && Negotiation.isPolygonText(request.field("content-type")))
      else {
        throw Problem(
          415, "unsupported-media-type", "The body is of another media type",
          "expected application/json in Content-Type; with curl: --json BODY, or -H 'Content-Type: application/json'"
        )
      }
      guard request.body.count <= RequestBounds.bodyBytes(of: route) else {
        throw RequestBounds.tooLarge(request.body.count)
      }
      if isPolygon, let text = AreaBody.polygon(request.body) {
        return ([route.argument(RequestBounds.long, text)], nil)
      }
      if request.body.count > RequestBounds.loopBytes, route.filters != .none {
        return ([], unsafe request.body.withUnsafeBufferPointer { unsafe Array($0) })
      }
      return (try route.checked(BodyParameters.read(request.body, of: route)), nil)
    }
    return (try route.checked(query.map { route.argument($0.name, $0.value) }), nil)
  }
}
