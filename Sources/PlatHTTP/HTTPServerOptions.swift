internal import CPlatBeast
internal import PlatCommon

/// A server's address and limits.
///
/// Numbers below 1 count as 1.
public struct HTTPServerOptions: Sendable {
  /// The numeric address, IPv4 or IPv6; this machine alone by default.
  public var address = "127.0.0.1"
  /// The port; 0 for any free one.
  public var port: UInt16 = 0
  /// The number of loops, each a thread (default: CPU count).
  public var loops = Int(plat_http_processors())
  /// Bytes of a request line with all header fields; more gets 431.
  public var headerBytes = 16384
  /// Bytes of a request's address; more gets 414.
  public var targetBytes = 8192
  /// Header fields of a request; more get 431.
  public var fields = 100
  /// Bytes of a body; more gets 413.
  public var bodyBytes = 1 << 20
  /// Connections at a time; further ones get 503.
  ///
  /// The process's limit of open files, less 128, caps this number.
  public var connections = 4096
  /// Connections of one client address at a time, or of one /64 for IPv6; further ones get 503.
  ///
  /// 0 means no limit.
  public var addressConnections = 256
  /// Addresses exempt from this limit: by default this machine, where a proxy often runs.
  public var uncountedAddresses = HTTPAddressBlock.loopback
  /// Header fields of every answer, including answers to requests that no handler sees.
  public var commonFields: [(name: String, value: String)] = []
  /// Answers that may be deferred at a time (`HTTPResponse.later()`).
  public var laterRequests = 256
  /// Answers at a time whose bodies come in pieces (`HTTPLater.stream(_:)`).
  public var streams = 1024
  /// Unsent bytes that such an answer may have; a client that reads more slowly is cut.
  public var streamBytes = 1 << 20
  /// Bytes of unfinished bodies, and of answers that clients are slow to read, that all connections
  /// may hold.
  ///
  /// Beyond it, requests get 503, and such answers are cut. Bodies in `HTTPResponse.shared` do not
  /// count.
  public var heldBytes = 256 << 20
  /// Seconds for a request line with all header fields; then 408.
  public var headerSeconds = 10.0
  /// Seconds for each 16 KiB of a body; then 408.
  public var bodySeconds = 20.0
  /// Seconds that a connection may stay open between requests.
  ///
  /// The default exceeds the 60 seconds after which load balancers and proxies drop a connection:
  /// if both ends close at the same moment, a request is lost.
  public var idleSeconds = 75.0
  /// Seconds within which a client must read each 16 KiB of an answer.
  public var writeSeconds = 20.0

  /// The defaults.
  public init() {}

  /// The possible number of connections: ``connections``, or fewer if the process may not open as
  /// many files.
  public var possibleConnections: Int {
    max(1, min(connections, max(16, OpenFiles.limit - OpenFiles.reserved)))
  }

  /// The lines of ``commonFields``; control characters become blanks.
  var commonLines: [UInt8] {
    commonFields.flatMap { name, value in
      "\(name): \(value)".utf8.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 } + [0x0D, 0x0A]
    }
  }

  /// The options as a C struct, without common fields and addresses.
  var raw: plat_http_options {
    func bounded(_ number: Int, most: UInt32 = .max / 4) -> UInt32 {
      UInt32(clamping: max(1, min(number, Int(most))))
    }
    func milliseconds(_ seconds: Double) -> UInt32 {
      seconds.isFinite ? UInt32(max(1, min(seconds * 1000, 86_400_000))) : 86_400_000
    }
    return unsafe plat_http_options(
      limits: plat_http_limits(
        header_bytes: bounded(headerBytes, most: 1 << 24),
        target_bytes: bounded(targetBytes, most: 1 << 24),
        fields: bounded(fields, most: 1 << 16), body_bytes: UInt64(max(1, bodyBytes))),
      connections: bounded(possibleConnections),
      address_connections: UInt32(clamping: max(0, addressConnections)), uncounted: nil,
      uncounted_count: 0,
      fields: plat_http_bytes(bytes: nil, count: 0), later: bounded(laterRequests),
      streams: bounded(streams), stream_bytes: bounded(streamBytes),
      held_bytes: UInt64(max(1, heldBytes)),
      loops: bounded(loops, most: 1024), header_time: milliseconds(headerSeconds),
      body_time: milliseconds(bodySeconds), idle_time: milliseconds(idleSeconds),
      write_time: milliseconds(writeSeconds))
  }
}
