internal import PlatHTTP

/// The proxies whose `X-Forwarded` and `Forwarded` fields are believed, and who sent a request
/// through them.
struct TrustedProxies: Sendable {
  private let blocks: [HTTPAddressBlock]

  /// Reads numeric addresses and blocks of them; others are left out, `ServiceOptions` names them.
  init(_ texts: [String]) { blocks = texts.compactMap { HTTPAddressBlock($0) } }

  /// Whether a request comes straight from one of them.
  func sent(_ request: borrowing HTTPRequest) -> Bool {
    !blocks.isEmpty && trusts(request.peer.host)
  }

  private func trusts(_ address: HTTPAddress) -> Bool { blocks.contains { $0.contains(address) } }

  /// The address of whoever asks: the connection's, or behind trusted proxies the last address of
  /// `X-Forwarded-For`, or of `Forwarded` (``ForwardedRequest``), that is not one of them.
  ///
  /// - Returns: Nil where a trusted proxy names nobody, as in its own probes.
  func client(of request: borrowing HTTPRequest) -> HTTPAddress? {
    let peer = request.peer.host
    guard !blocks.isEmpty, trusts(peer) else { return peer }
    for entry in Self.entries(request).suffix(Self.hops).reversed() {
      // An entry that is no address tells nothing of those before it.
      guard let address = Self.address(entry) else { return nil }
      if !trusts(address) { return address }
    }
    return nil
  }

  /// The addresses that proxies have noted, the first one's first.
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

  /// How many proxies in a row are followed.
  private static let hops = 16

  /// An entry's address, which may have a port.
  private static func address(_ entry: Substring) -> HTTPAddress? {
    let text = entry.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
    if let address = HTTPAddress(text) { return address }
    guard let colon = text.lastIndex(of: ":") else { return nil }
    let head = text[..<colon]
    return head.contains(":") && !head.hasSuffix("]") ? nil : HTTPAddress(head)
  }
}
