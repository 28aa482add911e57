internal import CPlatBeast

/// A server's counts since its start, and its open connections.
public struct HTTPCounters: Equatable, Sendable {
  /// Accepted connections, including those that were turned away.
  public let acceptedConnections: UInt64
  /// Open connections.
  public let activeConnections: UInt64
  /// Requests that reached the handler.
  public let requests: UInt64
  /// Requests whose answer was deferred.
  public let laterRequests: UInt64
  /// Answers whose bodies are coming in pieces.
  public let streams: UInt64
  /// Bytes read.
  public let bytesIn: UInt64
  /// Bytes handed to the system to send.
  public let bytesOut: UInt64
  /// Connections beyond the limit.
  public let refusedConnections: UInt64
  /// Connections refused by the limit per address.
  public let refusedAddressConnections: UInt64
  /// Requests that are malformed or ambiguous.
  public let refusedMalformed: UInt64
  /// Headers that are too long, or have too many fields.
  public let refusedHeaders: UInt64
  /// Addresses that are too long.
  public let refusedTargets: UInt64
  /// Bodies that are too long.
  public let refusedBodies: UInt64
  /// Requests that did not arrive in time.
  public let refusedSlow: UInt64
  /// Answers that could not be deferred.
  public let refusedLater: UInt64
  /// Requests and answers dropped because all together held too many bytes.
  public let refusedHeld: UInt64
  /// Answers that clients did not read in time.
  public let abandonedAnswers: UInt64
  /// Streams that were cut because their clients read too slowly.
  public let slowStreams: UInt64

  init(_ raw: plat_http_counters) {
    acceptedConnections = raw.accepted
    activeConnections = raw.active
    requests = raw.requests
    laterRequests = raw.waiting
    streams = raw.streams
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
    slowStreams = raw.slow_streams
  }
}
