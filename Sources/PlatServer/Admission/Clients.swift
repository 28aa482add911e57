internal import PlatHTTP
internal import Synchronization

/// Where requests come from: the names, proxies and origins that the server knows.
struct Clients: Sendable {
  let hosts: HostCheck
  let proxies: TrustedProxies
  let crossOrigin: CrossOrigin

  init(_ options: ServiceOptions) {
    hosts = HostCheck(address: options.http.address, names: options.hostNames)
    proxies = TrustedProxies(options.trustedProxies)
    crossOrigin = CrossOrigin(options.allowedOrigins)
  }

  /// Refuses to write for a page of another origin that is not allowed.
  func checkWriter(
    _ request: borrowing HTTPRequest, _ counts: AdmissionCounts
  ) throws(Problem) {
    guard let problem = crossOrigin.refusal(request, host: host(request), hosts) else { return }
    counts.origins.add(1, ordering: .relaxed)
    throw problem
  }

  /// The client that a request counts for where clients share a queue: its address, or its network
  /// in version 6.
  func client(_ request: borrowing HTTPRequest) -> HTTPAddress {
    (proxies.client(of: request) ?? request.peer.host).network
  }

  /// Scheme and host of the request, or what a trusted proxy says that they were.
  func origin(_ request: borrowing HTTPRequest) -> String {
    var scheme = "http"
    if proxies.sent(request), let forwarded = request.field("x-forwarded-proto"),
      Self.text(forwarded) == "https"
    {
      scheme = "https"
    }
    return scheme + "://" + (host(request) ?? "127.0.0.1")
  }

  /// The host that the request was sent to, with its port.
  private func host(_ request: borrowing HTTPRequest) -> String? {
    let own = Self.host(request.field("host"))
    return proxies.sent(request) ? Self.host(request.field("x-forwarded-host")) ?? own : own
  }

  /// A host with its port, where it has no other characters than those have.
  private static func host(_ field: Span<UInt8>?) -> String? {
    guard let field, let text = text(field), !text.isEmpty, text.utf8.count <= 255 else {
      return nil
    }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: ":"),
        UInt8(ascii: "["), UInt8(ascii: "]"):
        continue
      default: return nil
      }
    }
    return text
  }

  private static func text(_ field: Span<UInt8>) -> String? {
    unsafe field.withUnsafeBufferPointer { unsafe String(validating: $0, as: UTF8.self) }
  }
}
