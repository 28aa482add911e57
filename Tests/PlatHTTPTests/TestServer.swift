import PlatHTTP
import Synchronization

/// A server on its own port, which records what it read.
final class TestServer: Sendable {
  let server: HTTPServer
  let port: UInt16

  init(
    _ handler: @escaping HTTPHandler = TestServer.echo,
    options change: (inout HTTPServerOptions) -> Void = { _ in }
  ) throws {
    var options = HTTPServerOptions()
    options.loops = 2
    change(&options)
    server = HTTPServer(options: options, handler: handler)
    port = try server.start()
  }

  deinit { server.stop(drainSeconds: 0) }

  func client(receiveBuffer: Int32? = nil) -> RawClient {
    RawClient(port: port, receiveBuffer: receiveBuffer)
  }

  /// Sends bytes over a new connection and returns the first answer.
  func ask(_ text: String, toHead: Bool = false) -> RawClient.Answer? {
    let client = client()
    client.send(text)
    return client.answer(toHead: toHead)
  }

  /// Answers with the request: `METHOD path?query body`.
  static let echo: HTTPHandler = { request, response in
    response.addField("Content-Type", "text/plain")
    response.body.append(request.methodBytes)
    response.body.append(UInt8(ascii: " "))
    response.body.append(request.path)
    response.body.append(UInt8(ascii: "?"))
    response.body.append(request.query)
    response.body.append(UInt8(ascii: " "))
    response.body.append(request.body)
  }
}

extension [UInt8] {
  mutating func append(_ span: Span<UInt8>?) {
    guard let span else { return }
    for index in span.indices { append(span[index]) }
  }
}
