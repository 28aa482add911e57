import Foundation
import PlatTestSupport
import Synchronization
import Testing

@testable import Plat

/// Writes through a live database, and that every kind of question sees them.
@Suite(.timeLimit(.minutes(30))) struct LiveWritingTests {
  /// A listing as the tests write it.
  private struct Home {
    var key: String
    var price: Int
    var beds: Int
    var city: String
    var status: String
    var place: Int

    var json: [UInt8] {
      let (latitude, longitude) = (33.7 + Double(place) * 0.001, -116.4 + Double(place) * 0.001)
      return Array(
        """
        {"listingKey":"\(key)","listPrice":\(price),"beds":\(beds),"baths":2,"sqft":1500,\
        "city":"\(city)","stateOrProvince":"CA","standardStatus":"\(status)",\
        "propertyType":"A","latitude":\(latitude),"longitude":\(longitude)}
        """.utf8)
    }
  }

  private static let statuses = ["Active", "Active", "Pending", "Closed"]
  private static let cities = ["Indio", "INDIO", "Palm Springs", "La Quinta"]

  private func home(_ key: String, _ draw: inout SeededGenerator) -> Home {
    Home(
      key: key, price: Int.random(in: 100...999, using: &draw) * 1000,
      beds: Int.random(in: 1...6, using: &draw), city: draw.one(of: Self.cities),
      status: draw.one(of: Self.statuses), place: Int.random(in: 0...200, using: &draw))
  }

  private func build(_ homes: [Home], _ index: String) throws {
    let text = homes.map { String(decoding: $0.json, as: UTF8.self) }.joined(separator: "\n")
    _ = try IndexBuild.run([.bytes(Array(text.utf8), name: "homes")], into: index)
  }

  /// Random writes, deletes, status changes, batches, questions and reopenings, against a plain
  /// dictionary.
  @Test(arguments: TestCases.seeds(3)) func everyQuestionSeesEveryWrite(_ seed: UInt64) throws {
    var draw = SeededGenerator(seed: seed)
    let scratch = try Scratch()
    let index = scratch.file("index")
    var held: [String: Home] = [:]
    for number in 0..<120 { held["K\(number)"] = home("K\(number)", &draw) }
    try build(held.values.sorted { $0.key < $1.key }, index)
    var live = try LiveDatabase(opening: index, lookingEvery: nil)
    let reader = try LiveDatabase(opening: index, lookingEvery: nil)
    for step in 0..<60 {
      let note: Comment = "seed \(seed), step \(step)"
      switch draw.one(of: [0, 0, 1, 2, 3, 4]) {
      case 0:
        let new = home("K\(Int.random(in: 0..<160, using: &draw))", &draw)
        try live.upsert(new.json)
        held[new.key] = new
      case 1:
        guard let key = held.keys.sorted().randomElement(using: &draw) else { continue }
        try live.delete(key: key)
        held[key] = nil
      case 2:
        guard let key = held.keys.sorted().randomElement(using: &draw) else { continue }
        let status = draw.one(of: Self.statuses)
        try live.setStatus(of: key, to: status)
        held[key]?.status = status
      case 3:
        let batch = (0..<30).map { home("B\(step)-\($0)", &draw) }
        try live.write(batch.map { .upsert(document: $0.json) })
        for new in batch { held[new.key] = new }
      default:
        live = try reopened(live, index)
      }
      try check(live.current, held, &draw, note)
      if step % 10 == 0 {
        reader.refresh()
        try check(reader.current, held, &draw, "another process, \(note)")
        try check(try ListingsDatabase(opening: index), held, &draw, "opened, \(note)")
      }
    }
  }

  private func reopened(_ live: consuming LiveDatabase, _ index: String) throws -> LiveDatabase {
    live.stop()
    live = try LiveDatabase(opening: index, lookingEvery: nil)
    return live
  }

  private func check(
    _ database: ListingsDatabase, _ held: [String: Home], _ draw: inout SeededGenerator,
    _ note: Comment
  ) throws {
    #expect(database.count == held.count, note)
    // Look-ups.
    for key in ["K1", "K7", "K150"] + held.keys.sorted().prefix(3) {
      let listing = database.listing(key: key)
      #expect(listing?.listPrice.map { Int($0) } == held[key]?.price, note)
      #expect(listing?.standardStatus == held[key]?.status, note)
      if let listing {
        #expect(database.listing(row: listing.row)?.key == key, note)
        #expect(try database.listing(slug: listing.slug)?.key == key, note)
        #expect(try database.document(of: listing) != nil, note)
      }
    }
    // Searches and facets.
    let least = Int.random(in: 1...5, using: &draw)
    var request = SearchRequest(sort: .by(.price, descending: false), limit: 500)
    request.filter = [.value(.beds, Double(least)...)]
    request.facets = [.standardStatus, .propertyType]
    let active = held.values.filter { $0.status == "Active" && $0.beds >= least }
    let result = try database.search(request)
    #expect(result.total == active.count, note)
    let expected = active.sorted { ($0.price, $0.key) < ($1.price, $1.key) }.map(\.key)
    #expect(result.hits.map(\.listing.key) == expected, note)
    #expect(result.facets.last?.entries.first?.count ?? 0 == active.count, note)
    // Counts of places, which read the merged index.
    guard draw.percent(30) else { return }
    request.facets = [.city]
    let cities = try database.search(request).facets[0].entries
    let named = Dictionary(grouping: active) { $0.city.lowercased() }.mapValues(\.count)
    #expect(
      Dictionary(uniqueKeysWithValues: cities.map { ($0.value.lowercased(), $0.count) }) == named,
      note)
    // The map: each match in exactly one feature of a zoom.
    for zoom in [0, 9, 14] {
      let features = try database.map.features(
        in: [
          Box(west: -1_800_000_000, south: -900_000_000, east: 1_800_000_000, north: 900_000_000)
        ],
        zoom: zoom, matching: MapQuery(filter: request.filter))
      let shown = features.clusters.reduce(features.listings.count) { $0 + $1.count }
      #expect(shown == held.values.filter { $0.beds >= least }.count, note)
    }
  }

  @Test func oneProcessWritesAtATime() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    var draw = SeededGenerator(seed: 1)
    try build([home("A", &draw)], index)
    let first = try LiveDatabase(opening: index, lookingEvery: nil)
    try first.beginWriting()
    let second = try LiveDatabase(opening: index, lookingEvery: nil)
    do {
      try second.delete(key: "A")
      Issue.record("a second writer wrote")
    } catch PlatError.write(.locked) {}
    #expect(second.current.count == 1)
  }

  /// A build puts other records in place: the next write goes to those.
  @Test func aWriteAfterABuildGoesToTheNewRecords() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    var draw = SeededGenerator(seed: 2)
    try build([home("A", &draw)], index)
    let live = try LiveDatabase(opening: index, lookingEvery: nil)
    try live.upsert(home("B", &draw).json)
    #expect(live.current.count == 2)
    try build([home("A", &draw), home("C", &draw), home("D", &draw)], index)
    try live.upsert(home("E", &draw).json)
    let keys = ["A", "B", "C", "D", "E"].filter { live.current.listing(key: $0) != nil }
    #expect(keys == ["A", "C", "D", "E"])
    #expect(try ListingsDatabase(opening: index).count == 4)
  }

  /// A listing without the public's leave is kept and not shown, as a build does.
  @Test func aHiddenListingIsNotShown() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    var draw = SeededGenerator(seed: 3)
    try build([home("A", &draw), home("B", &draw)], index)
    let live = try LiveDatabase(opening: index, lookingEvery: nil)
    try live.write([
      .patch(
        key: "A", document: Array(#"{"InternetEntireListingDisplayYN":false}"#.utf8), if: .exists)
    ])
    #expect(live.current.listing(key: "A") == nil && live.current.count == 1)
    try live.write([
      .patch(key: "A", document: Array(#"{"InternetEntireListingDisplayYN":null}"#.utf8))
    ])
    #expect(live.current.listing(key: "A") != nil)
  }
}
