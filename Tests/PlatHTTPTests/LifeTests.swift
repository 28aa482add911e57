import Glibc
import PlatHTTP
import PlatTestSupport
import Synchronization
import Testing

/// Starting, stopping, and deferred answers.
@Suite(.timeLimit(.minutes(30))) struct LifeTests {
  private static let get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

  @Test func aTakenPortIsToldClearly() throws {
    let first = try TestServer()
    var options = HTTPServerOptions()
    options.port = first.port
    let second = HTTPServer(options: options, handler: TestServer.echo)
    let error = #expect(
      throws: HTTPServerError.addressInUse(address: "127.0.0.1", port: first.port)
    ) {
      try second.start()
    }
    #expect(error?.description.contains("port \(first.port) is taken") == true)
    #expect(first.ask(Self.get)?.status == 200)
    #expect(second.stop(drainSeconds: 1) == nil)
    #expect(throws: HTTPServerError.alreadyStarted) { try second.start() }
  }

  @Test func addressesThatCannotBe() {
    for (address, expected) in [
      ("localhost", HTTPServerError.badAddress("localhost")), ("", .badAddress("")),
      ("192.0.2.1", .noSuchInterface(address: "192.0.2.1")),
    ] {
      var options = HTTPServerOptions()
      options.address = address
      let server = HTTPServer(options: options, handler: TestServer.echo)
      #expect(throws: expected) { try server.start() }
      #expect(server.counters == HTTPServer(handler: TestServer.echo).counters)
    }
  }

  @Test func aPortIsFreeAfterTheStop() throws {
    let first = try TestServer()
    let client = first.client()
    client.send(Self.get)
    #expect(client.answer()?.status == 200)
    #expect(first.server.stop(drainSeconds: 5) == 0)
    #expect(first.server.stop(drainSeconds: 5) == nil)
    #expect(client.rest() == [], "a connection between requests is closed")
    let second = try TestServer(options: { $0.port = first.port })
    #expect(second.port == first.port)
    #expect(second.ask(Self.get)?.status == 200)
  }

  @Test func handlersCannotStopTheirServer() throws {
    let own = Mutex<HTTPServer?>(nil)
    let server = try TestServer { _, response in
      response.status = own.withLock { $0 }?.stop(drainSeconds: 1) == nil ? 200 : 500
    }
    own.withLock { $0 = server.server }
    defer { own.withLock { $0 = nil } }
    #expect(server.ask(Self.get)?.status == 200)
  }

  @Test func anAnswerMayComeLater() throws {
    let server = try TestServer { request, response in
      guard let later = response.later() else { return }
      #expect(response.later() == nil, "once")
      let query = request.query.count
      onThread {
        var answer = HTTPResponse(status: 201)
        answer.addField("X", "y")
        answer.body = Array("later \(query)".utf8)
        later.complete(answer)
        later.complete(HTTPResponse(status: 500))
      }
    }
    let client = server.client()
    client.send("GET /?abc HTTP/1.1\r\nHost: x\r\n\r\nGET /?d HTTP/1.1\r\nHost: x\r\n\r\n")
    let answer = client.answer()
    #expect(answer?.status == 201 && answer?.text == "later 3" && answer?.field("X") == "y")
    #expect(client.answer()?.text == "later 1")
    #expect(server.server.counters.laterRequests == 0)
  }

  @Test func anAnswerThatNeverComesIsAnError() throws {
    let server = try TestServer { _, response in _ = response.later() }
    let client = server.client()
    client.send(Self.get + Self.get)
    #expect(client.answer()?.status == 500)
    #expect(client.answer()?.status == 500)
  }

  @Test func asManyAsMayBePutOff() throws {
    let held = PutOff()
    let server = try TestServer(
      { request, response in
        guard let later = response.later() else {
          response.status = 503
          return
        }
        held.add(later)
      }, options: { $0.laterRequests = 2 })
    let clients = (0..<2).map { _ in server.client() }
    for client in clients { client.send(Self.get) }
    #expect(holdsSoon { server.server.counters.laterRequests == 2 })
    #expect(server.ask(Self.get)?.status == 503)
    #expect(server.server.counters.refusedLater == 1)
    for _ in clients { try held.next().complete(HTTPResponse(status: 202)) }
    for client in clients { #expect(client.answer()?.status == 202) }
  }

  @Test func aStopLetsRequestsEnd() throws {
    let held = PutOff()
    let server = try TestServer { request, response in
      if let later = response.later() { held.add(later) }
    }
    let running = server.client()
    running.send(Self.get + Self.get)
    let half = server.client()
    half.send("GET /half HTTP/1.1\r\n")
    let idle = server.client()
    #expect(
      holdsSoon {
        let counters = server.server.counters
        return counters.laterRequests > 0 && counters.activeConnections == 3
          && counters.bytesIn >= 70
      })
    let cut = Mutex<Int?>(nil)
    let done = onThread { cut.withLock { $0 = server.server.stop(drainSeconds: 10) } }
    #expect(idle.rest() == [])
    #expect(RawClient(port: server.port).answer() == nil, "nobody else is let in")
    try held.next().complete(HTTPResponse(status: 202))
    let answer = running.answer()
    #expect(answer?.status == 202 && answer?.field("Connection") == "close")
    #expect(running.rest() == [], "what was sent behind it is not begun")
    running.finish()
    half.send("Host: x\r\n\r\n")
    #expect(holdsSoon { server.server.counters.laterRequests > 0 })
    try held.next().complete(HTTPResponse(status: 203))
    #expect(half.answer()?.status == 203)
    #expect(half.rest() == [])
    half.finish()
    done.wait()
    #expect(cut.withLock { $0 } == 0)
  }

  @Test func whatDoesNotEndIsCut() throws {
    let held = PutOff()
    let server = try TestServer { request, response in
      if let later = response.later() { held.add(later) }
    }
    let client = server.client()
    client.send(Self.get)
    #expect(holdsSoon { server.server.counters.laterRequests > 0 })
    #expect(server.server.stop(drainSeconds: 0.02) == 1)
    #expect(client.rest() == [])
    // Too late, and harmless: also after the server is gone.
    try held.next().complete(HTTPResponse())
  }

  @Test func answersOutliveTheirServer() throws {
    let held = PutOff()
    let body = HTTPBody("shared")
    do {
      let server = HTTPServer { _, response in
        if let later = response.later() { held.add(later) }
      }
      let client = RawClient(port: try server.start())
      client.send(Self.get)
      #expect(holdsSoon { server.counters.laterRequests > 0 })
    }
    var late = HTTPResponse()
    late.shared = body
    try held.next().complete(late)
    #expect(String(decoding: Array(body.bytes), as: UTF8.self) == "shared")
  }
}

/// Deferred answers, in order.
private final class PutOff: Sendable {
  private let list = Mutex<[HTTPLater]>([])

  func add(_ later: HTTPLater) { list.withLock { $0.append(later) } }

  /// Waits for and returns the first one.
  func next() throws -> HTTPLater {
    try #require(holdsSoon { list.withLock { !$0.isEmpty } }, "no request was put off")
    return list.withLock { $0.removeFirst() }
  }
}

/// A thread that can be joined.
final class Running: Sendable {
  private let finished = Mutex(false)

  fileprivate func finish() { finished.withLock { $0 = true } }
  func wait() {
    #expect(holdsSoon { finished.withLock { $0 } }, "the thread ended")
  }
}

@discardableResult
private func onThread(_ work: @escaping @Sendable () -> Void) -> Running {
  let running = Running()
  var thread = pthread_t()
  let box = unsafe Unmanaged.passRetained(
    Work {
      work()
      running.finish()
    })
  _ = unsafe pthread_create(
    &thread, nil,
    { context in
      unsafe context.map { unsafe Unmanaged<Work>.fromOpaque($0).takeRetainedValue() }?.run()
      return nil
    }, box.toOpaque())
  pthread_detach(thread)
  return running
}

private final class Work {
  let run: () -> Void
  init(_ run: @escaping () -> Void) { self.run = run }
}

extension Array where Element == UInt8 {
  init(_ span: Span<UInt8>) {
    self = []
    append(span)
  }
}
