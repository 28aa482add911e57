import Foundation
import PlatFeeds
import PlatGeometry
import PlatIndex
import PlatJSON
import PlatSamples
import PlatSearch
import PlatSnapshot
import PlatTestSupport
import Testing

@testable import PlatTiles

/// A tile depends only on its own listings: a listing elsewhere changes no byte of it.
@Suite(.timeLimit(.minutes(30))) struct ContentTests {
  /// A world with and without one of its listings.
  private struct Change {
    let before: MapComparison
    let after: MapComparison
    let listing: PlainListing

    init(_ recipe: WorldRecipe, _ options: ClusterOptions, _ draw: inout SeededGenerator) throws {
      let all = recipe.listings()
      // The first, the last, or any of the input.
      let place = draw.one(of: [0, all.count - 1, draw.int(0...all.count - 1)])
      var some = all
      listing = some.remove(at: place)
      before = MapComparison(try TestWorld("before", some, clusters: options), options)
      after = MapComparison(try TestWorld("after", all, clusters: options), options)
    }
  }

  /// A feature by the keys of its listings, with all of its properties.
  private struct Told: Hashable {
    let feature: MapOracle.Feature
    let matches: [String]
    let members: [String]
    let seed: String
    let deepestZoom: Int?

    init(_ feature: MapOracle.Feature, _ oracle: MapOracle) {
      func keys(_ places: [Int]) -> [String] {
        places.map { oracle.world.listings[$0].key }.sorted()
      }
      (matches, members) = (keys(feature.matches), keys(feature.members))
      seed = feature.members.min().map { oracle.world.listings[$0].key } ?? ""
      deepestZoom = feature.members.isEmpty ? nil : oracle.parting(feature.members).zoom
      var plain = feature
      (plain.matches, plain.members) = ([], [])
      self.feature = plain
    }
  }

  private static func told(_ oracle: MapOracle, _ tile: Tile, _ query: MapQuery) -> Set<Told> {
    let matches = oracle.matches(query.filter, query.region)
    let features = oracle.under(query.region).features(in: tile, matches)
    return Set(features.map { Told($0, oracle) })
  }

  @Test(arguments: [WorldRecipe.Spread.valley, .globe, .antimeridian], [0, 2, 6])
  func aTileChangesWhereItsFeaturesDoAndNowhereElse(_ spread: WorldRecipe.Spread, _ number: Int)
    throws
  {
    let options = number == 0 ? ClusterOptions() : FeatureTests.options[number]
    var (same, other) = (0, 0)
    for seed in TestCases.seeds(8) {
      var draw = SeededGenerator(seed: seed)
      let recipe = WorldRecipe(count: draw.int(30...260), seed: seed).with { $0.spread = spread }
      let change = try Change(recipe, options, &draw)
      var maker = RequestMaker(change.after.world, seed: seed)
      let queries = [MapQuery()] + (0..<3).map { _ in change.after.query(&maker).query }
      var tiles = (0..<12).compactMap { _ in change.after.tile(&maker) }
      if let place = change.listing.position {
        tiles += [0, 3, 8, 14].compactMap { Tile(z: $0, at: MercatorPoint(place)) }
      }
      for (tile, query) in tiles.flatMap({ tile in queries.map { (tile, $0) } }) {
        let note: Comment = "\(spread), options \(number), seed \(seed), \(tile), \(query)"
        let isSame =
          Self.told(change.before.oracle, tile, query)
          == Self.told(change.after.oracle, tile, query)
        let (one, two) = (
          try change.before.map.vectorTile(tile, matching: query),
          try change.after.map.vectorTile(tile, matching: query)
        )
        guard isSame else {
          if one != two { other += 1 }
          continue
        }
        #expect(one == two, note)
        var (oneJSON, twoJSON) = (JSONWriter(), JSONWriter())
        try change.before.map.writeGeoJSON(tile, matching: query, to: &oneJSON)
        try change.after.map.writeGeoJSON(tile, matching: query, to: &twoJSON)
        #expect(oneJSON.bytes == twoJSON.bytes, note)
        same += 1
      }
    }
    #expect(same > 50 && other > 50, "\(same) tiles stayed, \(other) changed")
  }

  /// An id stays valid while the cluster has its seed and its deepest zoom; no other cluster has
  /// it.
  @Test(arguments: [WorldRecipe.Spread.valley, .globe]) func idsOutlastABuild(
    _ spread: WorldRecipe.Spread
  ) throws {
    var (kept, gone) = (0, 0)
    for seed in TestCases.seeds(12) {
      var draw = SeededGenerator(seed: seed)
      let recipe = WorldRecipe(count: draw.int(60...300), seed: seed).with { $0.spread = spread }
      let change = try Change(recipe, ClusterOptions(), &draw)
      func seedKey(_ rows: Range<Int>, _ comparison: MapComparison) -> String {
        comparison.world.listings[comparison.listings(rows)[0]].key
      }
      for zoom in change.before.world.index.pyramid.zoomRange {
        let clusters = try change.before.map.features(in: [.world], zoom: zoom, limit: .max)
          .clusters
        for cluster in clusters {
          do throws(ClusterError) {
            let rows = try change.after.map.numbers.rows(of: cluster.id)
            #expect(
              seedKey(rows, change.after) == seedKey(cluster.rows, change.before), "seed \(seed)")
            kept += 1
          } catch {
            #expect(error == .gone(cluster.id))
            gone += 1
          }
        }
      }
    }
    #expect(kept > 10 * gone && gone > 0, "\(kept) kept, \(gone) gone")
  }

  /// The tiles of Palm Springs, and a new listing in Bakersfield.
  @Test(arguments: [true, false]) func aListingInBakersfieldChangesNoTileOfPalmSprings(
    _ isLast: Bool
  ) throws {
    var samples = SampleListings(count: 3_000, seed: 1)
    var lines: [UInt8] = []
    _ = samples.next(into: &lines, listings: 3_000)
    let new = Array(
      """
      {"listingKey":"NEW1","latitude":35.3733,"longitude":-119.0187,"city":"Bakersfield",\
      "standardStatus":"Active","listPrice":399000,"beds":3}

      """.utf8)
    let before = try Self.map(lines)
    let after = try Self.map(isLast ? lines + new : new + lines)
    var count = 0
    for zoom in 9...13 {
      let (first, last) = (
        try #require(Tile(z: zoom, at: MercatorPoint(Self.place(-116.60, 33.90)))),
        try #require(Tile(z: zoom, at: MercatorPoint(Self.place(-116.42, 33.75))))
      )
      for x in first.x...last.x {
        for y in first.y...last.y {
          let tile = try #require(Tile(z: zoom, x: x, y: y))
          count += 1
          #expect(try before.vectorTile(tile) == after.vectorTile(tile), "\(tile)")
        }
      }
    }
    #expect(count == 40)
    let place = MercatorPoint(Self.place(-119.0187, 35.3733))
    for zoom in 0...16 {
      let tile = try #require(Tile(z: zoom, at: place))
      #expect(try before.vectorTile(tile) != after.vectorTile(tile), "\(tile)")
    }
  }

  private static func place(_ longitude: Double, _ latitude: Double) -> Coordinate {
    Coordinate(longitude: Int32(longitude * 1e7), latitude: Int32(latitude * 1e7))
  }

  private static func map(_ lines: [UInt8]) throws -> ListingMap {
    var reader = try FeedReader([.bytes(lines, name: "samples")])
    var builder = IndexBuilder()
    var batch = ListingBatch()
    while try reader.next(into: &batch) {
      for place in 0..<batch.count { _ = try builder.add(batch.listings[place]) }
    }
    let bytes = try TestSnapshot.bytes { try builder.write(to: &$0, options: ClusterOptions()) }
    return ListingMap(Generation(try ListingIndex(Snapshot.open(bytes: bytes.span, name: "map"))))
  }
}
