import PlatHTTP
import Testing

/// The connection limit of one client address; a client that is turned away can read the reason.
@Suite(.timeLimit(.minutes(30))) struct AddressLimitTests {
  private static let get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

  private func client(_ server: TestServer, from host: UInt8) -> RawClient {
    RawClient(port: server.port, from: host)
  }

  @Test func anAddressHasItsShareOfConnections() throws {
    let server = try TestServer(options: { options in
      options.addressConnections = 2
      options.uncountedAddresses = ["127.0.0.64/26"].compactMap { HTTPAddressBlock($0) }
    })
    let first = (0..<2).map { _ in client(server, from: 2) }
    for client in first {
      client.send(Self.get)
      #expect(client.answer()?.status == 200)
    }
    for _ in 0..<5 {
      let refused = client(server, from: 2)
      refused.send(Self.get)
      let answer = try #require(refused.answer())
      #expect(
        answer.status == 503 && answer.field("Retry-After") == "1"
          && answer.field("Connection") == "close")
      #expect(answer.text.contains("Your address") && refused.rest() == [])
    }
    #expect(server.server.counters.refusedAddressConnections == 5)
    #expect(server.server.counters.refusedConnections == 0)
    // Others are served, and exempt addresses have any number of connections.
    for host in [3, 4, 5] as [UInt8] {
      let other = client(server, from: host)
      other.send(Self.get)
      #expect(other.answer()?.status == 200)
    }
    let proxied = (0..<9).map { _ in client(server, from: 70) }
    for client in proxied { client.send(Self.get) }
    #expect(proxied.allSatisfy { $0.answer()?.status == 200 })
    // A closed connection frees its slot.
    first[0].send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    #expect(first[0].answer()?.status == 200 && first[0].rest() == [])
    first[0].close()
    var status: Int?
    while status != 200 {
      let again = client(server, from: 2)
      again.send(Self.get)
      status = again.answer()?.status
      try #require(status == 200 || status == 503)
    }
  }

  /// The newest connection gets an answer, however many idle ones were turned away before.
  @Test func theNewestIsAlwaysTold() throws {
    let server = try TestServer(options: { $0.connections = 3 })
    let served = (0..<3).map { _ in server.client() }
    for client in served {
      client.send(Self.get)
      #expect(client.answer()?.status == 200)
    }
    let idle = (0..<200).map { _ in server.client() }
    for _ in 0..<20 {
      let client = server.client()
      client.send(Self.get)
      #expect(client.answer()?.status == 503 && client.rest() == [])
    }
    #expect(server.server.counters.refusedConnections == 220)
    #expect(server.server.counters.activeConnections <= 3 + 64)
    // Connections that are being turned away take no slot of served ones.
    served[0].close()
    var status: Int?
    while status != 200 {
      let next = server.client()
      next.send(Self.get)
      status = next.answer()?.status
      try #require(status == 200 || status == 503)
    }
    // The idle ones get the answer, too, until 64 newer ones have come.
    #expect(idle.last?.answer()?.status == 503)
  }

  @Test(arguments: ["CONNECT x:1", "CONNECT /", "CONNECT http://x/"])
  func tunnelsAndEchoesAreRefused(line: String) throws {
    let server = try TestServer()
    let client = server.client()
    client.send("\(line) HTTP/1.1\r\nHost: x\r\n\r\n" + Self.get)
    #expect(client.answer()?.status == 501)
    #expect(client.rest() == [], "the connection ends, and nothing behind it is answered")
  }

  @Test func commonFieldsAreOnEveryAnswer() throws {
    let server = try TestServer(
      { request, response in
        if request.path.count > 1 {
          response.addField("Early", "1")
          let later = response.later()
          var late = HTTPResponse(status: 202)
          late.addField("Late", "2")
          later?.complete(late)
        } else {
          response.status = 304
        }
      }, options: { $0.commonFields = [("A", "b"), ("C", "d\r\nE: f")] })
    for line in ["GET /", "GET /later", "GET /#", "BREW", "CONNECT x:1", "GET / HTTP/9.9"] {
      let answer = try #require(server.ask("\(line) HTTP/1.1\r\nHost: x\r\n\r\n"), "\(line)")
      #expect(
        answer.field("A") == "b" && answer.field("C") == "d  E: f" && answer.field("E") == nil,
        "\(line)")
    }
    let late = try #require(server.ask("GET /later HTTP/1.1\r\nHost: x\r\n\r\n"))
    #expect(late.status == 202 && late.field("Early") == "1" && late.field("Late") == "2")
  }

  @Test func addressesAreRead() {
    for text in ["127.0.0.1", "127.9.8.7", "::1", "[::1]", "::ffff:127.0.0.1"] {
      #expect(HTTPAddress(text)?.isLoopback == true, "\(text)")
    }
    for text in ["128.0.0.1", "::2", "10.0.0.1", "0.0.0.0", "::"] {
      #expect(HTTPAddress(text)?.isLoopback == false)
    }
    for text in [
      "", "localhost", "1.2.3", "1.2.3.4.5", "127.1", "1.2.3.4 ", "::1%lo", "[::1", "1.2.3.256",
      "g::",
    ] {
      #expect(HTTPAddress(text) == nil, "\(text)")
    }
    #expect(HTTPAddress("2001:db8::1")?.network == HTTPAddress("2001:db8::2")?.network)
    #expect(HTTPAddress("2001:db8:0:1::1")?.network != HTTPAddress("2001:db8::2")?.network)
    #expect(HTTPAddress("10.0.0.1")?.network != HTTPAddress("10.0.0.2")?.network)
  }

  @Test(arguments: [
    ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
    ("10.1.2.3", "10.1.2.3", true),
    ("10.1.2.3/31", "10.1.2.2", true), ("10.1.2.3/31", "10.1.2.4", false),
    ("0.0.0.0/0", "8.8.8.8", true),
    ("0.0.0.0/0", "2001::1", false), ("::/0", "8.8.8.8", true), ("fd00::/8", "fdab::1", true),
    ("fd00::/8", "fe00::1", false), ("::1", "::1", true), ("::1", "127.0.0.1", false),
  ])
  func blocksHoldTheirAddresses(block: String, address: String, isInside: Bool) throws {
    let address = try #require(HTTPAddress(address))
    #expect(HTTPAddressBlock(block)?.contains(address) == isInside)
  }

  @Test func otherTextsAreNoBlocks() {
    for text in [
      "", "/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "::/129", "x/8", "10.0.0.0/",
      "10.0.0.0/+8x",
    ] {
      #expect(HTTPAddressBlock(text) == nil, "\(text)")
    }
  }
}
