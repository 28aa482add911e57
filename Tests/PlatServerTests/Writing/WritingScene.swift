import Foundation
import Plat
import PlatAccess
import PlatCommon
import Synchronization

@testable import PlatServer

/// A service with an index that is written to, and a key of each role.
final class WritingScene: Sendable {
  let test: TestService
  let keys: KeyStore
  private let held: [Role: String]
  private let time = Time()

  private final class Time: Sendable {
    let now = Atomic<Int64>(1_800_000_000_000)
    var clock: WallClock { WallClock { self.now.load(ordering: .sequentiallyConsistent) } }
  }

  init(
    _ lines: [String] = TestListings.lines(30),
    _ change: (inout ServiceOptions) -> Void = { _ in }
  ) throws {
    let clock = time.clock
    test = try TestService(lines) {
      $0.keyClock = clock
      change(&$0)
    }
    let keys = KeyStore(directory: test.index, clock: clock)
    held = Dictionary(
      uniqueKeysWithValues: try Role.allCases.map {
        ($0, try keys.create(name: $0.rawValue, role: $0).text)
      })
    self.keys = keys
  }

  /// Moves the clock of the keys.
  func pass(seconds: Int64) { time.now.add(seconds * 1_000, ordering: .sequentiallyConsistent) }

  /// The header line of a key.
  func line(_ role: Role = .writer) -> String { Self.line(held[role] ?? "") }

  static func line(_ key: String) -> String { "Authorization: Bearer \(key)\r\n" }

  /// Asks without a socket, with the key of a writer.
  func ask(
    _ method: String, _ target: String, fields: String = "", body: String = ""
  ) -> Reply {
    test.ask(method, target, fields: line() + fields, body: body)
  }

  /// A listing with further members.
  static func listing(_ key: String, _ members: String = "") -> String {
    """
    {"listingKey":"\(key)","city":"Indio","standardStatus":"Active","propertyType":"A",\
    "listPrice":500000,"beds":3,"baths":2,"sqft":1500,"streetNumber":"1","streetName":"Elm",\
    "latitude":33.82,"longitude":-116.3\(members.isEmpty ? "" : "," + members)}
    """
  }

  static let patch = "Content-Type: application/merge-patch+json\r\n"
}
