import Foundation
import Plat
import PlatHTTP
import Synchronization

@testable import PlatServer

/// A directory that is removed when the test ends.
final class Scratch: Sendable {
  let path: String

  init() throws {
    let memory = "/dev/shm"
    let directory =
      FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
    path = directory + "/plat-server-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }
}

/// The repository that the tests belong to.
enum Repository {
  static let path = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
}

/// Listings for the tests: synthetic ones, and some whose every private field contains `SECRET`.
enum TestListings {
  /// Keys that must never be in an answer, with values that are easy to find.
  static let secretMembers: [(key: String, value: String)] =
    [
      "privateRemarks", "PrivateOfficeRemarks", "agentRemarks", "ShowingInstructions",
      "showingContactName",
      "ShowingContactPhone", "LockBoxLocation", "lockBoxSerialNumber", "AccessCode", "OwnerName",
      "ownerPhone",
      "OccupantName", "occupantPhone", "BuyerAgencyCompensation", "buyerAgencyCompensationType",
      "ExpirationDate",
      "listAgentEmail", "listAgentDirectPhone", "ListAgentCellPhone", "CoListAgentEmail",
      "ListAgentPager",
    ].map { ($0, "\"SECRET-\($0)\"") }

  /// `count` listings in one city, newer ones with a higher price; every third at one position.
  static func lines(_ count: Int, city: String = "Palm Springs", from first: Int = 0) -> [String] {
    (first..<first + count).map { number in
      var members = [
        "\"listingKey\":\"K\(number)\"", "\"city\":\"\(city)\"", "\"standardStatus\":\"Active\"",
        "\"listPrice\":\(400_000 + number * 1_000)", "\"beds\":\(1 + number % 5)", "\"baths\":2",
        "\"sqft\":\(900 + number)",
        "\"propertySubType\":\"Condo\"", "\"streetNumber\":\"\(100 + number)\"",
        "\"streetName\":\"Vista Oculta\"",
        "\"onMarketDate\":\"2026-01-\(10 + number % 18)\"", "\"subdivision\":\"Deepwell\"",
      ]
      let spread = number % 3 == 0 ? 0 : Double(number % 97) / 500
      members += ["\"latitude\":\(33.8 + spread)", "\"longitude\":\(-116.5 - spread)"]
      return "{" + members.joined(separator: ",") + "}"
    }
  }

  /// A listing with some members in addition to a plain one's.
  static func line(_ key: String, _ members: String) -> String {
    let plain = lines(1)[0].replacingOccurrences(
      of: "\"listingKey\":\"K0\"", with: "\"listingKey\":\"\(key)\"")
    return plain.dropLast() + "," + members + "}"
  }

  static func build(_ lines: [String], into path: String) throws -> BuildSummary {
    var options = BuildOptions()
    options.maxShrink = 1
    let bytes = Array(lines.joined(separator: "\n").utf8)
    return try IndexBuild.run([.bytes(bytes, name: "lines")], into: path, options: options)
  }
}

/// An index and the service over it, without a socket.
final class TestService: Sendable {
  let scratch: Scratch
  let index: String
  let service: QueryService

  convenience init(
    _ lines: [String], publicKeys: [String] = [],
    _ change: (inout ServiceOptions) -> Void = { _ in }
  ) throws {
    let input = FeedInput.bytes(Array(lines.joined(separator: "\n").utf8), name: "lines")
    try self.init([input], publicKeys: publicKeys, change)
  }

  init(
    _ inputs: [FeedInput], publicKeys: [String] = [],
    _ change: (inout ServiceOptions) -> Void = { _ in }
  ) throws {
    scratch = try Scratch()
    index = scratch.file("index")
    var build = BuildOptions()
    build.publicKeys = try PublicKeys(publicKeys)
    _ = try IndexBuild.run(inputs, into: index, options: build)
    var options = ServiceOptions()
    options.logLevel = .off
    options.http.loops = 2
    options.hostNames = ["example.org"]
    change(&options)
    service = try QueryService(opening: index, options: options)
  }

  /// The service that most tests use.
  static let common: Result<TestService, any Error> = Result {
    let page = try Scratch()
    try Data("<html>page</html>".utf8).write(to: URL(fileURLWithPath: page.file("index.html")))
    try Data(String(repeating: "let a = 1;\n", count: 500).utf8).write(
      to: URL(fileURLWithPath: page.file("app.js")))
    let secrets = TestListings.secretMembers.map { "\"\($0.key)\":\($0.value)" }.joined(
      separator: ",")
    let nested =
      """
      ,"photos":[{"photoId":"1","uri800":"u","ownerName":"SECRET-nested"}],\
      "documents":[{"name":"plan","privateRemarks":"SECRET-deep"}],"openHouses":[{"start":"10"}]
      """
    let lines =
      TestListings.lines(300) + [TestListings.line("S1", secrets + nested)]
      + [
        TestListings.line("H1", "\"InternetEntireListingDisplayYN\":false"),
        TestListings.line("H2", "\"internetEntireListingDisplayYN\":\"N\""),
        TestListings.line("H3", "\"InternetEntireListingDisplayYN\":0"),
        TestListings.line("H4", "\"InternetEntireListingDisplayYN\":\"false\""),
        TestListings.line(
          "V1", "\"InternetEntireListingDisplayYN\":true,\"InternetAddressDisplayYN\":\"Y\""),
        TestListings.line(
          "A1",
          """
          "InternetAddressDisplayYN":false,"UnparsedAddress":"100 Vista Oculta","unitNumber":"7",\
          "Directions":"Vista Oculta, left","CrossStreet":"Vista","remarks2":"kept"
          """
        ).replacingOccurrences(of: "\"latitude\":33.8,", with: "\"latitude\":33.81234,"),
      ]
    let made = try TestService(lines) { options in
      options.pageFolders = [page.path]
      options.trustedProxies = ["10.0.0.1"]
    }
    return made
  }

  /// Sends a request without a socket.
  func ask(_ method: String = "GET", _ target: String, fields: String = "", body: String = "")
    -> Reply
  {
    var text = "\(method) \(target) HTTP/1.1\r\nHost: example.org:8080\r\n\(fields)"
    if !body.isEmpty || method == "POST" { text += "Content-Length: \(body.utf8.count)\r\n" }
    let (answers, status) = service.answer(Array((text + "\r\n" + body).utf8))
    guard let answer = answers.first else { return Reply(status: status, lines: "", body: []) }
    return Reply(
      status: answer.status, lines: String(decoding: answer.lines, as: UTF8.self), body: answer.body
    )
  }
}

/// An answer, from memory or over a socket.
struct Reply: Equatable {
  var status: Int
  var lines: String
  var body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }

  func field(_ name: String) -> String? {
    for line in lines.split(separator: "\r\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2, parts[0].lowercased() == name.lowercased() {
        return String(parts[1].dropFirst())
      }
    }
    return nil
  }

  var object: [String: Any] {
    (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
  }

  var listings: [[String: Any]] { object["listings"] as? [[String: Any]] ?? [] }
  var total: Int? { object["total"] as? Int }
  var features: [[String: Any]] { object["features"] as? [[String: Any]] ?? [] }
}
