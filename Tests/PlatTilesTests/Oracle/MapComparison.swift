import PlatGeometry
import PlatIndex
import PlatListings
import PlatSearch
import PlatTestSupport
import Synchronization
import Testing

@testable import PlatTiles

/// A map and an oracle that knows the index's input.
struct MapComparison: Sendable {
  let world: TestWorld
  let oracle: MapOracle
  let map: ListingMap

  init(_ world: TestWorld, _ options: ClusterOptions = ClusterOptions()) {
    self.world = world
    oracle = MapOracle(world, options)
    map = ListingMap(world.generation)
  }

  /// The world of a fixture, with an oracle shared by tests.
  init(_ fixture: Fixture) throws {
    let world = try fixture.world
    self = Self.made.withLock { made in
      if let comparison = made[fixture] { return comparison }
      let comparison = MapComparison(world)
      made[fixture] = comparison
      return comparison
    }
  }

  private static let made = Mutex<[Fixture: MapComparison]>([:])

  /// A generation of several parts, with an oracle that knows what each was made of.
  init(_ written: WrittenWorld, _ options: ClusterOptions = ClusterOptions()) {
    world = written.world
    oracle = MapOracle(written, options)
    map = ListingMap(world.generation)
  }

  /// The same world with a map that has no cached queries.
  init(forgetful other: MapComparison) {
    (world, oracle) = (other.world, other.oracle)
    map = ListingMap(world.generation)
  }

  // MARK: Answers in the form of the oracle

  /// The listings of rows that are there.
  func listings(_ rows: some Sequence<Int>) -> [Int] {
    rows.map { world.listingOfRow[$0] }.filter { $0 >= 0 }.sorted()
  }

  /// Features of a generation without written parts.
  func told(_ features: MapFeatures, _ matches: Set<Int>) -> [MapOracle.Feature] {
    told(features) { listings($0.rows).filter(matches.contains) }
  }

  /// Features, given the matches of each cluster.
  func told(
    _ features: MapFeatures, _ matches: (MapCluster) -> [Int]
  ) -> [MapOracle.Feature] {
    let frame = world.generation.base.numbers(.listPrice)?.frame
    let clusters = features.clusters.map { cluster in
      let frame = cluster.priceFrame ?? frame
      let prices = frame.flatMap { cluster.summary.prices(in: $0) }
      return MapOracle.Feature(
        matches: matches(cluster), members: listings(cluster.rows), point: cluster.centre,
        shift: cluster.shift,
        least: prices?.least, greatest: prices?.greatest, mean: prices?.mean,
        meanDollars: frame.flatMap { cluster.summary.meanDollars(in: $0) },
        box: cluster.summary.box,
        expansionZoom: cluster.expansionZoom, isOnePlace: cluster.isOnePlace)
    }
    let alone = features.listings.map {
      MapOracle.Feature(matches: [world.listingOfRow[$0.ordinal]], point: $0.point, shift: $0.shift)
    }
    return clusters + alone
  }

  /// Reports how an answer differs from the expected one; features may be in any order.
  func check(
    _ features: MapFeatures, are expected: [MapOracle.Feature], _ matches: Set<Int>, _ note: String,
    at location: SourceLocation = #_sourceLocation
  ) {
    check(features, are: expected, note, at: location) { cluster in
      listings(cluster.rows).filter(matches.contains)
    }
  }

  /// The same of a generation with written parts: a cluster's matches are its leaves.
  func check(
    _ features: MapFeatures, are expected: [MapOracle.Feature], of query: MapQuery, _ note: String,
    at location: SourceLocation = #_sourceLocation
  ) {
    check(features, are: expected, note, at: location) { cluster in
      let leaves = try? map.leaves(of: cluster.id, matching: query, limit: .max)
      return listings(leaves?.rows.ordinals ?? [])
    }
  }

  private func check(
    _ features: MapFeatures, are expected: [MapOracle.Feature], _ note: String,
    at location: SourceLocation, _ matches: (MapCluster) -> [Int]
  ) {
    var rest: [MapOracle.Feature: Int] = [:]
    for feature in expected { rest[feature, default: 0] += 1 }
    for feature in told(features, matches) { rest[feature, default: 0] -= 1 }
    for cluster in features.clusters where cluster.count != matches(cluster).count {
      Issue.record(
        "\(world.name), \(note): a cluster counts \(cluster.count)", sourceLocation: location)
    }
    let differing = rest.filter { $0.value != 0 }
    guard !differing.isEmpty else { return }
    let missing = differing.filter { $0.value > 0 }.keys.prefix(3)
    let extra = differing.filter { $0.value < 0 }.keys.prefix(3)
    Issue.record(
      "\(world.name), \(note): missing \(Array(missing)), too many \(Array(extra))",
      sourceLocation: location)
  }

  // MARK: Random questions

  /// A random query without conditions, with filters, a region or both, and its matches.
  func query(_ maker: inout RequestMaker) -> (query: MapQuery, matches: Set<Int>) {
    let kind = maker.draw.int(0...4)
    let filter = kind < 2 ? ListingFilter() : maker.filter(kind == 2 ? 1...3 : 1...2)
    let region = kind == 1 || kind == 2 ? maker.region() : Region()
    // The matches come from the conditions, not from the query's normalized form.
    return (MapQuery(filter: filter, region: region), oracle.matches(filter, region))
  }

  /// A tile at or near a listing, at any zoom.
  func tile(_ maker: inout RequestMaker) -> Tile? {
    let zoom = maker.draw.one(of: Array(0...18) + [20, 22, 24])
    guard let tile = Tile(z: zoom, at: MercatorPoint(maker.position())) else { return nil }
    guard maker.draw.percent(30) else { return tile }
    // A neighbour, also across the antimeridian.
    let side = 1 << zoom
    return Tile(
      z: zoom, x: (tile.x + maker.draw.int(-1...1) + side) % side,
      y: min(max(tile.y + maker.draw.int(-1...1), 0), side - 1))
  }
}
