import PlatTestSupport
import Testing

@testable import PlatHTTPClient

/// Requests to a test server.
@Suite(.timeLimit(.minutes(30))) struct ClientTests {
  private static func fine(_ body: String, fields: String = "") -> String {
    """
    HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: \(body.utf8.count)\r\n\
    \(fields)\r\n\(body)
    """
  }

  @Test func getBringsStatusTypeAndBody() throws {
    let server = try LocalServer {
      $0.send("HTTP/1.1 404 No\r\nContent-Type: a/b; c=d\r\nContent-Length: 3\r\n\r\nabc")
    }
    let answer = try HTTPClient().send(
      .get(server.url + "/x?y=z", fields: [("X-One", "1"), ("Accept", "a/b")]))
    #expect(
      answer == HTTPClientAnswer(status: 404, contentType: "a/b; c=d", body: Array("abc".utf8)))
    let request = try #require(server.requests.first)
    #expect(request.hasPrefix("GET /x?y=z HTTP/1.1\r\n") && request.contains("\r\nX-One: 1\r\n"))
    #expect(
      request.contains("\r\nHost: 127.0.0.1:\(server.port)\r\n")
        && request.contains("\r\nAccept: a/b\r\n"))
  }

  @Test(arguments: ["", "{}", String(repeating: "ä", count: 700_000)]) func postSendsItsBody(
    _ body: String
  ) throws {
    let server = try LocalServer { $0.send(Self.fine("")) }
    let answer = try HTTPClient().send(
      .post(server.url, fields: [("Content-Type", "application/json")], body: Array(body.utf8)))
    #expect(answer.status == 200 && answer.body.isEmpty)
    let request = try #require(server.requests.first)
    #expect(request.hasPrefix("POST / HTTP/1.1\r\n") && request.hasSuffix("\r\n\r\n" + body))
    #expect(
      !request.lowercased().contains("expect:")
        && request.contains("Content-Type: application/json\r\n"))
  }

  @Test func chunkedAnswersAreWhole() throws {
    let server = try LocalServer {
      $0.send(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
    }
    #expect(try HTTPClient().send(.get(server.url)).body == Array("abcde".utf8))
  }

  @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"])
  func aSlowAnswerEndsWithItsTime(_ beginning: String) throws {
    let server = try LocalServer { connection in
      connection.send(beginning)
      connection.waitForEnd()
    }
    #expect(throws: HTTPClientError.timedOut(milliseconds: 120)) {
      try HTTPClient(milliseconds: 120).send(.get(server.url))
    }
  }

  @Test func answersAreBounded() throws {
    for (length, limit) in [(10, 10), (11, 10), (5_000_000, 1_000), (1, 0), (0, 0)] {
      // One sends its length, the other only closes.
      for head in ["Content-Length: \(length)\r\n", "Connection: close\r\n"] {
        let server = try LocalServer {
          $0.send("HTTP/1.1 200 OK\r\n\(head)\r\n" + String(repeating: "x", count: length))
        }
        let client = HTTPClient(bytes: limit)
        if length > limit {
          #expect(throws: HTTPClientError.tooLong(limit: limit)) {
            try client.send(.get(server.url))
          }
        } else {
          #expect(try client.send(.get(server.url)).body.count == length)
        }
      }
    }
  }

  @Test(arguments: [
    "", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", "nonsense\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab",
  ])
  func whatEndsEarlyIsNoAnswer(_ text: String) throws {
    let server = try LocalServer { $0.send(text) }
    do throws(HTTPClientError) {
      let answer = try HTTPClient().send(.get(server.url))
      Issue.record("\(answer)")
    } catch {
      switch error {
      case .unreachable, .badURL: break
      default: Issue.record("\(error)")
      }
    }
  }

  @Test func nobodyListens() throws {
    let port = try LocalServer.deadPort()
    do throws(HTTPClientError) {
      _ = try HTTPClient().send(.get("http://127.0.0.1:\(port)/"))
      Issue.record("somebody answered")
    } catch {
      guard case .unreachable(let reason) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(reason.contains("\(port)"))
    }
  }

  @Test func redirectsAreAnswers() throws {
    let other = try LocalServer { $0.send(Self.fine("elsewhere")) }
    for target in [other.url + "/", "file:///etc/passwd", "ftp://127.0.0.1/"] {
      let server = try LocalServer {
        $0.send("HTTP/1.1 302 Found\r\nLocation: \(target)\r\nContent-Length: 0\r\n\r\n")
      }
      #expect(
        try HTTPClient().send(.get(server.url, fields: [("Authorization", "Bearer k")])).status
          == 302)
    }
    #expect(other.requests.isEmpty)
  }

  @Test func aPlainServerIsNoSecureOne() throws {
    let server = try LocalServer { $0.send(Self.fine("x")) }
    #expect(throws: HTTPClientError.self) {
      try HTTPClient(milliseconds: 200).send(.get("https://127.0.0.1:\(server.port)/"))
    }
  }

  @Test func manyThreadsAsk() async throws {
    let server = try LocalServer(connections: 24) { $0.send(Self.fine("x")) }
    let url = server.url
    let sum = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<24 {
        group.addTask { try HTTPClient().send(.post(url, body: Array("\(number)".utf8))).status }
      }
      return try await group.reduce(0, +)
    }
    #expect(sum == 24 * 200)
    #expect(Set(server.requests.map { $0.split(separator: "\r\n").last ?? "" }).count == 24)
  }
}
