internal import CPlatBeast

/// Connects the loops to a handler: one response object for each loop, whose memory is reused for
/// every request.
///
/// It is the context that the C side holds; it is never freed while a loop runs.
final class Dispatcher: Sendable {
  /// The response of one loop.
  ///
  /// Only that loop's thread uses it, one request at a time.
  private final class Slot: @unchecked Sendable {
    // Only loop n uses slot n, and a loop is one thread.
    var response = HTTPResponse()
  }

  private let slots: [Slot]
  private let handler: HTTPHandler

  init(loops: Int, handler: @escaping HTTPHandler) {
    slots = (0..<max(1, loops)).map { _ in Slot() }
    self.handler = handler
  }

  /// Called by a loop for each request.
  static func answer(
    _ context: UnsafeMutableRawPointer, _ request: UnsafePointer<plat_http_request>,
    _ exchange: OpaquePointer
  ) {
    unsafe Unmanaged<Dispatcher>.fromOpaque(context)._withUnsafeGuaranteedRef { dispatcher in
      let loop = unsafe Int(request.pointee.loop)
      guard loop < dispatcher.slots.count else { return }
      unsafe dispatcher.answer(request, exchange, &dispatcher.slots[loop].response)
    }
  }

  private func answer(
    _ request: UnsafePointer<plat_http_request>, _ exchange: OpaquePointer,
    _ response: inout HTTPResponse
  ) {
    unsafe response.begin(exchange)
    unsafe handler(HTTPRequest(request), &response)
    unsafe response.end(exchange)
  }
}
