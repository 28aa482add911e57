internal import PlatHTTP
internal import Synchronization

/// Counts of requests that were refused before routing.
final class AdmissionCounts: Sendable {
  let hosts = Atomic<UInt64>(0)
  let origins = Atomic<UInt64>(0)
  let rates = Atomic<UInt64>(0)
}

/// Refuses unknown host names, addresses over their rate limit, and preflights of foreign writers.
///
/// Adds the fields that depend on the request's origin.
final class AdmissionStep: Step {
  private let clients: Clients
  private let router: Router
  private let counts: AdmissionCounts
  /// The rate limits of client addresses; nil without a limit.
  private let rates: RequestRates?

  init(_ options: ServiceOptions, _ clients: Clients, _ context: ServerContext) {
    self.clients = clients
    router = context.router
    counts = context.admission
    rates = options.addressRequests.map { RequestRates($0) }
  }

  func take(
    _ request: borrowing HTTPRequest, _ exchange: inout Exchange, _ response: inout HTTPResponse
  ) throws(Problem) -> Progress {
    clients.crossOrigin.addFields(for: request.field("origin"), &response)
    try checkHost(request)
    try checkRate(request, now: exchange.began)
    // A browser sends a preflight for requests that a form could not send. A path that writes
    // refuses the preflight as it would refuse the request.
    if exchange.method == .options, request.field("access-control-request-method") != nil,
      let start = clients.pathStart(request.path),
      router.writes(at: request.path.extracting(start..<request.path.count))
    {
      try clients.checkWriter(request, counts)
    }
    return .next
  }

  private func checkHost(_ request: borrowing HTTPRequest) throws(Problem) {
    // A trusted proxy is responsible for the names that it serves.
    if clients.hosts.takes(request.field("host")) || clients.proxies.sent(request) { return }
    counts.hosts.add(1, ordering: .relaxed)
    throw Problem(
      421, "unknown-host", "Misdirected Request",
      """
      the Host field names a server that this one is not; ask http://localhost or the address \
      that it listens on, or start it with --host-name or --public-url
      """)
  }

  private func checkRate(_ request: borrowing HTTPRequest, now: Double) throws(Problem) {
    guard let rates, let client = clients.proxies.client(of: request),
      let wait = rates.take(client, now: UInt64(now) * 1_000)
    else { return }
    counts.rates.add(1, ordering: .relaxed)
    let seconds = Int(clamping: wait / 1_000_000_000 + 1)
    throw Problem(
      429, "too-many-requests", "Too Many Requests",
      "your address has made as many requests as one may; ask again in \(seconds) s",
      retrySeconds: seconds)
  }
}
