internal import CPlatBeast

/// What stands between the loops and a handler: an answer for each loop, whose memory serves
/// request after request.
///
/// It is the context that the C side holds, and is never freed while a loop runs.
final class Dispatcher: Sendable {
  /// The answer of one loop, which only that loop's thread touches, one request after the other.
  private final class Slot: @unchecked Sendable {
    // Loop number n alone takes slot n, and a loop is one thread.
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
