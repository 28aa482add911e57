internal import PlatAccess
internal import PlatHTTP

/// Checks that a request may use its route: a route that writes refuses pages of other origins, one
/// that needs an API key refuses requests without it.
///
/// A key is sent by whoever holds it, never by a browser on its own: a page of another origin that
/// has one may write.
final class PermissionStep: Step {
  private let clients: Clients
  private let router: Router
  private let counts: AdmissionCounts
  private let keys: KeyCheck
  /// The role that every route needs which is not open.
  private let general: Role?

  init(_ clients: Clients, _ context: ServerContext) {
    self.clients = clients
    (router, counts, keys) = (context.router, context.admission, context.keys)
    general = context.options.readsNeedKeys ? .reader : nil
  }

  func take(
    _ request: borrowing HTTPRequest, _ exchange: inout Exchange, _ response: inout HTTPResponse
  ) throws(Problem) -> Progress {
    guard let route = exchange.route else { return .next }
    if router.routes[route].writes {
      try clients.checkWriter(request, counts)
    }
    if let role = role(of: router.routes[route]) {
      exchange.key = try keys.take(request, needing: role, &response)
    }
    return .next
  }

  private func role(of route: Route) -> Role? { route.role ?? (route.isOpen ? nil : general) }
}
