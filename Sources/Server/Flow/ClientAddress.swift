internal import Glibc
internal import HTTP

/// Whom a request counts for where clients share a queue: an address of version 4, or a network of
/// version 6.
struct ClientAddress: Hashable, Sendable {
  private let number: UInt128
  private let isVersion6: Bool

  /// The far end of a connection.
  init(_ peer: HTTPPeer) { self.init(peer.address, isVersion6: peer.isVersion6) }

  /// A numeric address as text, such as a proxy gives it; nil where it is invalid.
  init?(_ text: String) {
    guard text.utf8.count < 64 else { return nil }
    var four = in_addr()
    if unsafe inet_pton(AF_INET, text, &four) == 1 {
      self.init(UInt128(UInt32(bigEndian: four.s_addr)), isVersion6: false)
      return
    }
    var six = in6_addr()
    guard unsafe inet_pton(AF_INET6, text, &six) == 1 else { return nil }
    let bytes = unsafe withUnsafeBytes(of: &six) {
      unsafe $0.loadUnaligned(as: UInt128.self).bigEndian
    }
    self.init(bytes, isVersion6: true)
  }

  private init(_ address: UInt128, isVersion6: Bool) {
    if isVersion6, address >> 32 == 0xFFFF {
      // Version 4 mapped into version 6 (RFC 4291, section 2.5.5.2).
      (number, self.isVersion6) = (address & 0xFFFF_FFFF, false)
    } else {
      // One client of version 6 usually has a whole /64.
      (number, self.isVersion6) = (isVersion6 ? address >> 64 : address, isVersion6)
    }
  }
}

extension ServiceState {
  /// The client of a request: the peer, or behind a trusted proxy the last address of
  /// `X-Forwarded-For` that is not one of a trusted proxy itself.
  func client(_ request: borrowing HTTPRequest) -> ClientAddress {
    let peer = ClientAddress(request.peer)
    guard !proxies.isEmpty, proxies.contains(request.peer.description) else { return peer }
    var all: [Substring] = []
    for occurrence in 0..<4 {
      guard let field = request.field("x-forwarded-for", occurrence: occurrence) else { break }
      all += Self.ascii(field).split(separator: ",")
    }
    for piece in all.reversed() {
      let text = piece.filter { $0 != " " }
      if proxies.contains(text) { continue }
      return ClientAddress(text) ?? peer
    }
    return peer
  }

  private static func ascii(_ field: Span<UInt8>) -> String {
    var text = ""
    for place in field.indices where field[place] < 0x80 {
      text.unicodeScalars.append(Unicode.Scalar(field[place]))
    }
    return text
  }
}
