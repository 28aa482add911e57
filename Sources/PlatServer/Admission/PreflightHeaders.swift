internal import PlatHTTP

/// The header fields that scripts of other origins may send (CORS).
///
/// A field that this server does not read is harmless, and sites add their own: tracing, test
/// tools, proxy tokens. So a preflight is granted every field that it asks for, except fields that
/// only proxies may write.
enum PreflightHeaders {
  /// Fields that are granted even if not requested, so that one preflight covers many requests.
  static let usual = [
    "Accept", "Authorization", "Cache-Control", "Content-Type", "If-Match", "If-Modified-Since",
    "If-None-Match", "Idempotency-Key", "Last-Event-ID", "Pragma", "X-Requested-With",
    "traceparent", "tracestate", "baggage", "sentry-trace", "b3", "X-B3-TraceId", "X-B3-SpanId",
    "X-B3-ParentSpanId", "X-B3-Sampled", "X-B3-Flags", "uber-trace-id", "X-Request-ID",
    "X-Correlation-ID", "Request-Id", "Request-Context", "X-Amzn-Trace-Id",
    "X-Cloud-Trace-Context", "X-Datadog-Trace-Id", "X-Datadog-Parent-Id", "X-Datadog-Origin",
    "X-Datadog-Sampling-Priority", "X-Datadog-Tags", "newrelic", "elastic-apm-traceparent",
  ]

  private static let usualNames = Set(usual.map { $0.lowercased() })
  private static let usualText = usual.joined(separator: ", ")
  /// The limits of a list: names, and bytes of a name.
  private static let (names, nameBytes) = (64, 100)

  /// The value of `Access-Control-Allow-Headers` for a preflight.
  static func allowed(_ request: borrowing HTTPRequest) -> String {
    guard let asked = Negotiation.all("access-control-request-headers", request),
      let more = others(asked), !more.isEmpty
    else { return usualText }
    return usualText + ", " + more.joined(separator: ", ")
  }

  /// The names of a list that are not usual and may be granted; nil for an invalid list.
  private static func others(_ field: [UInt8]) -> [String]? {
    var seen = usualNames
    var others: [String] = []
    let parts = field.split(separator: UInt8(ascii: ","))
    guard parts.count <= names else { return nil }
    for part in parts {
      var name = part.drop { $0 == 0x20 || $0 == 0x09 }
      while let last = name.last, last == 0x20 || last == 0x09 { name.removeLast() }
      guard (1...nameBytes).contains(name.count), name.allSatisfy({ isTokenByte($0) }) else {
        return nil
      }
      let text = String(decoding: name, as: UTF8.self)
      let lower = text.lowercased()
      if !isForProxies(lower), seen.insert(lower).inserted { others.append(text) }
    }
    return others
  }

  /// Whether a field describes what a proxy received, or how a message is framed.
  private static func isForProxies(_ name: String) -> Bool {
    name.hasPrefix("x-forwarded") || name.hasPrefix("proxy-") || name.hasPrefix("sec-")
      || name.hasPrefix("access-control-")
      || [
        "forwarded", "x-real-ip", "x-original-host", "x-original-url", "x-rewrite-url", "host",
        "origin", "cookie", "connection", "transfer-encoding", "content-length", "upgrade", "via",
      ].contains(name)
  }

  /// Whether a byte is valid in a field name (RFC 9110, section 5.6.2).
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
