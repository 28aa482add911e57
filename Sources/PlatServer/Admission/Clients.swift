internal import PlatHTTP
internal import Synchronization

/// The clients, proxies, origins and host names that the server accepts.
struct Clients: Sendable {
  let hosts: HostCheck
  let proxies: TrustedProxies
  let crossOrigin: CrossOrigin
  /// The server's public address, set by the operator.
  let publicURL: PublicURL?
  private let basePath: [UInt8]

  init(_ options: ServiceOptions) {
    publicURL = options.publicURL
    basePath = Array((options.publicURL?.path ?? "").utf8)
    hosts = HostCheck(
      address: options.http.address, names: options.hostNames, publicHost: options.publicURL?.host)
    proxies = TrustedProxies(options.trustedProxies)
    crossOrigin = CrossOrigin(options.allowedOrigins)
  }

  /// Refuses a write from a page of an origin that is not allowed.
  func checkWriter(
    _ request: borrowing HTTPRequest, _ counts: AdmissionCounts
  ) throws(Problem) {
    guard let problem = crossOrigin.refusal(request, host: host(request), hosts) else { return }
    counts.origins.add(1, ordering: .relaxed)
    throw problem
  }

  /// The key under which a client shares queues: its address, or its network for IPv6.
  func client(_ request: borrowing HTTPRequest) -> HTTPAddress {
    (proxies.client(of: request) ?? request.peer.host).network
  }

  /// The base of absolute addresses in answers: the operator's public address, else the one that a
  /// trusted proxy reports, else the one that the request was sent to.
  func base(_ request: borrowing HTTPRequest) -> String {
    if let publicURL { return publicURL.text }
    let own = Self.own(request) ?? "127.0.0.1"
    guard proxies.sent(request) else { return "http://" + own }
    let received = ForwardedRequest(request)
    return (received.scheme ?? "http") + "://" + (received.host ?? own) + received.path
  }

  /// Strips the operator's base path, which some proxies leave in place.
  ///
  /// - Returns: The number of leading bytes to skip; nil if the path is the base path alone, whose
  ///   page is at the base path with a slash.
  func pathStart(_ path: Span<UInt8>) -> Int? {
    let prefix = basePath.span
    guard prefix.count > 0, path.count >= prefix.count else { return 0 }
    for place in prefix.indices where prefix[place] != path[place] { return 0 }
    if path.count == prefix.count { return nil }
    return path[prefix.count] == UInt8(ascii: "/") ? prefix.count : 0
  }

  /// The host that the request was sent to, with its port.
  private func host(_ request: borrowing HTTPRequest) -> String? {
    let own = Self.own(request)
    return proxies.sent(request) ? ForwardedRequest(request).host ?? own : own
  }

  private static func own(_ request: borrowing HTTPRequest) -> String? {
    guard let field = request.field("host") else { return nil }
    let text = unsafe field.withUnsafeBufferPointer {
      unsafe String(validating: $0, as: UTF8.self)
    }
    return text.flatMap { ForwardedRequest.host($0) }
  }
}
