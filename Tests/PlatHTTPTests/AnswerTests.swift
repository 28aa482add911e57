import PlatHTTP
import Synchronization
import Testing

/// Answers to a well-behaved client.
@Suite(.timeLimit(.minutes(30))) struct AnswerTests {
  private let server: TestServer

  init() throws { server = try TestServer() }

  @Test func aRequestIsAnswered() throws {
    let answer = try #require(server.ask("GET /a/b?c=d HTTP/1.1\r\nHost: x\r\n\r\n"))
    #expect(answer.status == 200)
    #expect(answer.text == "GET /a/b?c=d ")
    #expect(answer.head.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(answer.field("Content-Type") == "text/plain")
    #expect(answer.field("Content-Length") == "13")
    #expect(answer.field("Connection") == nil)
    let date = try #require(answer.field("Date"))
    #expect(
      date.wholeMatch(of: /[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/) != nil,
      "\(date)")
  }

  @Test(arguments: [
    ("GET /", "GET /? "), ("GET /?", "GET /? "), ("GET /a?b?c", "GET /a?b?c "),
    ("GET http://x/a?b", "GET /a?b "),
    ("GET http://x", "GET /? "), ("GET HTTPS://x?b", "GET /?b "), ("OPTIONS *", "OPTIONS *? "),
    ("BREW /a", "BREW /a? "), ("get /a", "get /a? "), ("GET /%41%ff", "GET /%41%ff? "),
  ])
  func targets(line: String, echo: String) throws {
    #expect(server.ask("\(line) HTTP/1.1\r\nHost: x\r\n\r\n")?.text == echo)
  }

  @Test func requestsFollowEachOther() throws {
    let client = server.client()
    for number in 0..<5 {
      client.send("GET /\(number) HTTP/1.1\r\nHost: x\r\n\r\n")
      #expect(client.answer()?.text == "GET /\(number)? ")
    }
  }

  @Test func requestsAtOnceAreAnsweredInOrder() throws {
    let client = server.client()
    let body = "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
    let chunks =
      "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      + "2\r\nde\r\n1;x=y\r\nf\r\n0\r\nT: t\r\n\r\n"
    let one = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n\r\n" + body + chunks
    client.send(String(repeating: one, count: 100))
    for _ in 0..<100 {
      #expect(client.answer()?.text == "GET /a? ")
      #expect(client.answer()?.text == "POST /b? abc")
      #expect(client.answer()?.text == "POST /c? def")
    }
  }

  @Test(arguments: [
    ("3\r\nabc\r\n0\r\n\r\n", "abc"), ("0\r\n\r\n", ""), ("00;a\r\nB: c\r\n\r\n", ""),
  ])
  func aRequestMayComeByteByByte(chunks: String, body: String) throws {
    let client = server.client()
    for byte in "POST /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)".utf8 {
      client.send([byte])
    }
    #expect(client.answer()?.text == "POST /b? \(body)")
    let bytes = Array(
      "POST /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)".utf8)
    let read = RequestReading(bytes, piece: 1)
    #expect(read.requests.map(\.body) == [Array(body.utf8)] && read.status == 0)
  }

  @Test func headHasTheLengthAlone() throws {
    let client = server.client()
    client.send("HEAD /ab HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n")
    #expect(client.answer(toHead: true)?.field("Content-Length") == "10")
    #expect(client.answer()?.text == "GET /? ")
  }

  @Test func connectionsEndWhenAsked() throws {
    for (request, word) in [
      ("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "close"),
      ("GET / HTTP/1.0\r\n\r\n", "close"),
    ] {
      let client = server.client()
      client.send(request)
      #expect(client.answer()?.field("Connection") == word)
      #expect(client.rest() == [])
    }
    let client = server.client()
    client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n")
    #expect(client.answer()?.field("Connection") == "keep-alive")
    #expect(client.answer()?.status == 200)
  }

  @Test func aClientThatIsDoneSendingIsAnswered() throws {
    let client = server.client()
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    client.finish()
    #expect(client.answer()?.status == 200)
    #expect(client.rest() == [])
  }

  @Test func continueIsSaidBeforeABody() throws {
    let client = server.client()
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-Continue\r\n\r\n")
    #expect(client.answer()?.status == 100)
    client.send("abc")
    #expect(client.answer()?.text == "POST /? abc")
    // A body that has already arrived needs no 100 Continue; neither does a request without one.
    client.send(
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc")
    #expect(client.answer()?.status == 200)
    client.send("GET / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n")
    #expect(client.answer()?.status == 200)
    #expect(server.ask("GET / HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\n\r\n")?.status == 417)
  }

  @Test func fieldsAreFound() throws {
    let other = try TestServer { request, response in
      response.body.append(request.field("x-one"))
      response.body.append(UInt8(ascii: "|"))
      response.body.append(request.field("X-ONE", occurrence: 1))
      response.body.append(
        contentsOf: Array("|\(request.field("x-none") == nil)|\(request.fieldCount)|".utf8))
      response.body.append(request.fieldName(at: 1))
      response.body.append(request.fieldValue(at: 3))
      response.body.append(request.fieldName(at: 4))
      response.body.append(contentsOf: Array("|\(request.peer) \(request.peer.isLoopback)".utf8))
    }
    let answer = other.ask(
      "GET / HTTP/1.1\r\nHost: h\r\nX-One:  a b \t\r\nx-oNe:\r\nX-Two:c\r\n\r\n")
    #expect(answer?.text == "a b||true|4|X-Onec|127.0.0.1 true")
  }

  @Test func statusesWithoutABodyHaveNone() throws {
    let other = try TestServer { request, response in
      response.status = request.query.count == 0 ? 204 : request.query.count == 1 ? 304 : 99
      response.body = [1, 2, 3]
    }
    let client = other.client()
    for query in ["", "?1", "?12"] { client.send("GET /\(query) HTTP/1.1\r\nHost: x\r\n\r\n") }
    for status in [204, 304] {
      let answer = client.answer()
      #expect(answer?.status == status)
      #expect(answer?.field("Content-Length") == nil)
    }
    // An invalid status is a fault of the handler.
    #expect(client.answer()?.status == 500)
  }

  @Test func noValueBeginsALine() throws {
    let other = try TestServer { request, response in
      response.addField("X-Back", "a\r\nSet-Cookie: b\0c\u{7F}d")
    }
    let answer = try #require(other.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n"))
    #expect(answer.field("X-Back") == "a  Set-Cookie: b c d")
    #expect(answer.field("Set-Cookie") == nil)
  }

  @Test func anAnswerIsForgottenByTheNext() throws {
    let other = try TestServer { request, response in
      guard request.path.count > 1 else { return }
      response.status = 404
      response.body = [65]
      response.addField("X", "y")
      response.shared = HTTPBody("shared")
    }
    let client = other.client()
    client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n")
    #expect(client.answer()?.text == "shared")
    let next = client.answer()
    #expect(next?.status == 200 && next?.body == [] && next?.field("X") == nil)
  }
}
