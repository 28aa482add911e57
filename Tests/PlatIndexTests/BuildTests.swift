import PlatFeeds
import PlatGeometry
import PlatListings
import PlatSnapshot
import PlatTestSupport
import Testing

@testable import PlatIndex

/// Building: the same input makes the same bytes, and a repeated listing replaces the earlier one.
@Suite(.timeLimit(.minutes(30))) struct BuildTests {
  @Test(arguments: [0, 1, 64, 300]) func sameInputSameBytes(_ count: Int) throws {
    let listings = WorldRecipe(count: count, seed: 61).listings()
    let bytes = try TestWorld.snapshotBytes(listings)
    #expect(try TestWorld.snapshotBytes(listings) == bytes)
    #expect(try Snapshot.open(bytes: bytes.span, name: "bytes").verify().isEmpty)
    let other = try TestWorld.snapshotBytes(listings, clusters: ClusterOptions(radius: 41))
    #expect(other != bytes)
  }

  /// A builder fed with one listing after another, as by the feed reader.
  private func build(_ listings: [PlainListing]) throws -> (
    IndexBuilder, [(record: Int, replaced: Bool)]
  ) {
    var reader = try FeedReader([
      .bytes(Array(listings.map { $0.json + "\n" }.joined().utf8), name: "listings")
    ])
    var builder = IndexBuilder()
    var records: [(record: Int, replaced: Bool)] = []
    var batch = ListingBatch()
    while try reader.next(into: &batch) {
      for place in 0..<batch.count {
        records.append(try builder.add(batch.listings[place]))
        // Reserving too little or too much changes nothing.
        if place % 7 == 0 { builder.reserve(place % 3 * 40) }
      }
    }
    return (builder, records)
  }

  @Test func aListingThatComesAgainKeepsItsNumber() throws {
    var listings = WorldRecipe(count: 40, seed: 62).listings()
    var again = listings[7]
    again[number: .listPrice] = 12_345_600
    again[text: .city] = "Elsewhere"
    again.position = nil
    listings.insert(again, at: 20)
    let (builder, records) = try build(listings)
    #expect(builder.count == 40)
    #expect(records.map(\.record) == Array(0..<20) + [7] + Array(20..<40))
    #expect(records.enumerated().filter { $0.element.replaced }.map(\.offset) == [20])
    let world = try TestWorld("again", listings)
    let row = try #require(world.index.row(key: again.key))
    #expect(world.index.recordNumbers[row] == 7)
    #expect(world.index.numbers(.listPrice)?.value(row) == 12_345_600)
    #expect(world.index.codes(.city)?.text(row) == "Elsewhere")
    #expect(world.index.position(row) == nil)
    #expect(builder.located == world.index.located)
    // Replaced listings leave nothing behind.
    #expect(
      try TestWorld.snapshotBytes(listings)
        == TestWorld.snapshotBytes(PlainListing.replaced(listings)))
  }

  /// Inconsistent sections are refused by name when the index is opened.
  @Test func damagedHeadersAreRefused() throws {
    let bytes = try TestWorld.snapshotBytes(WorldRecipe(count: 100, seed: 63).listings())
    let whole = try Snapshot.open(bytes: bytes.span, name: "whole")
    #expect(throws: Never.self) { try ListingIndex(whole) }
    let header = try #require(whole.section("index"))
    for (place, value) in [(0, UInt8(9)), (8, 99), (8, 101), (15, 0x80), (16, 101), (23, 0x80)] {
      var damaged = bytes
      damaged[Int(header.offset) + place] = value
      let snapshot = try Snapshot.open(bytes: damaged.span, name: "damaged")
      #expect { try ListingIndex(snapshot) } throws: { error in
        guard let error = error as? SnapshotError else { return false }
        return error.code == .inconsistentSections && error.section != nil && !error.reason.isEmpty
      }
    }
    let options = try #require(whole.section("pyramid"))
    for place in 0..<40 {
      var damaged = bytes
      damaged[Int(options.offset) + place] ^= 0xFF
      let snapshot = try Snapshot.open(bytes: damaged.span, name: "damaged")
      _ = try? ListingIndex(snapshot)
    }
  }

  /// A snapshot of something else is not an index.
  @Test func otherSnapshotsAreRefused() throws {
    let snapshot = try TestSnapshot.make { try $0.add("numbers", [1, 2, 3] as [UInt32]) }
    #expect { try ListingIndex(snapshot) } throws: {
      ($0 as? SnapshotError)?.code == .missingSection
    }
  }
}
