internal import CPlatBeast
internal import PlatCommon

/// Where a server listens and what it does not go beyond.
///
/// Numbers below 1 count as 1.
public struct HTTPServerOptions: Sendable {
  /// The numeric address, of version 4 or 6; this machine alone unless told otherwise.
  public var address = "127.0.0.1"
  /// The port; 0 for any that is free.
  public var port: UInt16 = 0
  /// How many loops there are, each a thread; as many as there are processors.
  public var loops = Int(plat_http_processors())
  /// Bytes of a request line with all header fields; what goes beyond is told 431.
  public var headerBytes = 16384
  /// Bytes of a request's address; what goes beyond is told 414.
  public var targetBytes = 8192
  /// Header fields of a request; what goes beyond is told 431.
  public var fields = 100
  /// Bytes of a body; what goes beyond is told 413.
  public var bodyBytes = 1 << 20
  /// Connections at a time; the next ones are told 503.
  ///
  /// They are at most as many as the process may have files open, less 128.
  public var connections = 4096
  /// Connections of one client address at a time, or of one /64 of version 6; the next ones get
  /// 503.
  ///
  /// 0 is no limit.
  public var addressConnections = 256
  /// Addresses that this limit leaves out: this machine, where a proxy often runs, unless told
  /// otherwise.
  public var uncountedAddresses = HTTPAddressBlock.loopback
  /// Header fields of every answer, those to requests that no handler sees too.
  public var commonFields: [(name: String, value: String)] = []
  /// Answers that may be put off at a time (`HTTPResponse.later()`).
  public var laterRequests = 256
  /// Bytes of unfinished bodies, and of answers that clients do not take at once, that all
  /// connections may hold.
  ///
  /// Beyond it requests are told 503, and such answers are cut. Bodies in `HTTPResponse.shared` do
  /// not count.
  public var heldBytes = 256 << 20
  /// Seconds for a request line with all header fields, told 408.
  public var headerSeconds = 10.0
  /// Seconds for each 16 KiB of a body, told 408.
  public var bodySeconds = 20.0
  /// Seconds that a connection may stay open between requests.
  ///
  /// More than the 60 seconds after which load balancers and proxies drop a connection: where both
  /// ends close at the same moment, a request is lost.
  public var idleSeconds = 75.0
  /// Seconds in which a client must take each 16 KiB of an answer.
  public var writeSeconds = 20.0

  /// The defaults.
  public init() {}

  /// How many connections at a time there can be: ``connections``, or fewer where the process may
  /// not have as many files open.
  public var possibleConnections: Int {
    max(1, min(connections, max(16, OpenFiles.limit - OpenFiles.reserved)))
  }

  /// The lines of ``commonFields``; control characters become blanks.
  var commonLines: [UInt8] {
    commonFields.flatMap { name, value in
      "\(name): \(value)".utf8.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 } + [0x0D, 0x0A]
    }
  }

  /// The options as C has them, without common fields and addresses.
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
      held_bytes: UInt64(max(1, heldBytes)),
      loops: bounded(loops, most: 1024), header_time: milliseconds(headerSeconds),
      body_time: milliseconds(bodySeconds), idle_time: milliseconds(idleSeconds),
      write_time: milliseconds(writeSeconds))
  }
}
