/// Asks other servers over HTTP and waits for the answer, on the thread that asks.
///
///     let client = HTTPClient(milliseconds: 2_000)
///     let answer = try client.send(.get("https://example.org/health"))
///
/// Each request has a connection of its own, so that a client holds nothing and may be used by any
/// number of threads. Certificates and host names are verified. Redirects are not followed: a 3xx
/// is an answer like any other, and what a request carries goes to no server that its caller did
/// not name. Proxies of the environment (`https_proxy`, `no_proxy`) count, as libcurl reads them.
///
/// Not for the loops of a server, which it would stop until the answer is there.
public struct HTTPClient: Sendable {
  /// How long a request may take as a whole, from the name's look-up to the last byte.
  public var milliseconds: Int
  /// The greatest number of bytes that an answer's body may have.
  public var bytes: Int

  /// Makes a client.
  ///
  /// - Parameters:
  ///   - milliseconds: How long a request may take as a whole; at least 1.
  ///   - bytes: The greatest number of bytes that an answer's body may have.
  public init(milliseconds: Int = 10_000, bytes: Int = 1 << 20) {
    self.milliseconds = min(max(milliseconds, 1), 86_400_000)
    self.bytes = max(bytes, 0)
  }

  /// Sends a request and waits for the whole answer, whatever its status.
  ///
  /// - Throws: ``HTTPClientError``: an address or a field that cannot be, no connection, the time
  ///   that passed, or an answer that is longer than ``bytes``.
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

  /// Whether a field is one line: RFC 9110, sections 5.1 and 5.5.
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
    // Without a value libcurl would take the field for one to leave out.
    return isToken && isLine && !field.name.isEmpty
      && !field.value.allSatisfy { $0 == " " || $0 == "\t" }
  }
}
