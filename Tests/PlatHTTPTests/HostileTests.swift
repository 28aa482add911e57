import PlatHTTP
import PlatTestSupport
import Testing

/// Hostile and malformed input.
@Suite(.timeLimit(.minutes(30))) struct HostileTests {
  private let server: TestServer

  init() throws { server = try TestServer() }

  /// Requests that are ambiguous or invalid.
  @Test(arguments: [
    (
      """
      POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n\
      0\r\n\r\n
      """,
      400
    ),
    (
      """
      POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n\
      0\r\n\r\n
      """,
      400
    ),
    ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\nhello", 400),
    ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400),
    ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5, 5\r\n\r\nhello", 400),
    ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\nhello", 400),
    ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x5\r\n\r\nhello", 400),
    ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 18446744073709551617\r\n\r\nh", 400),
    ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 18446744073709551615\r\n\r\nh", 413),
    (
      """
      POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: \
      chunked\r\n\r\n0\r\n\r\n
      """,
      400
    ),
    ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
    ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\n\r\n", 501),
    ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n", 501),
    ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
    ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 501),
    ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \u{B}chunked\r\n\r\n0\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400),
    ("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    ("GET / HTTP/1.1\nHost: x\n\n", 505),
    ("GET / HTTP/1.1\r\nHost: x\nX: y\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: x\r\nX:\r\n b\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: x\r\nX: \r\n \r\n\r\n", 400),
    ("GET / HTTP/1.1\r\n Host: x\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\n: x\r\nHost: x\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: x\r\nX\u{E9}: a\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", 400),
    ("GET /#a HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    ("GET a HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    ("GET * HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    ("GET ftp://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    ("GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    ("GET / a HTTP/1.1\r\nHost: x\r\n\r\n", 505),
    ("GET /\r\nHost: x\r\n\r\n", 400),
    ("GET / HTTP/1.2\r\nHost: x\r\n\r\n", 505),
    ("GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505),
    ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
    ("GET / HTTP/11\r\nHost: x\r\n\r\n", 505),
    ("GET / http/1.1\r\nHost: x\r\n\r\n", 505),
    ("\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    ("G(T / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
    ("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA / HTTP/1.1\r\nHost: x\r\n\r\n", 501),
    ("\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}", 400),
  ])
  func areRefused(request: String, status: Int) throws {
    let client = server.client()
    client.send(request + "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n")
    let answer = try #require(client.answer())
    #expect(answer.status == status)
    #expect(answer.field("Content-Type") == "application/problem+json")
    #expect(answer.text.contains("\"status\":\(status)"))
    #expect(answer.field("Connection") == "close")
    client.finish()
    #expect(client.rest() == [], "nothing behind it is read")
    #expect(server.server.counters.requests == 0)
  }

  @Test(arguments: [
    "x\r\n\r\n", "0x1\r\na\r\n0\r\n\r\n", "-1\r\n", "10000000000000000\r\n",
    "10000000000000005\r\nhello\r\n0\r\n\r\n",
    "1\r\nab\r\n0\r\n\r\n", "1\ra\r\n", "0\r\nContent-Length: 5\r\n\r\nhello",
    " 1\r\na\r\n0\r\n\r\n",
    "1 \r\na\r\n0\r\n\r\n",
    "1;\"\r\na\r\n0\r\n\r\n", "0\r\nX y\r\n\r\n", ";\r\n",
  ])
  func brokenChunksAreRefused(chunks: String) throws {
    let client = server.client()
    client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)
    client.finish()
    let answer = client.answer()
    #expect(answer == nil || [400, 413].contains(answer?.status))
    #expect(server.server.counters.requests == 0)
  }

  /// Streams of randomly changed requests: the server answers a good one after each.
  @Test(arguments: [1, 2, 3, 4]) func anyBytes(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let server = try TestServer(options: { options in
      options.headerSeconds = 0.2
      options.bodySeconds = 0.2
    })
    for round in 0..<250 {
      let client = server.client()
      client.send(Requests.mutated(&generator))
      if Bool.random(using: &generator) {
        client.finish()
      }
      if round % 10 == 0 {
        #expect(
          server.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n")?.status == 200,
          "seed \(seed), round \(round)")
      }
    }
    #expect(server.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n")?.status == 200, "seed \(seed)")
  }

  /// A start line in two halves, before a header that is longer than an address may be.
  @Test func aStartLineMayComeInHalves() {
    var options = HTTPServerOptions()
    options.targetBytes = 100
    let bytes = Array(
      "GET / HTTP/1.1\r\nHost: x\r\nA: \(String(repeating: "b", count: 1000))\r\n\r\n".utf8)
    for piece in [1, 7, 300] {
      let read = RequestReading(bytes, piece: piece, options: options)
      #expect(read.requests.count == 1 && read.status == 0, "pieces of \(piece)")
    }
  }

  /// A stream yields the same requests, however it is cut into pieces.
  ///
  /// A request that is refused at once may take more input in pieces, because the parser looks for
  /// the header's end first.
  @Test(arguments: [1, 2, 3, 4]) func piecesDoNotMatter(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var ends: [Int: Int] = [:]
    for round in 0..<500 {
      let bytes = Requests.mutated(&generator)
      let whole = RequestReading(bytes, piece: bytes.count)
      ends[whole.status, default: 0] += 1
      for piece in [1, 2, 7, 64] {
        let parts = RequestReading(bytes, piece: piece)
        #expect(
          parts.requests == whole.requests,
          """
          seed \(seed), round \(round), pieces of \(piece): \
          \(String(decoding: bytes, as: UTF8.self).debugDescription)
          """
        )
      }
    }
    #expect((ends[0] ?? 0) > 10 && (ends[400] ?? 0) > 50, "\(ends)")
  }
}

/// Streams of requests: good ones and random changes of them.
enum Requests {
  private static let good = [
    "GET /a?b=c&d=%20 HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n",
    "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello",
    "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      + "5\r\nhello\r\na;b=\"c\"\r\n0123456789\r\n0\r\nX: y\r\n\r\n",
    "HEAD http://x/ HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    "PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nz",
  ]
  private static let telling = [
    "\r\n", "\n", "\r", "\0", " ", ":", ";", "\t", "\r\n\r\n", "0\r\n\r\n", "Content-Length: 3\r\n",
    "chunked", ",",
    "%",
    "Transfer-Encoding: chunked\r\n", "Connection: close\r\n", "HTTP/1.1", "ffffffffffffffff",
    "99999999999", "\u{FF}",
  ]

  static func mutated(_ generator: inout SeededGenerator) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      bytes += Array((good.randomElement(using: &generator) ?? "").utf8)
    }
    for _ in 0..<Int.random(in: 0...4, using: &generator) {
      let place = Int.random(in: 0...bytes.count, using: &generator)
      let end = min(bytes.count, place + Int.random(in: 0...6, using: &generator))
      switch Int.random(in: 0..<5, using: &generator) {
      case 0 where place < bytes.count:
        bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
      case 1: bytes.removeSubrange(place..<end)
      case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
      case 3:
        bytes.insert(
          contentsOf: Array((telling.randomElement(using: &generator) ?? "").utf8), at: place)
      default:
        let word = Array((telling.randomElement(using: &generator) ?? "").utf8)
        bytes.replaceSubrange(place..<end, with: word)
      }
    }
    return bytes
  }
}
