internal import PlatHTTP

/// Checks the `Host` field against the server's names.
///
/// Any web page that the user opens can reach a server on the loopback address. If the page's own
/// name resolves to 127.0.0.1 (DNS rebinding), the browser treats the server as the same origin.
/// Such requests still carry the page's name in `Host`.
struct HostCheck: Sendable {
  private let names: Set<[UInt8]>
  private let given: Set<[UInt8]>
  private let isOn: Bool
  /// Whether any numeric address is accepted, because the server listens on all of its machine's
  /// addresses.
  private let takesAddresses: Bool

  /// Makes the check.
  ///
  /// - Parameters:
  ///   - address: The numeric address that the server listens on.
  ///   - names: Names from the operator; `*` for any.
  ///   - publicHost: The host of the public address: one more name, which does not turn the check
  ///     on by itself.
  init(address: String, names: [String], publicHost: String? = nil) {
    let bound = HTTPAddress(address)
    let isLocal = bound?.isLoopback ?? false
    isOn = !names.contains("*") && (isLocal || !names.isEmpty)
    takesAddresses = bound.map { $0.bits == 0 || $0.bits == 0xFFFF << 32 } ?? false
    let own = ["localhost", address.contains(":") ? "[\(address)]" : address]
    given = Set((names + [publicHost].compactMap(\.self)).map { Self.name(Array($0.utf8).span) })
    self.names = given.union(own.map { Self.name(Array($0.utf8).span) })
  }

  /// Whether a value of `Host` is one of the server's names.
  ///
  /// A missing field is accepted: browsers always send it.
  func takes(_ host: Span<UInt8>?) -> Bool {
    guard isOn, let host, host.count > 0 else { return true }
    return isOwn(host)
  }

  /// Whether a host, with or without a port, is one of the names.
  func isOwn(_ host: Span<UInt8>) -> Bool {
    guard host.count <= 255 else { return false }
    let name = Self.name(host)
    if names.contains(name) { return true }
    guard let address = HTTPAddress(String(decoding: name, as: UTF8.self)) else { return false }
    return takesAddresses || address.isLoopback
  }

  /// Whether the operator listed this host as a name.
  func isNamed(_ host: String) -> Bool {
    given.contains(Self.name(Array(host.utf8).span))
  }

  /// A host in lower case, without its port and a trailing dot.
  private static func name(_ host: Span<UInt8>) -> [UInt8] {
    var name: [UInt8] = []
    name.reserveCapacity(host.count)
    let isBracketed = host.count > 0 && host[0] == UInt8(ascii: "[")
    for place in host.indices {
      let byte = host[place]
      if byte == UInt8(ascii: ":"), !isBracketed || name.last == UInt8(ascii: "]") { break }
      name.append(byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte)
    }
    if name.last == UInt8(ascii: "."), name.count > 1 { name.removeLast() }
    return name
  }
}
