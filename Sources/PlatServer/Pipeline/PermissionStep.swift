internal import PlatHTTP

/// Checks that a request may use its route: a route that writes refuses pages of other origins.
final class PermissionStep: Step {
  private let clients: Clients
  private let router: Router
  private let counts: AdmissionCounts

  init(_ clients: Clients, _ context: ServerContext) {
    self.clients = clients
    (router, counts) = (context.router, context.admission)
  }

  func take(
    _ request: borrowing HTTPRequest, _ exchange: inout Exchange, _ response: inout HTTPResponse
  ) throws(Problem) -> Progress {
    if let route = exchange.route, router.routes[route].writes {
      try clients.checkWriter(request, counts)
    }
    return .next
  }
}
