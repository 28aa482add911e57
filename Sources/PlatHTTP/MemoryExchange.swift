internal import CPlatBeast

/// Requests and answers without a socket, with the same decoding and the same handler: for tests
/// and fuzzing.
package enum MemoryExchange {
  /// An answer as filled by its handler.
  package struct Answer: Equatable, Sendable {
    package var status = 0
    /// The header lines, with the common ones, without those that the server adds.
    package var lines: [UInt8] = []
    package var body: [UInt8] = []
  }

  /// Reads the requests of a byte stream and calls a handler for each.
  ///
  /// - Returns: The answers, and the status that ended the reading; 0 if none did.
  package static func run(
    _ bytes: [UInt8], options: HTTPServerOptions = HTTPServerOptions(),
    _ handler: @escaping HTTPHandler
  ) -> (answers: [Answer], status: Int) {
    var limits = unsafe options.raw.limits
    let run = Run(handler, common: options.commonLines)
    let status = unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe Int(
        plat_http_read(
          bytes.baseAddress, bytes.count, max(1, bytes.count), &limits,
          Unmanaged.passUnretained(run).toOpaque(),
          { context, request in
            guard let context = unsafe context else { return }
            unsafe Unmanaged<Run>.fromOpaque(context)._withUnsafeGuaranteedRef { run in
              unsafe run.answer(HTTPRequest(request))
            }
          }))
    }
    return (run.answers, status)
  }

  private final class Run {
    private let handler: HTTPHandler
    private let common: [UInt8]
    var answers: [Answer] = []

    init(_ handler: @escaping HTTPHandler, common: [UInt8]) {
      self.handler = handler
      self.common = common
    }

    func answer(_ request: borrowing HTTPRequest) {
      var response = HTTPResponse()
      handler(request, &response)
      var body = response.body
      if let shared = response.shared {
        body = unsafe shared.bytes.withUnsafeBufferPointer { unsafe Array($0) }
      }
      answers.append(Answer(status: response.status, lines: common + response.lines, body: body))
    }
  }
}
