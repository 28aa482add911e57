internal import CPlatBeast

/// What a server has done since its start, and what it has open.
public struct HTTPCounters: Equatable, Sendable {
  /// Connections that were accepted, those that were turned away too.
  public let acceptedConnections: UInt64
  /// Connections that are open.
  public let activeConnections: UInt64
  /// Requests that reached the handler.
  public let requests: UInt64
  /// Requests whose answer is put off.
  public let laterRequests: UInt64
  /// Bytes that were read.
  public let bytesIn: UInt64
  /// Bytes that were given to the system to send.
  public let bytesOut: UInt64
  /// Connections beyond the limit.
  public let refusedConnections: UInt64
  /// Connections of addresses that had as many as one may.
  public let refusedAddressConnections: UInt64
  /// Requests that cannot be read, or not in one way only.
  public let refusedMalformed: UInt64
  /// Headers that are too long, or have too many fields.
  public let refusedHeaders: UInt64
  /// Addresses that are too long.
  public let refusedTargets: UInt64
  /// Bodies that are too long.
  public let refusedBodies: UInt64
  /// Requests that did not come in time.
  public let refusedSlow: UInt64
  /// Answers that could not be put off.
  public let refusedLater: UInt64
  /// Requests and answers that were given up because all together held too many bytes.
  public let refusedHeld: UInt64
  /// Answers that were not taken in time.
  public let abandonedAnswers: UInt64

  init(_ raw: plat_http_counters) {
    acceptedConnections = raw.accepted
    activeConnections = raw.active
    requests = raw.requests
    laterRequests = raw.waiting
    bytesIn = raw.bytes_in
    bytesOut = raw.bytes_out
    refusedConnections = raw.refused_connections
    refusedAddressConnections = raw.refused_address_connections
    refusedMalformed = raw.refused_malformed
    refusedHeaders = raw.refused_header
    refusedTargets = raw.refused_target
    refusedBodies = raw.refused_body
    refusedSlow = raw.refused_slow
    refusedLater = raw.refused_later
    refusedHeld = raw.refused_held
    abandonedAnswers = raw.timed_out_writes
  }
}
