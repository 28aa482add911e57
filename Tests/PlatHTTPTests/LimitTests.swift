import PlatHTTP
import PlatTestSupport
import Testing

/// Requests that are too large, too slow or too many.
@Suite(.timeLimit(.minutes(30))) struct LimitTests {
  @Test func headersAreBounded() throws {
    let server = try TestServer(options: { options in
      options.headerBytes = 1000
      options.targetBytes = 100
      options.fields = 10
      options.headerSeconds = 0.1
    })
    func status(_ target: Int, _ field: Int, _ fields: Int) -> Int? {
      let lines = String(repeating: "A: \(String(repeating: "b", count: field))\r\n", count: fields)
      return server.ask(
        "GET /\(String(repeating: "a", count: target)) HTTP/1.1\r\nHost: x\r\n\(lines)\r\n")?.status
    }
    #expect(status(99, 1, 9) == 200)
    #expect(status(100, 1, 1) == 414)
    #expect(status(5000, 1, 1) == 414)
    #expect(status(200_000, 1, 1) == 414)
    #expect(status(1, 1, 10) == 431)
    #expect(status(1, 958, 1) == 200)
    #expect(status(1, 1000, 1) == 431)
    #expect(status(1, 200_000, 1) == 431)
    #expect(server.server.counters.refusedTargets == 3)
    #expect(server.server.counters.refusedHeaders == 3)
    // A header that is longer than an address may be, and starts with half a line.
    let halves = server.client()
    halves.send("GET / HT")
    halves.send("TP/1.1\r\nHost: x\r\nA: \(String(repeating: "b", count: 400))")
    halves.send("b\r\n\r\n")
    #expect(halves.answer()?.status == 200)
    // A header that never ends, line by line: lines that the parser has taken count, too.
    let client = server.client()
    client.send("GET / HTTP/1.1\r\nHost: x\r\n")
    for _ in 0..<5 { client.send("A: \(String(repeating: "b", count: 200))\r\n") }
    #expect(client.answer()?.status == 431)
  }

  @Test func bodiesAreBounded() throws {
    let server = try TestServer(options: { $0.bodyBytes = 100_000 })
    func post(_ count: Int) -> RawClient.Answer? {
      server.ask(
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(count)\r\n\r\n"
          + String(repeating: "a", count: count))
    }
    #expect(post(100_000)?.body.count == 100_008)
    #expect(post(100_001)?.status == 413)
    #expect(post(3_000_000)?.status == 413)
    // Refused before the body is sent.
    let early =
      "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 100001\r\n\r\n"
    #expect(server.ask(early)?.status == 413)
    let client = server.client()
    client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in 0..<11 { client.send("2710\r\n\(String(repeating: "a", count: 10000))\r\n") }
    #expect(client.answer()?.status == 413)
    #expect(server.server.counters.refusedBodies == 4)
    // A chunk's line and trailers that never end.
    for part in [
      "1;\(String(repeating: "a", count: 100_000))",
      "0\r\n\(String(repeating: "A: b\r\n", count: 20_000))",
    ] {
      #expect(
        server.ask("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + part)?
          .status == 400)
    }
  }

  @Test func connectionsAreBounded() throws {
    let server = try TestServer(options: { $0.connections = 3 })
    let clients = (0..<3).map { _ in server.client() }
    for client in clients {
      client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(client.answer()?.status == 200)
    }
    let last = server.client()
    let answer = last.answer()
    #expect(answer?.status == 503)
    #expect(answer?.field("Retry-After") == "1")
    #expect(last.rest() == [])
    #expect(server.server.counters.refusedConnections == 1)
    clients[0].send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    #expect(clients[0].answer()?.status == 200)
  }

  @Test func whatAllHoldIsBounded() throws {
    let server = try TestServer(
      { request, response in
        response.body = [UInt8](repeating: 1, count: request.method == .get ? 20_000_000 : 1)
      }, options: { $0.heldBytes = 250_000 })
    let clients = (0..<3).map { _ in server.client() }
    let part = String(repeating: "a", count: 100_000)
    for client in clients {
      client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n" + part)
      if client !== clients.last { client.send("a") }
    }
    // The last one finds no room, whichever it is; its bytes are released, and the others finish.
    #expect(holdsSoon { server.server.counters.refusedHeld > 0 })
    for client in clients { client.send(String(part.dropFirst())) }
    for client in clients { client.send("a") }
    let statuses = clients.map { $0.answer()?.status }
    #expect(
      statuses.contains(503) && statuses.allSatisfy { $0 == 503 || $0 == 200 || $0 == nil },
      "\(statuses)")
    let reader = server.client(receiveBuffer: 4096)
    reader.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    #expect(reader.answer() == nil)
    #expect(
      server.ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n" + part)?.status
        == 200)
  }

  @Test func manyConnectionsAtATime() throws {
    let server = try TestServer()
    let clients = (0..<300).map { _ in server.client() }
    for client in clients { client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n") }
    for client in clients { #expect(client.answer()?.status == 200) }
    #expect(server.server.counters.activeConnections == 300)
  }

  @Test func slowClientsAreTold() throws {
    let server = try TestServer(options: { options in
      options.headerSeconds = 0.05
      options.bodySeconds = 0.05
      options.idleSeconds = 0.05
    })
    let silent = server.client()
    let header = server.client()
    header.send("GET / HTTP/1.1\r\nHos")
    let body = server.client()
    body.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhe")
    let chunk = server.client()
    chunk.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5")
    let idle = server.client()
    idle.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    let second = server.client()
    second.send("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /")
    #expect(header.answer()?.status == 408)
    #expect(body.answer()?.status == 408)
    #expect(chunk.answer()?.status == 408)
    #expect(silent.rest() == [])
    #expect(idle.answer()?.status == 200)
    #expect(idle.rest() == [])
    #expect(second.answer()?.status == 200)
    #expect(second.answer()?.status == 408)
    #expect(server.server.counters.refusedSlow == 5)
  }

  /// Occasional bytes do not extend the time limit.
  @Test func dripsDoNotHelp() throws {
    let server = try TestServer(options: { $0.headerSeconds = 0.05 })
    let client = server.client()
    var sent = 0
    while sent < 1_000_000, client.send("\r\n") { sent += 1 }
    let other = server.client()
    other.send("GET / HTTP/1.1\r\n")
    while sent < 2_000_000, other.send("A") { sent += 1 }
    #expect(server.server.counters.requests == 0)
  }

  @Test func clientsThatDoNotReadAreCut() throws {
    let body = HTTPBody(copying: [UInt8](repeating: 1, count: 20_000_000).span)
    weak let held = body
    let server = try TestServer(
      { _, response in response.shared = body }, options: { $0.writeSeconds = 0.05 })
    let client = server.client(receiveBuffer: 4096)
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    #expect(holdsSoon { server.server.counters.abandonedAnswers > 0 })
    #expect(client.answer() == nil)
    #expect(held != nil)
  }
}
