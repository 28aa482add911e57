import Foundation
import PlatHTTP
import Synchronization
import Testing

/// The bytes of answers: large ones, shared ones, and their memory afterwards.
@Suite(.timeLimit(.minutes(30))) struct BodyTests {
  private static let count = 8_000_000
  private static let pattern = {
    let part = (0..<4001).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    var bytes: [UInt8] = []
    while bytes.count < count { bytes += part }
    return Array(bytes[..<count])
  }()

  /// More than any socket accepts at once: from the loop's memory, from a shared body, and from a
  /// deferred answer.
  @Test(arguments: ["own", "shared", "later own", "later shared"])
  func largeAnswersArriveWhole(kind: String) throws {
    let shared = HTTPBody(copying: Self.pattern.span)
    let server = try TestServer { _, response in
      if kind.hasPrefix("later") {
        guard let later = response.later() else { return }
        var answer = HTTPResponse()
        if kind.hasSuffix("own") { answer.body = Self.pattern } else { answer.shared = shared }
        later.complete(answer)
      } else if kind == "own" {
        response.body = Self.pattern
      } else {
        response.shared = shared
      }
    }
    let client = server.client(receiveBuffer: 65536)
    client.send(
      """
      GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\nHEAD / HTTP/1.1\r\nHost: \
      x\r\n\r\n
      """
    )
    #expect(client.answer()?.body == Self.pattern)
    #expect(client.answer()?.body == Self.pattern)
    #expect(client.answer(toHead: true)?.field("Content-Length") == "\(Self.count)")
  }

  @Test func bodiesAreReleasedWhenSent() throws {
    let made = Mutex<[WeakBody]>([])
    let server = try TestServer { _, response in
      let body = HTTPBody(copying: Self.pattern.span)
      made.withLock { $0.append(WeakBody(body)) }
      response.shared = body
    }
    for isRead in [true, false] {
      let client = server.client(receiveBuffer: 4096)
      client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
      if isRead { #expect(client.answer()?.body == Self.pattern) }
    }
    server.server.stop(drainSeconds: 0)
    for body in made.withLock({ $0 }) { #expect(body.isGone) }
  }

  @Test func bytesAreWrittenInPlace() {
    let body = HTTPBody(capacity: 10) { output in
      for byte in 0..<7 as Range<UInt8> { output.append(byte) }
    }
    #expect(Array(body.bytes) == [0, 1, 2, 3, 4, 5, 6])
    #expect(HTTPBody(capacity: -1) { _ in }.count == 0)
    #expect(Array(HTTPBody("é").bytes) == [0xC3, 0xA9])
  }

  @Test func foreignBytesAreNotCopied() throws {
    let owner = Owner()
    let body = unsafe HTTPBody(unsafeBytes: UnsafeBufferPointer(owner.memory), owner: owner)
    #expect(body.count == 3 && body.bytes[2] == 9)
    let server = try TestServer { _, response in response.shared = body }
    #expect(server.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n")?.body == [9, 9, 9])
    let empty = unsafe HTTPBody(
      unsafeBytes: UnsafeBufferPointer(start: nil, count: 0), owner: owner)
    #expect(empty.bytes.count == 0)
  }

  /// 100,000 requests use no more memory than the first ones; in its own process, so that other
  /// tests do not count.
  @Test func memoryStaysAsItIs() async {
    await #expect(processExitsWith: .success) {
      let server = try TestServer()
      let request = "GET /a?b=c HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n"
      let batch = String(repeating: request, count: 200)
      let answer = try #require(server.ask(request))
      let size = answer.head.utf8.count + answer.body.count
      func ask(_ batches: Int) {
        let client = server.client()
        for _ in 0..<batches {
          client.send(batch)
          #expect(client.skip(size * 200))
        }
      }
      ask(100)
      let before = residentPages()
      ask(500)
      let after = residentPages()
      #expect(server.server.counters.requests == 120_001)
      // A leak of 20 bytes per request would be 2 MB.
      #expect(after - before < 500, "\(before) pages before, \(after) after")
    }
  }
}

private func residentPages() -> Int {
  let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
  return text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
}

private final class WeakBody: Sendable {
  private weak let body: HTTPBody?
  init(_ body: HTTPBody) { self.body = body }
  var isGone: Bool { body == nil }
}

@safe private final class Owner: @unchecked Sendable {
  // Written once, before anyone else has it.
  let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 3)
  init() { unsafe memory.initialize(repeating: 9) }
  deinit { unsafe memory.deallocate() }
}
