import Foundation
import PlatTestSupport
import Testing

@testable import Plat

/// A live database, and the homes that it should hold.
final class MergeScene {
  /// A listing as the tests write it.
  struct Home {
    var key: String
    var price: Int
    var status: String
    var place: Int

    var json: [UInt8] {
      let (latitude, longitude) = (33.7 + Double(place) * 0.001, -116.4 + Double(place) * 0.001)
      return Array(
        """
        {"listingKey":"\(key)","listPrice":\(price),"beds":3,"city":"Indio",\
        "stateOrProvince":"CA","standardStatus":"\(status)","propertyType":"A",\
        "latitude":\(latitude),"longitude":\(longitude)}
        """.utf8)
    }
  }

  let scratch: Scratch
  let index: String
  private(set) var live: LiveDatabase
  var held: [String: Home] = [:]
  var draw: SeededGenerator

  init(seed: UInt64, homes: Int = 120, merging policy: MergePolicy? = nil) throws {
    draw = SeededGenerator(seed: seed)
    scratch = try Scratch()
    index = scratch.file("index")
    for number in 0..<homes {
      let key = "K\(number)"
      held[key] = Self.home(key, &draw)
    }
    try Self.build(held, index)
    live = try LiveDatabase(opening: index, lookingEvery: nil, merging: policy)
  }

  static func home(_ key: String, _ draw: inout SeededGenerator) -> Home {
    Home(
      key: key, price: Int.random(in: 100...999, using: &draw) * 1000,
      status: draw.one(of: ["Active", "Active", "Pending", "Closed"]),
      place: Int.random(in: 0...200, using: &draw))
  }

  static func build(_ homes: [String: Home], _ index: String) throws {
    let lines = homes.values.sorted { $0.key < $1.key }.map {
      String(decoding: $0.json, as: UTF8.self)
    }
    _ = try IndexBuild.run(
      [.bytes(Array(lines.joined(separator: "\n").utf8), name: "homes")], into: index)
  }

  func reopen() throws {
    live.stop()
    live = try LiveDatabase(opening: index, lookingEvery: nil, merging: nil)
  }

  /// Adds or replaces a home.
  func write(_ key: String) throws {
    let new = Self.home(key, &draw)
    try live.upsert(new.json)
    held[key] = new
  }

  /// Writes, deletes or changes a home, or writes a batch.
  func writeSomething() throws {
    let known = held.keys.sorted().randomElement(using: &draw)
    switch (draw.one(of: [0, 0, 1, 2, 3]), known) {
    case (1, let key?):
      try live.delete(key: key)
      held[key] = nil
    case (2, let key?):
      let status = draw.one(of: ["Active", "Pending", "Closed"])
      try live.setStatus(of: key, to: status)
      held[key]?.status = status
    case (3, _):
      let batch = (0..<20).map { _ in
        Self.home("B\(Int.random(in: 0..<200, using: &draw))", &draw)
      }
      try live.write(batch.map { .upsert(document: $0.json) })
      for new in batch { held[new.key] = new }
    default:
      try write("K\(Int.random(in: 0..<160, using: &draw))")
    }
  }

  /// Expects a database to hold exactly the homes.
  func check(_ database: ListingsDatabase, _ note: Comment) throws {
    #expect(database.count == held.count, note)
    var request = SearchRequest(sort: .by(.price, descending: false), limit: 500)
    request.filter = [.text(.standardStatus, "Active", "Pending", "Closed")]
    let hits = try database.search(request).hits.map {
      "\($0.listing.key) \($0.listing.standardStatus ?? "")"
    }
    let homes = held.values.sorted { ($0.price, $0.key) < ($1.price, $1.key) }
    #expect(hits == homes.map { "\($0.key) \($0.status)" }, note)
    for key in ["K1", "B7", "K150"] + held.keys.sorted().prefix(2) {
      let listing = database.listing(key: key)
      #expect(listing?.listPrice.map { Int($0) } == held[key]?.price, note)
      if let listing { #expect(try database.document(of: listing) != nil, note) }
    }
  }

  /// The snapshots of the index.
  func snapshots() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: index).filter {
      $0.hasSuffix(".plat") || $0.hasSuffix(".tmp")
    }.sorted()
  }
}
