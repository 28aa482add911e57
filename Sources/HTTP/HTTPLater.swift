internal import CBeast
internal import Synchronization

/// A request whose answer was put off: `complete` brings it to the connection's loop, which sends it.
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
  public func complete(_ response: consuming HTTPResponse) { finish(response) }

  private func finish(_ response: consuming HTTPResponse) {
    response.prepend(lines)
    let open = ticket.withLock { ticket in
      defer { ticket = nil }
      return ticket
    }
    guard let open else { return }
    unsafe response.withRaw { raw in unsafe plat_http_complete(open.pointer, raw) }
  }
}
