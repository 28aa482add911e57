internal import CPlatBeast
internal import Synchronization

/// A request whose answer was put off: `complete` brings it to the connection's loop, which sends
/// it.
///
/// One that is dropped without an answer is answered with 500.
public final class HTTPLater: Sendable {
  private let ticket: Mutex<Handle?>

  /// The lines of header fields that were added before the answer was put off.
  private let lines: [UInt8]

  init(_ ticket: OpaquePointer, lines: [UInt8]) {
    self.ticket = unsafe Mutex(Handle(ticket))
    self.lines = lines
  }

  deinit { finish(HTTPResponse(status: 500)) }

  /// Answers, from any thread; of several calls the first one counts.
  ///
  /// Where the client is gone, or the server stopped, the answer is dropped.
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

/// What is called when a client is gone, as C has it.
final class GoneCall {
  private let call: @Sendable () -> Void

  init(_ call: @escaping @Sendable () -> Void) { self.call = call }

  /// The call with a hold on it, which `release` ends.
  var raw: plat_http_watcher {
    unsafe plat_http_watcher(
      context: Unmanaged.passRetained(self).toOpaque(),
      gone: { context in
        unsafe Unmanaged<GoneCall>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.call() }
      },
      release: { context in unsafe Unmanaged<GoneCall>.fromOpaque(context).release() })
  }
}
