internal import PlatHTTP

/// Finds the route of a request; answers other methods and paths that no route has.
final class RoutingStep: Step {
  private let router: Router

  init(_ router: Router) { self.router = router }

  func take(
    _ request: borrowing HTTPRequest, _ exchange: inout Exchange, _ response: inout HTTPResponse
  ) throws(Problem) -> Progress {
    switch router.find(exchange.method, request.path) {
    case .route(let route, let path):
      (exchange.route, exchange.path) = (route, path)
      return .next
    case .otherMethods(let methods):
      try refuse(exchange.method, methods, &response)
      return .answered
    case .nothing:
      throw .notFound("there is no such address; /openapi.json lists those that there are")
    }
  }

  /// Lists the methods of a path for OPTIONS, and refuses any other method.
  private func refuse(
    _ method: HTTPMethod, _ methods: [HTTPMethod], _ response: inout HTTPResponse
  ) throws(Problem) {
    let allowed = (methods.flatMap { $0 == .get ? ["GET", "HEAD"] : [$0.rawValue] } + ["OPTIONS"])
      .joined(separator: ", ")
    response.addField("Allow", allowed)
    guard method == .options else {
      throw Problem(
        405, "method-not-allowed", "The method is another", "this address takes \(allowed)")
    }
    response.status = 204
    response.addField("Access-Control-Allow-Methods", allowed)
    response.addField("Access-Control-Allow-Headers", CrossOrigin.allowedHeaders)
    response.addField("Access-Control-Max-Age", "86400")
  }
}
