import Foundation
import PlatSamples
import Testing

@testable import Plat

/// Indexes that are built once for all tests.
final class Fixtures: Sendable {
  /// The twelve listings of `samples/`.
  static let twelve = Result { try Fixtures(lines: Repository.text("samples/listings.ndjson")) }
  /// Fifteen hundred generated listings.
  static let many = Result {
    var samples = SampleListings(count: 1500, seed: 11)
    var bytes: [UInt8] = []
    while samples.next(into: &bytes, listings: 1000) > 0 {}
    return try Fixtures(lines: String(decoding: bytes, as: UTF8.self))
  }

  let scratch: Scratch
  /// The lines that the index was built from.
  let lines: [String]
  let database: ListingsDatabase

  private init(lines text: String) throws {
    scratch = try Scratch()
    lines = text.split(separator: "\n").map(String.init)
    _ = try IndexBuild.run([.bytes(Array(text.utf8), name: "lines")], into: scratch.file("index"))
    database = try ListingsDatabase(opening: scratch.file("index"))
  }

  /// The input listings, read by Foundation.
  func records() throws -> [Record] {
    try lines.map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
      return Record(members: try #require(object as? [String: Any]))
    }
  }
}

/// A listing as in the input: a slow and plain counterpart of the index's view.
struct Record {
  let members: [String: Any]

  func text(_ field: Field) -> String? { members[field.key] as? String }
  func number(_ field: Field) -> Double? { (members[field.key] as? NSNumber)?.doubleValue }
  var key: String { text(.listingKey) ?? "" }
}

extension ListingsDatabase {
  /// The keys of a search's page.
  func keys(_ parameters: [(name: String, value: String)]) throws -> [String] {
    try search(parameters: parameters).hits.map(\.listing.key)
  }
}
