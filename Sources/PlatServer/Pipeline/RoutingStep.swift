internal import PlatHTTP

/// Finds the route of a request; answers other methods and unknown paths.
final class RoutingStep: Step {
  private let clients: Clients
  private let router: Router
  private let nearest: NearestPath

  init(_ clients: Clients, _ context: ServerContext) {
    (self.clients, router) = (clients, context.router)
    nearest = NearestPath(context.router.routes)
  }

  func take(
    _ request: borrowing HTTPRequest, _ exchange: inout Exchange, _ response: inout HTTPResponse
  ) throws(Problem) -> Progress {
    if exchange.method == .options, request.path.count == 1, request.path[0] == UInt8(ascii: "*") {
      // The server as a whole (RFC 9110, section 9.3.7).
      response.status = 204
      response.addField("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
      return .answered
    }
    guard let start = clients.pathStart(request.path) else {
      // The page's relative addresses resolve against the last slash.
      response.status = 308
      response.addField("Location", (clients.publicURL?.path ?? "") + "/")
      response.addField("Cache-Control", "no-cache")
      return .answered
    }
    let path = request.path.extracting(start..<request.path.count)
    switch router.find(exchange.method, path) {
    case .route(let route, let ranges):
      exchange.route = route
      exchange.path = ranges.map { $0.lowerBound + start..<$0.upperBound + start }
      return .next
    case .otherMethods(let methods):
      try refuse(exchange.method, methods, request, &response)
      return .answered
    case .nothing: throw missing(path)
    }
  }

  private func missing(_ path: Span<UInt8>) -> Problem {
    let text = unsafe path.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    let meant = nearest.path(text)
    var problem = Problem.notFound(
      "there is no such address; "
        + (meant.map { "did you mean \($0)? " } ?? "") + "/openapi.json lists all addresses")
    problem.nearest = meant
    return problem
  }

  /// Lists the methods of a path for OPTIONS, and refuses any other method.
  private func refuse(
    _ method: HTTPMethod, _ methods: [HTTPMethod], _ request: borrowing HTTPRequest,
    _ response: inout HTTPResponse
  ) throws(Problem) {
    let allowed = (methods.flatMap { $0 == .get ? ["GET", "HEAD"] : [$0.rawValue] } + ["OPTIONS"])
      .joined(separator: ", ")
    response.addField("Allow", allowed)
    guard method == .options else {
      throw Problem(
        405, "method-not-allowed", "Method Not Allowed", "this address takes \(allowed)")
    }
    response.status = 204
    response.addField("Access-Control-Allow-Methods", allowed)
    response.addField("Access-Control-Allow-Headers", PreflightHeaders.allowed(request))
    response.addField("Access-Control-Max-Age", "86400")
    response.addField("Vary", "Access-Control-Request-Headers")
  }
}
