internal import CPlatBeast
internal import Synchronization

/// A request with a deferred answer: `complete` hands it to the connection's loop, which sends it.
///
/// If it is released without an answer, the client gets 500.
public final class HTTPLater: Sendable {
  private let ticket: Mutex<Handle?>

  /// The header lines that were added before the answer was deferred.
  private let lines: [UInt8]

  init(_ ticket: OpaquePointer, lines: [UInt8]) {
    self.ticket = unsafe Mutex(Handle(ticket))
    self.lines = lines
  }

  deinit { finish(HTTPResponse(status: 500)) }

  /// Answers from any thread; only the first call counts.
  ///
  /// If the client is gone or the server stopped, the answer is dropped.
  ///
  /// - Returns: Whether this call was the first.
  @discardableResult
  public func complete(_ response: consuming HTTPResponse) -> Bool { finish(response) }

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
