internal import CPlatBeast
internal import Synchronization

/// A request with a deferred answer: `complete` hands it to the connection's loop, which sends it.
///
/// If it is released without an answer, the client gets 500.
public final class HTTPLater: Sendable {
  private let ticket: Mutex<Handle?>

  /// The header lines that were added before the answer was deferred.
  private let lines: [UInt8]
  private let client: ClientPresence

  init(_ ticket: OpaquePointer, lines: [UInt8], client: ClientPresence) {
    self.ticket = unsafe Mutex(Handle(ticket))
    self.lines = lines
    self.client = client
  }

  /// Whether the client closed or reset the connection, or the server stopped, before the end of
  /// the answer.
  public var isGone: Bool { client.isGone }

  deinit { finish(HTTPResponse(status: 500)) }

  /// Answers from any thread; only the first call counts.
  ///
  /// If the client is gone or the server stopped, the answer is dropped.
  ///
  /// - Returns: Whether this call was the first.
  @discardableResult
  public func complete(_ response: consuming HTTPResponse) -> Bool { finish(response) }

  /// Sends the head of an answer whose length is not known, and the response's body as the first
  /// piece of its body.
  ///
  /// `complete` ends the answer; its response is ignored then. The connection closes after it.
  ///
  /// - Returns: Nil if there are `HTTPServerOptions.streams` already, or the request is answered;
  ///   the request is as it was.
  public func stream(_ response: consuming HTTPResponse) -> HTTPStream? {
    response.prepend(lines)
    let isBegun = ticket.withLock { ticket in
      guard let ticket else { return false }
      var isBegun: Int32 = 0
      unsafe response.withRaw { raw in
        unsafe isBegun = plat_http_stream_begin(ticket.pointer, raw)
        if isBegun == 0, let owner = unsafe raw.pointee.owner {
          unsafe raw.pointee.release?(owner)
        }
      }
      return isBegun != 0
    }
    return isBegun ? HTTPStream(self) : nil
  }

  fileprivate func send(_ bytes: [UInt8]) {
    ticket.withLock { ticket in
      guard let ticket else { return }
      unsafe bytes.withUnsafeBufferPointer { bytes in
        unsafe plat_http_stream_send(
          ticket.pointer, plat_http_bytes(bytes: bytes.baseAddress, count: bytes.count))
      }
    }
  }

  @discardableResult
  private func finish(_ response: consuming HTTPResponse) -> Bool {
    response.prepend(lines)
    let open = ticket.withLock { ticket in
      defer { ticket = nil }
      return ticket
    }
    guard let open else { return false }
    unsafe response.withRaw { raw in unsafe plat_http_complete(open.pointer, raw) }
    return true
  }
}

/// An answer whose body comes in pieces, from any thread.
///
/// The loop keeps what the client has not read yet, up to `HTTPServerOptions.streamBytes`; a client
/// that falls behind further, or reads nothing for `writeSeconds`, is cut. If it is released
/// without an end, it ends.
public final class HTTPStream: Sendable {
  private let later: HTTPLater

  fileprivate init(_ later: HTTPLater) { self.later = later }

  deinit { end() }

  /// Whether nobody reads it any more.
  public var isGone: Bool { later.isGone }

  /// Sends a piece of the body; does nothing after the end, or if the client is gone.
  ///
  /// - Complexity: O(bytes), a copy; the loop sends it.
  public func send(_ bytes: [UInt8]) { if !bytes.isEmpty, !isGone { later.send(bytes) } }

  /// Ends the answer; further pieces are dropped.
  public func end() { later.complete(HTTPResponse()) }
}

/// Whether the client of a deferred answer is still there.
final class ClientPresence: Sendable {
  private let hasLeft = Atomic(false)

  var isGone: Bool { hasLeft.load(ordering: .acquiring) }

  func leave() { hasLeft.store(true, ordering: .releasing) }
}

/// The callback for a disconnected client, in C form.
final class GoneCall {
  private let call: @Sendable () -> Void

  init(_ call: @escaping @Sendable () -> Void) { self.call = call }

  /// The callback as a C struct, retained until `release`.
  var raw: plat_http_watcher {
    unsafe plat_http_watcher(
      context: Unmanaged.passRetained(self).toOpaque(),
      gone: { context in
        unsafe Unmanaged<GoneCall>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.call() }
      },
      release: { context in unsafe Unmanaged<GoneCall>.fromOpaque(context).release() })
  }
}
