import Foundation
import PlatAccess
import PlatCommon
import PlatStore
import Synchronization
import Testing

/// API keys: made, looked up, rotated, revoked; and that only a digest of them is kept.
@Suite(.timeLimit(.minutes(30))) struct KeyStoreTests {
  private final class Clock: Sendable {
    let time = Mutex<Int64>(1_000_000)
    var clock: WallClock { WallClock { [self] in time.withLock { $0 } } }
    func pass(seconds: Int64) { time.withLock { $0 += seconds * 1_000 } }
  }

  private func inDirectory(_ body: (String, Clock) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try body(directory.path, Clock())
  }

  @Test func aKeyIsFoundByItsTextAlone() throws {
    try inDirectory { directory, clock in
      let store = KeyStore(directory: directory, clock: clock.clock)
      #expect(try store.list().isEmpty)
      #expect(!FileManager.default.fileExists(atPath: store.path))
      let text = try store.create(name: "site", role: .writer, rate: RateLimit("600/min"))
      let key = try store.key(of: text.text).get()
      #expect(key.name == "site" && key.role == .writer && key.id == text.id)
      #expect(key.rate == RateLimit(requests: 600, seconds: 60))
      // Another secret under the same id, and another id.
      let other = try store.create(name: "other", role: .reader)
      #expect(try store.key(of: other.text).get().name == "other")
      #expect(try store.key(of: "plat_short") == .failure(.malformed))
      #expect(try store.key(of: text.text.uppercased()) == .failure(.malformed))
      let bytes = try Data(contentsOf: URL(fileURLWithPath: store.path))
      let secret = Data(text.text.suffix(40).utf8)
      #expect(bytes.range(of: secret) == nil)
    }
  }

  /// Every single changed character is noticed by the checksum or refused.
  @Test func aMistypedKeyIsNoKey() throws {
    try inDirectory { directory, clock in
      let store = KeyStore(directory: directory, clock: clock.clock)
      let text = Array(try store.create(name: "site", role: .reader).text)
      for place in text.indices {
        var typed = text
        typed[place] = typed[place] == "a" ? "b" : "a"
        #expect(try store.key(of: String(typed)) == .failure(.malformed), "character \(place)")
      }
    }
  }

  @Test func aRevokedKeyIsRefusedFromTheNextRequestOnInEveryProcess() throws {
    try inDirectory { directory, clock in
      let server = KeyStore(directory: directory, clock: clock.clock)
      let command = KeyStore(directory: directory, clock: clock.clock)
      let text = try command.create(name: "site", role: .admin).text
      #expect(try server.key(of: text).get().role == .admin)
      try command.revoke(name: "site")
      #expect(try server.key(of: text) == .failure(.revoked(name: "site")))
      #expect(throws: KeyError.noKey("site")) { try command.revoke(name: "site") }
      // The name is free again.
      let again = try command.create(name: "site", role: .reader).text
      #expect(try server.key(of: again).get().role == .reader)
      #expect(try server.key(of: text) == .failure(.revoked(name: "site")))
    }
  }

  @Test func aRotatedKeyStaysGoodForADay() throws {
    try inDirectory { directory, clock in
      let store = KeyStore(directory: directory, clock: clock.clock)
      let old = try store.create(name: "site", role: .writer).text
      let new = try store.rotate(name: "site").text
      #expect(try store.key(of: old).get().role == .writer)
      #expect(try store.key(of: new).get().role == .writer)
      clock.pass(seconds: 86_399)
      #expect(try store.key(of: old).get().name == "site")
      clock.pass(seconds: 1)
      #expect(try store.key(of: old) == .failure(.expired(name: "site")))
      #expect(try store.key(of: new).get().name == "site")
      #expect(throws: KeyError.noKey("nobody")) { try store.rotate(name: "nobody") }
    }
  }

  @Test func namesInForceAreUnique() throws {
    try inDirectory { directory, clock in
      let store = KeyStore(directory: directory, clock: clock.clock)
      let end = clock.time.withLock { $0 } + 5_000
      _ = try store.create(name: "a", role: .reader, expires: end)
      #expect(throws: KeyError.nameTaken("a")) { try store.create(name: "a", role: .reader) }
      clock.pass(seconds: 5)
      _ = try store.create(name: "a", role: .reader)
      for name in ["", "two\nlines", String(repeating: "x", count: 65)] {
        #expect(throws: KeyError.badName(name)) { try store.create(name: name, role: .reader) }
      }
      #expect(try store.list().count == 2)
    }
  }

  @Test func ratesAreReadFromWords() {
    #expect(RateLimit("5/s") == RateLimit(requests: 5, seconds: 1))
    #expect(RateLimit("9/day") == RateLimit(requests: 9, seconds: 86_400))
    for text in ["", "5", "5/", "/s", "0/s", "-1/s", "5/week", "5/s/s"] {
      #expect(RateLimit(text) == nil, "\(text)")
    }
  }

  /// The digest is SHA-256: the examples of FIPS 180-4.
  @Test func digestsAreThoseOfTheStandard() {
    func hex(_ text: String) -> String {
      SHA256.digest(of: Array(text.utf8).span).map { String(format: "%02x", $0) }.joined()
    }
    #expect(hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}
