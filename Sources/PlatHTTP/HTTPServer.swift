internal import CPlatBeast
internal import PlatCommon
internal import Synchronization

/// Answers requests: called on a loop's thread, with the request and the response to fill.
///
/// All other connections of that loop wait until it returns, so work of more than some milliseconds
/// belongs on another thread (`HTTPResponse.later()`).
public typealias HTTPHandler =
  @Sendable (_ request: borrowing HTTPRequest, _ response: inout HTTPResponse) -> Void

/// An HTTP/1.1 server with its own event loops, one thread each.
///
/// Boost.Beast parses requests and Boost.Asio does the input and output; this module hands requests
/// to a handler and is independent of the answers. A whole request is read before the handler sees
/// it. Ambiguous, oversized or slow requests never reach the handler and are answered with
/// `application/problem+json` (RFC 9457).
///
/// A server runs once: `start`, then `stop`. All of its methods may be called from any thread.
public final class HTTPServer: Sendable {
  /// The address to listen on, and the limits.
  public let options: HTTPServerOptions
  private let handler: HTTPHandler
  private let state = Mutex(State())

  private struct State {
    var isStarted = false
    var server: Handle?
    var port: UInt16?
  }

  /// Makes a server that does not listen yet.
  public init(options: HTTPServerOptions = HTTPServerOptions(), handler: @escaping HTTPHandler) {
    self.options = options
    self.handler = handler
  }

  deinit {
    guard let server = state.withLock({ $0.server }) else { return }
    _ = unsafe plat_http_stop(server.pointer, 0)
    unsafe plat_http_destroy(server.pointer)
  }

  /// Binds, listens, and starts answering.
  ///
  /// - Returns: The bound port, even if the options say 0.
  /// - Throws: `HTTPServerError` if the address is invalid, in use or not permitted;
  ///   `alreadyStarted` the second time.
  @discardableResult
  public func start() throws(HTTPServerError) -> UInt16 {
    let first = state.withLock { state in
      defer { state.isStarted = true }
      return !state.isStarted
    }
    guard first else { throw .alreadyStarted }
    var raw = unsafe options.raw
    let context = unsafe Unmanaged.passRetained(Dispatcher(loops: Int(raw.loops), handler: handler))
      .toOpaque()
    var port = options.port
    var failure: Int32 = 0
    var number: Int32 = 0
    let (lines, blocks) = (options.commonLines, options.uncountedAddresses.map(\.raw))
    let server = unsafe lines.withUnsafeBufferPointer { lines in
      unsafe blocks.withUnsafeBufferPointer { blocks in
        unsafe raw.fields = plat_http_bytes(bytes: lines.baseAddress, count: lines.count)
        unsafe (raw.uncounted, raw.uncounted_count) = (blocks.baseAddress, blocks.count)
        return unsafe plat_http_start(
          options.address, &port, &raw, { unsafe Dispatcher.answer($0, $1, $2) }, context,
          { unsafe Unmanaged<Dispatcher>.fromOpaque($0).release() }, &failure, &number)
      }
    }
    guard let server = unsafe server.map(Handle.init) else {
      throw HTTPServerError(failure: Int(failure), number: number, options: options)
    }
    state.withLock { state in
      state.server = server
      state.port = port
    }
    return port
  }

  /// The bound port; nil before the start.
  public var port: UInt16? { state.withLock { $0.port } }

  /// Stops: accepts no more connections, closes idle ones, lets the others finish, then joins the
  /// loops.
  ///
  /// It waits for deferred answers, too. A handler cannot stop its own server: called on a loop's
  /// thread, or a second time, this does nothing.
  ///
  /// - Parameter drainSeconds: How long requests may take to finish; connections still open then
  ///   are cut.
  /// - Returns: The number of connections cut; nil if the server was not running.
  @discardableResult
  public func stop(drainSeconds: Double) -> Int? {
    guard let server = state.withLock({ $0.server }) else { return nil }
    let milliseconds = UInt32(exactly: (max(0, min(drainSeconds, 86400)) * 1000).rounded()) ?? 0
    // The pointer stays valid for the server's lifetime: counters may be read meanwhile.
    let cut = unsafe plat_http_stop(server.pointer, milliseconds)
    return cut < 0 ? nil : Int(cut)
  }

  /// The counts so far; zeros before the start.
  ///
  /// - Complexity: O(loops); no loop waits for it.
  public var counters: HTTPCounters {
    var raw = plat_http_counters()
    if let server = state.withLock({ $0.server }) { unsafe plat_http_count(server.pointer, &raw) }
    return HTTPCounters(raw)
  }
}
