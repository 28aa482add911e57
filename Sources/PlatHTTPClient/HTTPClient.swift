/// Sends HTTP requests to other servers and blocks the calling thread until the answer.
///
///     let client = HTTPClient(milliseconds: 2_000)
///     let answer = try client.send(.get("https://example.org/health"))
///
/// Each request opens its own connection, so a client holds no state and may be used by any number
/// of threads. Certificates and host names are verified. Redirects are not followed: a 3xx is an
/// answer like any other, and the request's data goes only to the server that the caller named.
/// Proxies of the environment (`https_proxy`, `no_proxy`) apply, as libcurl reads them.
///
/// Do not use it on the loops of a server: it would block them until the answer arrives.
public struct HTTPClient: Sendable {
  /// The time limit of a whole request, from name resolution to the last byte.
  public var milliseconds: Int
  /// The maximum size of an answer's body in bytes.
  public var bytes: Int

  /// Makes a client.
  ///
  /// - Parameters:
  ///   - milliseconds: The time limit of a whole request; at least 1.
  ///   - bytes: The maximum size of an answer's body in bytes.
  public init(milliseconds: Int = 10_000, bytes: Int = 1 << 20) {
    self.milliseconds = min(max(milliseconds, 1), 86_400_000)
    self.bytes = max(bytes, 0)
  }

  /// Sends a request and waits for the whole answer, whatever its status.
  ///
  /// - Throws: ``HTTPClientError``: for an invalid address or field, a failed connection, a
  ///   timeout, or an answer longer than ``bytes``.
  public func send(_ request: HTTPClientRequest) throws(HTTPClientError) -> HTTPClientAnswer {
    let scheme = request.url.prefix { $0 != ":" }.lowercased()
    guard scheme == "http" || scheme == "https",
      !request.url.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F })
    else {
      throw .badURL(request.plainURL)
    }
    for field in request.fields where !Self.isSendable(field) {
      throw .badField(name: String(field.name.prefix(80).filter { $0.isASCII && !$0.isNewline }))
    }
    return try Transfer.run(request, milliseconds: milliseconds, bytes: bytes)
  }

  /// Whether a field is valid on one line (RFC 9110, sections 5.1 and 5.5).
  private static func isSendable(_ field: (name: String, value: String)) -> Bool {
    let marks = Set("!#$%&'*+-.^_`|~".utf8)
    let isToken = field.name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: marks.contains(byte)
      }
    }
    let isLine = field.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    // Without a value libcurl would remove the field.
    return isToken && isLine && !field.name.isEmpty
      && !field.value.allSatisfy { $0 == " " || $0 == "\t" }
  }
}
