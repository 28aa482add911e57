internal import PlatHTTP

/// The origins that may read answers (CORS), and those that may write.
///
/// `*` allows reading only: every page may show the map. Writes are accepted from programs, from
/// the server's own origin and from origins listed by name.
struct CrossOrigin: Sendable {
  /// The listed origins in canonical form.
  let listed: [String]
  private let readsAny: Bool
  private let lines: [String: [UInt8]]
  private let foreignLines: [UInt8]

  /// Takes origins and `*`.
  ///
  /// Other texts are ignored here and reported by `ServiceOptions`.
  init(_ allowed: [String]) {
    readsAny = allowed.contains("*")
    listed = allowed.compactMap { Self.canonical($0) }
    var lines: [String: [UInt8]] = [:]
    for origin in listed {
      lines[origin] = Array(
        "Vary: Origin\r\nAccess-Control-Allow-Origin: \(origin)\r\n\(Self.exposed)\r\n".utf8)
    }
    self.lines = lines
    foreignLines = Array("Vary: Origin\r\n".utf8)
  }

  /// The fields of every answer, if they are the same for all origins.
  var commonFields: [(name: String, value: String)] {
    readsAny
      ? [
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Expose-Headers", Self.exposedHeaders),
      ] : []
  }

  /// Adds the fields that depend on the origin.
  func addFields(for origin: Span<UInt8>?, _ response: inout HTTPResponse) {
    guard !readsAny else { return }
    guard let origin, let text = Self.canonical(String(decoding: origin)), let own = lines[text]
    else {
      return response.addLines(foreignLines)
    }
    response.addLines(own)
  }

  /// The reason why a request may not write; nil if it may.
  ///
  /// - Parameters:
  ///   - host: The host that the request was sent to, with its port.
  ///   - hosts: The server's names.
  func refusal(_ request: borrowing HTTPRequest, host: String?, _ hosts: HostCheck) -> Problem? {
    guard let field = request.field("origin") else {
      // Browsers send Origin with writes. A browser that omits it at least reports in
      // Sec-Fetch-Site whether the page belongs to another site.
      guard let site = request.field("sec-fetch-site") else { return nil }
      let text = String(decoding: site)
      return text == "same-origin" || text == "none" ? nil : Self.problem("another site")
    }
    let text = String(decoding: field)
    guard request.field("origin", occurrence: 1) == nil, let origin = Self.canonical(text) else {
      return Self.problem("the origin \(text.prefix(80))")
    }
    if lines[origin] != nil { return nil }
    let scheme = origin.hasPrefix("https:") ? "https://" : "http://"
    let own = String(origin.dropFirst(scheme.count))
    if let host, Self.canonical(scheme + host) == origin { return nil }
    if hosts.isNamed(own) { return nil }
    return Self.problem("the origin \(origin.prefix(80))")
  }

  private static func problem(_ who: String) -> Problem {
    Problem(
      403, "foreign-origin", "Forbidden",
      "this request comes from \(who), which may read here and not write; "
        + "the server's operator can allow it with --allow-origin")
  }

  /// The canonical form of an origin: lower case, without the default port of its scheme; nil for
  /// any other text.
  static func canonical(_ text: String) -> String? {
    let lower = text.lowercased()
    let scheme =
      lower.hasPrefix("https://") ? "https://" : lower.hasPrefix("http://") ? "http://" : ""
    var host = lower.dropFirst(scheme.count)
    if host.hasSuffix("/") { host = host.dropLast() }
    guard !scheme.isEmpty, !host.isEmpty, text.utf8.count <= 255,
      host.utf8.first != UInt8(ascii: ":"),
      host.utf8.allSatisfy({ isHostByte($0) })
    else { return nil }
    let implied = scheme == "https://" ? ":443" : ":80"
    if host.hasSuffix(implied) { host = host.dropLast(implied.utf8.count) }
    return host.isEmpty ? nil : scheme + host
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"),
      UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
      true
    default: false
    }
  }

  /// The response fields that scripts of other origins may read besides the safelisted ones.
  private static let exposedHeaders =
    "Accept-Patch, Allow, Content-Encoding, Content-Length, Date, ETag, Link, Location, RateLimit, "
    + "RateLimit-Policy, Retry-After, Server-Timing, Vary, WWW-Authenticate"
  private static let exposed = "Access-Control-Expose-Headers: " + exposedHeaders
}

extension String {
  /// The text of a field's bytes.
  fileprivate init(decoding field: Span<UInt8>) {
    self = unsafe field.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
