internal import CPlatBeast
internal import PlatCommon

/// A numeric IP address, version 4 or 6.
public struct HTTPAddress: Hashable, Sendable {
  /// The address as IPv6, first byte most significant; an IPv4 address is mapped
  /// (`::ffff:192.0.2.1`).
  public let bits: UInt128

  init(bits: UInt128) { self.bits = bits }

  /// Parses `192.0.2.1`, `2001:db8::1` or `[2001:db8::1]`; nil for any other text.
  public init?(_ text: some StringProtocol) {
    var text = String(text)
    if text.hasPrefix("["), text.hasSuffix("]") { text = String(text.dropFirst().dropLast()) }
    guard text.utf8.count <= 45, !text.utf8.contains(0) else { return nil }
    var version4 = in_addr()
    if unsafe inet_pton(AF_INET, text, &version4) == 1 {
      bits = 0xFFFF << 32 | UInt128(UInt32(bigEndian: version4.s_addr))
      return
    }
    var version6 = in6_addr()
    guard unsafe inet_pton(AF_INET6, text, &version6) == 1 else { return nil }
    bits = unsafe withUnsafeBytes(of: version6) {
      unsafe $0.loadUnaligned(as: UInt128.self).bigEndian
    }
  }

  /// Resolves a name to a numeric address, such as `127.0.0.1` for `localhost`; IPv4 is preferred.
  ///
  /// A numeric address, with or without brackets, is returned unchanged.
  ///
  /// It may query the network, and blocks until the answer arrives.
  ///
  /// - Returns: Nil for an unknown name.
  public static func numeric(of name: String) -> String? {
    let bare =
      name.hasPrefix("[") && name.hasSuffix("]") ? String(name.dropFirst().dropLast()) : name
    if HTTPAddress(bare) != nil { return bare }
    guard !name.isEmpty, name.utf8.count <= 253, !name.utf8.contains(0) else { return nil }
    // Always this machine (RFC 6761, section 6.3), whatever the resolver's tables contain.
    let lower = name.lowercased()
    if lower == "localhost" || lower == "localhost." { return "127.0.0.1" }
    for family in [AF_INET, AF_INET6] {
      if let address = looked(up: name, family) { return address }
    }
    return nil
  }

  /// The resolver's first address of a family for a name.
  private static func looked(up name: String, _ family: Int32) -> String? {
    var hints = unsafe addrinfo()
    unsafe hints.ai_family = family
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(name, nil, &hints, &list) == 0, let first = unsafe list else {
      return nil
    }
    defer { unsafe freeaddrinfo(first) }
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let status = unsafe getnameinfo(
      first.pointee.ai_addr, first.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0,
      NI_NUMERICHOST)
    guard status == 0 else { return nil }
    let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether it is an IPv4 address.
  public var isVersion4: Bool { bits >> 32 == 0xFFFF }

  /// Whether it is a loopback address.
  public var isLoopback: Bool { HTTPAddressBlock.loopback.contains { $0.contains(self) } }

  /// The network that one client controls: the address itself, or its /64 for IPv6.
  public var network: HTTPAddress { isVersion4 ? self : HTTPAddress(bits: (bits >> 64) << 64) }
}

/// Addresses with a common prefix.
public struct HTTPAddressBlock: Hashable, Sendable {
  private let first: HTTPAddress
  private let length: Int

  /// Parses an address, or an address with a prefix length such as `10.0.0.0/8`; nil for any other
  /// text.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let head = parts.first, parts.count <= 2, let address = HTTPAddress(head) else {
      return nil
    }
    let width = address.isVersion4 ? 32 : 128
    var own = width
    if parts.count == 2 {
      guard let given = Int(parts[1]), 0...width ~= given, parts[1].utf8.count <= 3 else {
        return nil
      }
      own = given
    }
    length = own + 128 - width
    first = HTTPAddress(bits: address.bits & Self.mask(length))
  }

  /// Whether the block contains an address.
  public func contains(_ address: HTTPAddress) -> Bool {
    address.bits & Self.mask(length) == first.bits
  }

  /// The loopback addresses.
  public static let loopback = ["127.0.0.0/8", "::1"].compactMap { HTTPAddressBlock($0) }

  private static func mask(_ length: Int) -> UInt128 {
    length == 0 ? 0 : ~0 << UInt128(128 - length)
  }

  /// The block as a C struct.
  var raw: plat_http_block {
    var raw = plat_http_block()
    unsafe withUnsafeMutableBytes(of: &raw.address) { bytes in
      unsafe bytes.storeBytes(of: first.bits.bigEndian, as: UInt128.self)
    }
    raw.bits = UInt8(length)
    return raw
  }
}
