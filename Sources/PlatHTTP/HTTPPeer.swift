internal import CPlatBeast

/// The remote end of a connection.
public struct HTTPPeer: Hashable, Sendable, CustomStringConvertible {
  /// The address, first byte most significant; an IPv4 address is in the lowest four bytes.
  public let address: UInt128
  /// Whether the address is IPv6.
  public let isVersion6: Bool
  /// The port.
  public let port: UInt16

  init(_ raw: plat_http_peer) {
    let bytes = unsafe withUnsafeBytes(of: raw.address) {
      unsafe $0.loadUnaligned(as: UInt128.self).bigEndian
    }
    isVersion6 = raw.version == 6
    address = isVersion6 ? bytes : bytes >> 96
    port = raw.port
  }

  /// The address alone.
  public var host: HTTPAddress { HTTPAddress(bits: isVersion6 ? address : 0xFFFF << 32 | address) }

  /// Whether it is this machine, through the loopback interface.
  public var isLoopback: Bool { host.isLoopback }

  /// The address without the port: `192.0.2.1`, or eight groups of hexadecimal digits.
  public var description: String {
    if isVersion6 {
      return (0..<8).map {
        String(UInt16(truncatingIfNeeded: address >> (112 - 16 * $0)), radix: 16)
      }
      .joined(separator: ":")
    }
    return (0..<4).map { String(UInt8(truncatingIfNeeded: address >> (24 - 8 * $0))) }.joined(
      separator: ".")
  }
}
