internal import PlatHTTP

/// The request that a trusted proxy received, according to `X-Forwarded-*` or `Forwarded` (RFC
/// 7239).
///
/// Each proxy in a chain may append to a field, so the first word of a list describes the client's
/// request. If there is any `X-Forwarded` field, `Forwarded` is ignored: a proxy that does not know
/// `Forwarded` passes on the client's value.
struct ForwardedRequest {
  /// `http` or `https`; nil if the proxy does not report it.
  private(set) var scheme: String?
  /// The host, with its port unless that is the scheme's default.
  private(set) var host: String?
  /// The path prefix that the proxy removed, such as `/homes`; empty for none.
  private(set) var path = ""

  /// Reads the fields of a request that a trusted proxy sent.
  init(_ request: borrowing HTTPRequest) {
    if Self.usesOwnFields(request) {
      readOwnFields(request)
    } else if let field = Negotiation.all("forwarded", request) {
      for (name, value) in ForwardedField.elements(field).first ?? [] {
        switch name {
        case "proto": scheme = Self.scheme(value)
        case "host": host = Self.host(value)
        default: continue
        }
      }
    }
    path =
      (Self.word("x-forwarded-prefix", request) ?? Self.word("x-forwarded-path", request))
      .flatMap { PublicURL.path($0) } ?? ""
  }

  /// Whether a request has `X-Forwarded` fields that describe the client, its scheme or host.
  static func usesOwnFields(_ request: borrowing HTTPRequest) -> Bool {
    request.field("x-forwarded-for") != nil || request.field("x-forwarded-proto") != nil
      || request.field("x-forwarded-host") != nil || request.field("x-forwarded-scheme") != nil
      || request.field("x-forwarded-ssl") != nil
  }

  private mutating func readOwnFields(_ request: borrowing HTTPRequest) {
    let word = Self.word("x-forwarded-proto", request) ?? Self.word("x-forwarded-scheme", request)
    scheme = word.flatMap { Self.scheme($0) }
    if scheme == nil, Self.word("x-forwarded-ssl", request)?.lowercased() == "on" {
      scheme = "https"
    }
    guard let named = Self.word("x-forwarded-host", request).flatMap({ Self.host($0) }) else {
      return
    }
    host = named
    let hasPort = named.hasSuffix("]") ? false : named.contains(":")
    if !hasPort, let port = Self.word("x-forwarded-port", request).flatMap({ UInt16($0) }),
      // The other scheme's own port is that of an inner hop.
      port != 0, port != 443, port != 80
    {
      host = "\(named):\(port)"
    }
  }

  /// The first word of a field that may be a list; nil if the field is missing.
  private static func word(_ name: StaticString, _ request: borrowing HTTPRequest) -> String? {
    guard let field = Negotiation.all(name, request) else { return nil }
    for part in String(decoding: field, as: UTF8.self).split(separator: ",") {
      var word = part.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
      if word.count > 1, word.hasPrefix("\""), word.hasSuffix("\"") {
        word = word.dropFirst().dropLast()
      }
      if !word.isEmpty { return String(word) }
    }
    return nil
  }

  private static func scheme(_ word: String) -> String? {
    switch word.lowercased() {
    case "https", "wss": "https"
    case "http", "ws": "http"
    default: nil
    }
  }

  /// A host with its port, if all characters are valid in a host.
  static func host(_ text: String) -> String? {
    guard !text.isEmpty, text.utf8.count <= 255 else { return nil }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
        continue
      default: return nil
      }
    }
    return text
  }
}
