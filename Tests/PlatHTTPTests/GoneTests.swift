import Glibc
import PlatHTTP
import Synchronization
import Testing

/// Clients that disconnect, or only stop sending, while their answers are deferred.
@Suite(.timeLimit(.minutes(30))) struct GoneTests {
  private static let get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

  /// A server that defers every answer.
  private final class Held: Sendable {
    let answers = Mutex<[HTTPLater]>([])
    let gone = Atomic(0)

    func server() throws -> TestServer {
      try TestServer { _, response in
        if let later = response.later(whenGone: { self.gone.add(1, ordering: .relaxed) }) {
          self.answers.withLock { $0.append(later) }
        }
      }
    }

    var count: Int { answers.withLock { $0.count } }
    var goneCount: Int { gone.load(ordering: .relaxed) }
    func answer(_ status: Int) {
      answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }?.complete(.init(status: status))
    }
  }

  /// Waits until a condition is true, at most ten seconds.
  private func waitUntil(_ isTrue: () -> Bool) -> Bool {
    let end = ContinuousClock.now + .seconds(10)
    while !isTrue() {
      if ContinuousClock.now > end { return false }
      usleep(1_000)
    }
    return true
  }

  @Test(arguments: [false, true])
  func aClosedOrResetConnectionIsNoticed(isReset: Bool) throws {
    let held = Held()
    let server = try held.server()
    do {
      let client = server.client()
      client.send(Self.get)
      #expect(waitUntil { held.count == 1 })
      if isReset { client.resetAtEnd() }
    }
    let began = ContinuousClock.now
    #expect(waitUntil { held.goneCount == 1 })
    #expect(ContinuousClock.now - began < .seconds(2))
    #expect(waitUntil { server.server.counters.activeConnections == 0 })
    held.answer(200)
    #expect(waitUntil { server.server.counters.laterRequests == 0 })
    #expect(server.server.stop(drainSeconds: 1) == 0)
    #expect(held.goneCount == 1)
  }

  @Test func aClientThatOnlyStopsToSendGetsItsAnswers() throws {
    let held = Held()
    let server = try held.server()
    let client = server.client()
    client.send(Self.get + Self.get)
    client.finish()
    #expect(waitUntil { held.count == 1 })
    // The probe arrived: only the beginning of every answer.
    #expect(waitUntil { server.server.counters.bytesOut == 0 && client.isReadable })
    held.answer(202)
    let first = try #require(client.answer())
    #expect(
      first.status == 202 && first.head.hasPrefix("HTTP/1.1 202 Accepted\r\nDate: "),
      "\(first.head)")
    #expect(waitUntil { held.count == 1 })
    held.answer(203)
    #expect(client.answer()?.status == 203)
    #expect(client.rest() == [])
    #expect(held.goneCount == 0)
  }

  @Test func bytesBehindARequestAreNotLost() throws {
    let held = Held()
    let server = try held.server()
    let client = server.client()
    client.send(Self.get)
    #expect(waitUntil { held.count == 1 })
    client.send(Self.get)
    usleep(150_000)
    held.answer(202)
    #expect(client.answer()?.status == 202)
    #expect(waitUntil { held.count == 1 })
    held.answer(203)
    #expect(client.answer()?.status == 203 && held.goneCount == 0)
  }

  @Test func aStopThatCutsCountsAsGoneAndAnAnswerDoesNot() throws {
    let held = Held()
    let server = try held.server()
    let (one, two) = (server.client(), server.client())
    one.send(Self.get)
    #expect(waitUntil { held.count == 1 })
    two.send(Self.get)
    #expect(waitUntil { held.count == 2 })
    held.answer(201)
    #expect(one.answer()?.status == 201)
    #expect(server.server.stop(drainSeconds: 0.01) ?? 0 > 0)
    #expect(held.goneCount == 1)
    // A deferred answer keeps its server, and this server's handler keeps the answer.
    held.answer(200)
  }
}
