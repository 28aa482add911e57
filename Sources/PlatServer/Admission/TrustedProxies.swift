internal import PlatHTTP

/// The proxies whose `X-Forwarded` and `Forwarded` fields are trusted, and the clients behind them.
struct TrustedProxies: Sendable {
  private let blocks: [HTTPAddressBlock]

  /// Parses numeric addresses and blocks.
  ///
  /// Other texts are ignored here and reported by `ServiceOptions`.
  init(_ texts: [String]) { blocks = texts.compactMap { HTTPAddressBlock($0) } }

  /// Whether a request comes directly from a trusted proxy.
  func sent(_ request: borrowing HTTPRequest) -> Bool {
    !blocks.isEmpty && trusts(request.peer.host)
  }

  private func trusts(_ address: HTTPAddress) -> Bool { blocks.contains { $0.contains(address) } }

  /// The client's address: the connection's, or behind trusted proxies the last address of
  /// `X-Forwarded-For`, or of `Forwarded` (``ForwardedRequest``), that is not a trusted proxy.
  ///
  /// - Returns: Nil if a trusted proxy names no client, as in its own probes.
  func client(of request: borrowing HTTPRequest) -> HTTPAddress? {
    let peer = request.peer.host
    guard !blocks.isEmpty, trusts(peer) else { return peer }
    for entry in Self.entries(request).suffix(Self.hops).reversed() {
      // An invalid entry says nothing about the entries before it.
      guard let address = Self.address(entry) else { return nil }
      if !trusts(address) { return address }
    }
    return nil
  }

  /// The addresses that proxies have recorded, the first proxy's first.
  private static func entries(_ request: borrowing HTTPRequest) -> [Substring] {
    if ForwardedRequest.usesOwnFields(request) {
      let list = Negotiation.all("x-forwarded-for", request) ?? []
      return String(decoding: list, as: UTF8.self).split(separator: ",")
    }
    let field = Negotiation.all("forwarded", request) ?? []
    return ForwardedField.elements(field).compactMap { element in
      element.first { $0.name == "for" }.map { Substring($0.value) }
    }
  }

  /// The maximum number of chained proxies to follow.
  private static let hops = 16

  /// The address of an entry, which may have a port.
  private static func address(_ entry: Substring) -> HTTPAddress? {
    let text = entry.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
    if let address = HTTPAddress(text) { return address }
    guard let colon = text.lastIndex(of: ":") else { return nil }
    let head = text[..<colon]
    return head.contains(":") && !head.hasSuffix("]") ? nil : HTTPAddress(head)
  }
}
