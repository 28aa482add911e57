import Foundation
import PlatCompression
import PlatHTTP
import Testing

@testable import PlatServer

/// Compressed request bodies.
@Suite(.timeLimit(.minutes(30))) struct BodyCodingTests {
  private let test: TestService

  init() throws { test = try TestService.common.get() }

  private func post(_ body: [UInt8], coding: String) -> Reply {
    var bytes = Array(
      ("POST /api/mls-listings HTTP/1.1\r\nHost: example.org:8080\r\n"
        + "Content-Type: application/json\r\nContent-Encoding: \(coding)\r\n"
        + "Content-Length: \(body.count)\r\n\r\n").utf8)
    bytes += body
    guard let answer = test.service.answer(bytes).answers.first else {
      return Reply(status: 0, lines: "", body: [])
    }
    return Reply(
      status: answer.status, lines: String(decoding: answer.lines, as: UTF8.self), body: answer.body
    )
  }

  private func gzip(_ text: String) -> [UInt8] { Gzip.compress(Array(text.utf8).span) }

  @Test func gzipIsTheSameRequest() {
    let body = #"{"minBeds":3,"limit":4,"sort":"-price"}"#
    let plain = test.ask("POST", "/api/mls-listings", body: body)
    for coding in ["gzip", "GZIP", "x-gzip", "identity, gzip", " gzip "] {
      let reply = post(gzip(body), coding: coding)
      #expect(reply.status == 200 && reply.body == plain.body, "\(coding): \(reply.text)")
    }
    #expect(post(Array(body.utf8), coding: "identity").body == plain.body)
    let polygon =
      #"{"within":"POLYGON((-117 33,-116 33,-116 34,-117 34,-117 33))","x":1}"#
      + String(repeating: " ", count: 100_000)
    #expect(post(gzip(polygon), coding: "gzip").object["parameter"] as? String == "x")
  }

  @Test func otherCodingsAreRefusedWithAdvice() {
    for coding in ["br", "deflate", "zstd", "gzip, gzip", "gzip, br", "compress"] {
      let reply = post(gzip("{}"), coding: coding)
      #expect(reply.status == 415, "\(coding)")
      #expect(reply.object["title"] as? String == "Unsupported Media Type")
      #expect(reply.text.contains("expected gzip or none"), "\(reply.text)")
      #expect(reply.field("Accept-Encoding") == "gzip", "\(coding)")
    }
  }

  @Test func damagedAndHugeBodiesAreRefused() {
    let whole = gzip(#"{"minBeds":3}"#)
    var changed = whole
    changed[changed.count - 6] ^= 1
    for (body, status) in [
      (Array(whole.dropLast()), 400), (whole + [0], 400), (changed, 400), ([], 400),
      (Array("{}".utf8), 400), (whole + whole, 400),
      // A megabyte of blanks in a kilobyte, and the largest allowed body.
      (gzip("{" + String(repeating: " ", count: 1 << 20) + "}"), 413),
      (gzip("{" + String(repeating: " ", count: (1 << 20) - 2) + "}"), 200),
      (gzip(String(repeating: " ", count: 50 << 20)), 413),
    ] {
      let reply = post(body, coding: "gzip")
      #expect(reply.status == status, "\(body.count) bytes: \(reply.text)")
    }
  }
}
