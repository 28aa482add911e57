import Dispatch
import Foundation
import Plat
import PlatAccess
import Testing

@testable import PlatServer

/// The feed of changes, the audit trail, and writes that are sent twice.
@Suite(.timeLimit(.minutes(30))) struct ChangeRouteTests {
  private func lines(_ reply: Reply) throws -> [[String: Any]] {
    try reply.text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test func changesTellOldAndNewPositionWithoutPrivateFields() throws {
    let scene = try WritingScene()
    let start = try lines(scene.test.ask("GET", "/api/changes"))
    let number = try #require(start.last?["next"] as? Int)
    #expect(start.count == 1)
    _ = scene.ask(
      "PUT", "/api/listings/N1", body: WritingScene.listing("N1", "\"privateRemarks\":\"gate 7\""))
    _ = scene.ask(
      "PATCH", "/api/listings/N1", fields: WritingScene.patch, body: #"{"latitude":33.9}"#)
    _ = scene.ask("DELETE", "/api/listings/N1")
    let reply = scene.test.ask("GET", "/api/changes?since=\(number)")
    #expect(reply.status == 200 && !reply.text.contains("gate"))
    #expect(reply.field("Content-Type")?.hasPrefix("application/x-ndjson") == true)
    #expect(reply.field("Cache-Control") == "no-store")
    let changes = try lines(reply)
    #expect(changes.map { $0["kind"] as? String } == ["added", "replaced", "deleted", nil])
    let latitudes = changes.map { change in
      ["oldPosition", "newPosition"].map {
        (change[$0] as? [String: Any])?["latitude"] as? Double
      }
    }
    #expect(Array(latitudes.prefix(3)) == [[nil, 33.82], [33.82, 33.9], [33.9, nil]])
    // Page by page it is the same.
    var (next, paged) = (number, 0)
    while paged < 10 {
      let page = try lines(scene.test.ask("GET", "/api/changes?since=\(next)&limit=1"))
      next = try #require(page.last?["next"] as? Int)
      if page.count == 1 { break }
      paged += 1
    }
    #expect(paged == 3 && next == changes.last?["next"] as? Int)
  }

  @Test func aRequestWaitsForTheNextChange() throws {
    let scene = try WritingScene()
    let port = try scene.test.service.start()
    let number = try #require(
      try lines(scene.test.ask("GET", "/api/changes")).last?["next"] as? Int)
    let client = try #require(Client(port: port))
    DispatchQueue.global().asyncAfter(deadline: .now() + 0.5) {
      _ = scene.ask("PUT", "/api/listings/N1", body: WritingScene.listing("N1"))
    }
    let began = Date()
    let reply = try #require(client.ask("GET", "/api/changes?since=\(number)&wait=30"))
    #expect(try lines(reply).first?["listingKey"] as? String == "N1")
    #expect(Date().timeIntervalSince(began) < 25, "it does not wait to the end")
    // Nothing comes: the answer says where to go on.
    let next = try #require(try lines(reply).last?["next"] as? Int)
    let none = try #require(client.ask("GET", "/api/changes?since=\(next)&wait=1"))
    #expect(try lines(none).count == 1 && lines(none)[0]["next"] as? Int == next)
    #expect(scene.test.ask("GET", "/api/changes?since=\(next)&wait=31").status == 400)
  }

  @Test func theAuditTrailNamesWhoAndIsForAdministrators() throws {
    let scene = try WritingScene()
    _ = scene.ask(
      "PUT", "/api/listings/N1", fields: "X-Request-ID: r-1\r\n",
      body: WritingScene.listing("N1", "\"privateRemarks\":\"gate 7\""))
    #expect(scene.test.ask("GET", "/api/audit").status == 401)
    #expect(scene.ask("GET", "/api/audit").status == 403)
    let reply = scene.test.ask("GET", "/api/audit", fields: scene.line(.admin))
    let entries = try #require(reply.object["entries"] as? [[String: Any]], "\(reply.text)")
    let last = try #require(entries.last)
    #expect(last["actor"] as? String == "writer" && last["requestId"] as? String == "r-1")
    #expect((last["after"] as? [String: Any])?["privateRemarks"] as? String == "gate 7")
    #expect((last["hash"] as? String)?.count == 64)
    let table = scene.test.ask("GET", "/api/audit?format=csv", fields: scene.line(.admin))
    #expect(table.field("Content-Type")?.hasPrefix("text/csv") == true)
    #expect(
      table.text.hasPrefix("change,time,kind,listingKey,actor,requestId,before,after,hash\r\n"))
    #expect(table.text.split(separator: "\r\n").count == entries.count + 1)
  }

  @Test func aWriteThatIsSentTwiceIsCarriedOutOnce() throws {
    let scene = try WritingScene()
    let mark = "Idempotency-Key: \"a-1\"\r\n"
    let body = WritingScene.listing("N1")
    let first = scene.ask("POST", "/api/listings", fields: mark, body: body)
    let again = scene.ask("POST", "/api/listings", fields: mark, body: body)
    #expect(first.status == 201 && again.status == 201, "\(again.text)")
    #expect(first.text == again.text && first.field("ETag") == again.field("ETag"))
    // Without the key, or with another one, it is there already.
    #expect(scene.ask("POST", "/api/listings", body: body).status == 409)
    // Another payload, or another route, under the same key.
    for (method, target) in [("POST", "/api/listings"), ("PUT", "/api/listings/N2")] {
      let other = scene.ask(method, target, fields: mark, body: WritingScene.listing("N2"))
      #expect(other.status == 422, "\(other.text)")
      #expect(other.text.contains("idempotency-mismatch"))
    }
    // Keys belong to clients.
    let admin = scene.test.ask(
      "POST", "/api/listings", fields: scene.line(.admin) + mark, body: body)
    #expect(admin.status == 409, "\(admin.text)")
    for bad in ["a-1", "\"\"", "\"a\" \"b\""] {
      let reply = scene.ask(
        "POST", "/api/listings", fields: "Idempotency-Key: \(bad)\r\n", body: body)
      #expect(reply.status == 400 && reply.text.contains("bad-idempotency-key"), "\(bad)")
    }
  }
}
