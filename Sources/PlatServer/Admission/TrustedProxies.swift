internal import PlatHTTP

/// The proxies whose `X-Forwarded` fields are believed, and who sent a request through them.
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
  /// `X-Forwarded-For` that is not one of them.
  ///
  /// - Returns: Nil where a trusted proxy names nobody, as in its own probes.
  func client(of request: borrowing HTTPRequest) -> HTTPAddress? {
    let peer = request.peer.host
    guard !blocks.isEmpty, trusts(peer) else { return peer }
    let list = Negotiation.all("x-forwarded-for", request) ?? []
    for entry in String(decoding: list, as: UTF8.self).split(separator: ",").suffix(Self.hops)
      .reversed()
    {
      // An entry that is no address tells nothing of those before it.
      guard let address = Self.address(entry) else { return nil }
      if !trusts(address) { return address }
    }
    return nil
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
