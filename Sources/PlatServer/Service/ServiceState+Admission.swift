internal import PlatHTTP
internal import Synchronization

/// What was refused before a route saw it.
final class AdmissionCounts: Sendable {
  let hosts = Atomic<UInt64>(0)
  let origins = Atomic<UInt64>(0)
  let rates = Atomic<UInt64>(0)
}

extension ServiceState {
  /// Whether a request may come in; where it may not, the answer says why.
  ///
  /// Fields that depend on the request's origin are added either way.
  func admit(_ request: borrowing HTTPRequest, _ response: inout HTTPResponse) -> Bool {
    crossOrigin.addFields(for: request.field("origin"), &response)
    guard let problem = refusal(request) else { return true }
    let began = Self.now()
    send(problem, &response)
    note(
      nil, request.method, status: problem.status, bytes: response.body.count, began: began,
      generation)
    return false
  }

  private func refusal(_ request: borrowing HTTPRequest) -> Problem? {
    // A trusted proxy answers for the names that it serves.
    if !hosts.takes(request.field("host")), !proxies.sent(request) {
      admission.hosts.add(1, ordering: .relaxed)
      return Problem(
        421, "unknown-host", "The server has another name",
        "the Host field names a server that this one is not; ask http://localhost or the address that it listens on, "
          + "or start it with --host-name")
    }
    if let rates, let client = proxies.client(of: request),
      let wait = rates.take(client, now: UInt64(Self.now()) * 1_000)
    {
      admission.rates.add(1, ordering: .relaxed)
      let seconds = Int(clamping: wait / 1_000_000_000 + 1)
      return Problem(
        429, "too-many-requests", "Too many requests",
        "your address has made as many requests as one may; ask again in \(seconds) s",
        retrySeconds: seconds)
    }
    // A browser asks before it sends what a form could not: a path that writes is told like the
    // request itself.
    if request.method == .options, request.field("access-control-request-method") != nil,
      router.routes.contains(where: { $0.writes && $0.pattern.match(request.path) != nil })
    {
      return foreignWriter(request)
    }
    return nil
  }

  /// Refuses to write for a page of another origin that is not allowed.
  func checkWriter(_ route: Route, _ request: borrowing HTTPRequest) throws(Problem) {
    if route.writes, let problem = foreignWriter(request) { throw problem }
  }

  private func foreignWriter(_ request: borrowing HTTPRequest) -> Problem? {
    guard let problem = crossOrigin.refusal(request, host: host(request), hosts) else { return nil }
    admission.origins.add(1, ordering: .relaxed)
    return problem
  }

  /// Writes the metrics of what was refused.
  func writeAdmission(to text: inout String) {
    for (name, help, value) in [
      (
        "plat_hosts_refused_total", "Requests to another host name (421).",
        admission.hosts.load(ordering: .relaxed)
      ),
      (
        "plat_origins_refused_total", "Writes of other origins (403).",
        admission.origins.load(ordering: .relaxed)
      ),
      (
        "plat_requests_limited_total", "Requests beyond the rate of their address (429).",
        admission.rates.load(ordering: .relaxed)
      ),
      (
        "plat_connections_limited_total", "Connections beyond the limit of their address (503).",
        counters?.refusedAddressConnections ?? 0
      ),
    ] {
      text += "# HELP \(name) \(help)\n# TYPE \(name) counter\n\(name) \(value)\n"
    }
  }
}
