import Foundation
import Testing

@testable import Plat

/// `plat keys` from outside: what it prints, and what it refuses.
@Suite(.timeLimit(.minutes(30))) struct KeysCommandTests {
  private let scratch: Scratch
  private let index: String

  init() throws {
    scratch = try Scratch()
    index = scratch.file("index")
    let line = Array(#"{"listingKey":"A","city":"Indio"}"#.utf8)
    _ = try IndexBuild.run([.bytes(line, name: "line")], into: index)
  }

  private func keys(_ words: String...) throws -> Program.Outcome {
    try Program.run(["keys", index] + words)
  }

  @Test func aKeyIsShownOnceAndListedWithoutIt() throws {
    #expect(try keys("list").output.contains("no keys; plat keys"))
    let made = try keys("create", "site", "--role", "writer", "--rate", "600/min")
    let key = made.output.trimmingCharacters(in: .newlines)
    #expect(made.status == 0 && key.hasPrefix("plat_") && key.utf8.count == 67, "\(made.output)")
    #expect(made.errors.contains("not shown again"))
    let more = try keys(
      "create", "--name", "partner", "--role", "reader", "--expires", "2099-12-31")
    #expect(more.status == 0, "\(more.errors)")
    let list = try keys("list").output
    let lines = list.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(lines.count == 3 && lines[0].first == "NAME", "\(list)")
    #expect(Array(lines[1].prefix(3)) == ["site", "writer", "600/min"])
    #expect(list.contains("good until 2099-12-31") && !list.contains(key))
    let json = try keys("list", "--json")
    let object = try JSONSerialization.jsonObject(with: json.bytes) as? [String: [[String: Any]]]
    let listed = object?["keys"] ?? []
    #expect(listed.map { $0["name"] as? String } == ["site", "partner"])
    #expect(listed.allSatisfy { $0["good"] as? Bool == true } && !json.output.contains(key))
    #expect(listed[0]["rate"] as? String == "600/min" && listed[0]["expires"] is NSNull)
  }

  @Test func keysAreRotatedAndRevoked() throws {
    #expect(try keys("create", "site", "--role", "admin").status == 0)
    let rotated = try keys("rotate", "site", "--overlap", "0s", "--json")
    let object = try JSONSerialization.jsonObject(with: rotated.bytes) as? [String: String]
    #expect(object?["name"] == "site" && object?["key"]?.hasPrefix("plat_") == true)
    #expect(try keys("list").output.contains("expired"))
    #expect(try keys("revoke", "site").output.contains("is revoked"))
    #expect(try keys("list").output.contains("revoked"))
    let again = try keys("revoke", "site")
    #expect(again.status == 1 && again.errors.contains("no key in force"), "\(again.errors)")
  }

  @Test(arguments: [
    (["create", "site"], 2, "--role is missing"), (["create"], 2, "NAME is missing"),
    (["create", "a", "--name", "b", "--role", "reader"], 2, "given twice"),
    (["create", "a", "--role", "owner"], 2, "expected one of reader, writer, admin"),
    (["create", "a", "--role", "reader", "--rate", "9"], 2, "such as 600/min"),
    (["create", "a", "--role", "reader", "--expires", "soon"], 2, "expected a date"),
    (["create", "a", "--role", "reader", "--expires", "2020-01-01"], 2, "which is over"),
    (["rotate", "a", "--overlap", "long"], 2, "such as 24h"),
    (["rotate", "a", "--role", "reader"], 2, "belongs to plat keys INDEX create"),
    (["rotate", "a"], 1, "no key in force has the name"), (["lst"], 2, "did you mean list?"),
    (["list", "a"], 2, "list takes no name"),
  ])
  func wrongUsageIsExplained(_ words: [String], _ status: Int32, _ text: String) throws {
    let outcome = try Program.run(["keys", index] + words)
    #expect(outcome.status == status && outcome.errors.contains(text), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: index + "/access.sqlite") || status == 1)
  }

  @Test func keysBelongToAnIndex() throws {
    let outcome = try Program.run(["keys", scratch.file("none"), "list"])
    #expect(outcome.status == 1 && outcome.errors.contains("none"), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: scratch.file("none")))
  }
}
