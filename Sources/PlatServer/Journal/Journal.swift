internal import PlatHTTP

/// Counts, times and logs every answered request.
final class Journal: Sendable {
  private let routes: [Route]
  private let log: RequestLog
  private let metrics: [RouteMetrics]
  /// The numbers of requests that match no route.
  private let unrouted = RouteMetrics()

  init(_ routes: [Route], _ log: RequestLog) {
    (self.routes, self.log) = (routes, log)
    metrics = routes.map { _ in RouteMetrics() }
  }

  /// The values of a response that are logged, read before it is sent.
  struct Entry {
    let status: Int
    let bytes: Int

    init(_ response: borrowing HTTPResponse) {
      (status, bytes) = (response.status, response.shared?.count ?? response.body.count)
    }
  }

  /// Counts and logs a request.
  ///
  /// - Parameter route: The number of its route; nil if no route matches.
  func note(
    _ route: Int?, _ method: HTTPMethod, _ entry: Entry, began: Double, _ generation: ServedState
  ) {
    let spent = ServerClock.now() - began
    (route.map { metrics[$0] } ?? unrouted).count(status: entry.status, microseconds: spent)
    guard log.takesRequest(status: entry.status) else { return }
    log.request(
      method: method.rawValue, route: route.map { routes[$0].path } ?? "-", status: entry.status,
      bytes: entry.bytes, microseconds: spent, generation: generation.number)
  }

  /// The numbers of each route, and of requests that match no route.
  var numbers: [(name: String, numbers: RouteMetrics.Numbers)] {
    zip(routes, metrics).map { ("\($0.method.rawValue) \($0.path)", $1.numbers) }
      + [("-", unrouted.numbers)]
  }
}
