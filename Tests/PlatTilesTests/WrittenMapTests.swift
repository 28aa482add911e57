import PlatGeometry
import PlatIndex
import PlatListings
import PlatSearch
import PlatTestSupport
import Testing

@testable import PlatTiles

/// Maps of a snapshot and what was written since, against a scan of all listings.
@Suite(.timeLimit(.minutes(30))) struct WrittenMapTests {
  private static let fixtures: [Fixture] = [
    .mixed, .distinct, .globe, .antimeridian, .none, .one, .rows65, .onePlace, .nowhere, .oneValue,
    .bare, .samples,
  ]

  private func comparisons(_ fixture: Fixture) throws -> [MapComparison] {
    let all = try fixture.world.listings
    // The oracle looks at each listing for each one that was added.
    let listings = fixture == .samples ? Array(all.prefix(400)) : all
    return try [(1, 1), (2, 3), (3, 4)].map { seed, parts in
      MapComparison(try WrittenWorld(listings, seed: seed, parts: parts))
    }
  }

  @Test(arguments: fixtures) func tilesShowTheListingsOfToday(_ fixture: Fixture) throws {
    for comparison in try comparisons(fixture) {
      for seed in TestCases.seeds(60) { try checkTile(comparison, seed) }
    }
  }

  @Test(arguments: fixtures) func wholeZoomsHoldEachMatchOnce(_ fixture: Fixture) throws {
    for comparison in try comparisons(fixture) {
      for seed in TestCases.seeds(20) {
        var maker = RequestMaker(comparison.world, seed: seed)
        let (query, matches) = comparison.query(&maker)
        let zoom = maker.draw.int(-1...19)
        let features = try comparison.map.features(
          in: [.world], zoom: zoom, matching: query, limit: .max)
        let note = "seed \(seed), zoom \(zoom), \(query.filter.conditions) \(query.region)"
        comparison.check(
          features, are: comparison.oracle.under(query.region).features(zoom: zoom, matches),
          of: query, note)
        let shown =
          features.clusters.reduce(0) { $0 + $1.count } + features.listings.count
        #expect(shown == matches.count, "\(note)")
        #expect(
          try comparison.map.itemCount(zoom: zoom, matching: query) == features.count, "\(note)")
        let ids = features.clusters.map(\.id.number)
        #expect(Set(ids).count == ids.count, "\(note): an id stands twice")
      }
    }
  }

  @Test(arguments: fixtures) func clustersHoldTheListingsOfToday(_ fixture: Fixture) throws {
    for comparison in try comparisons(fixture) {
      for seed in TestCases.seeds(40) { try checkClusters(comparison, seed) }
    }
  }

  @Test(
    arguments: FeatureTests.options.indices, [WorldRecipe.Spread.valley, .globe, .antimeridian])
  func mapsWithOtherOptions(_ number: Int, _ spread: WorldRecipe.Spread) throws {
    let options = FeatureTests.options[number]
    let recipe = WorldRecipe(count: 200, seed: 67).with { $0.spread = spread }
    let comparison = MapComparison(
      try WrittenWorld(recipe.listings(), seed: 5, clusters: options), options)
    for seed in TestCases.seeds(20) {
      try checkTile(comparison, seed)
      try checkClusters(comparison, seed)
    }
  }

  /// A map that goes on with an earlier one gives the bytes of one that was made anew.
  @Test(arguments: [Fixture.mixed, .antimeridian, .onePlace])
  func aMapThatFollowsAnotherIsTheSame(_ fixture: Fixture) throws {
    let written = try WrittenWorld(try fixture.world.listings, seed: 8, parts: 4)
    let last = written.world.generation
    let base = last.parts[0]
    var map = ListingMap(Generation(base.index))
    for count in 0..<last.parts.count {
      let generation =
        count == last.parts.count - 1
        ? last
        : Generation(
          base.index, removed: base.removed,
          added: last.parts[1..<count + 1].map { ($0.index, $0.removed) })
      map = ListingMap(generation, following: map)
      let fresh = ListingMap(generation)
      for seed in TestCases.seeds(20) {
        var maker = RequestMaker(written.world, seed: seed)
        let query = MapQuery(filter: maker.filter(0...2), region: Region())
        guard let tile = Tile(z: maker.draw.int(0...17), at: MercatorPoint(maker.position()))
        else { continue }
        #expect(
          try map.vectorTile(tile, matching: query) == fresh.vectorTile(tile, matching: query),
          "\(fixture), \(count) parts, seed \(seed), \(tile)")
      }
    }
  }

  /// Two tiles of one query, the second with some matches cached.
  private func checkTile(_ comparison: MapComparison, _ seed: UInt64) throws {
    var maker = RequestMaker(comparison.world, seed: seed)
    let (query, matches) = comparison.query(&maker)
    for _ in 0..<2 {
      guard let tile = comparison.tile(&maker) else { continue }
      let features = try comparison.map.features(in: tile, matching: query, limit: .max)
      let note = "seed \(seed), \(tile), \(query.filter.conditions) \(query.region)"
      comparison.check(
        features, are: comparison.oracle.under(query.region).features(in: tile, matches), of: query,
        note)
    }
  }

  /// Children, leaves and expansion zoom of clusters in a tile of one query, under another query.
  private func checkClusters(_ comparison: MapComparison, _ seed: UInt64) throws {
    var maker = RequestMaker(comparison.world, seed: seed)
    let shown = comparison.query(&maker)
    guard let tile = comparison.tile(&maker) else { return }
    let clusters = try comparison.map.features(in: tile, matching: shown.query).clusters
    let (query, matches) = maker.draw.percent(50) ? shown : comparison.query(&maker)
    for cluster in clusters.shuffled(using: &maker.draw).prefix(4) {
      let note =
        "seed \(seed), \(tile), cluster \(cluster.id), \(query.filter.conditions) \(query.region)"
      let every = try comparison.map.leaves(of: cluster.id, limit: .max)
      let members = comparison.listings(every.rows.ordinals)
      let oracle = comparison.oracle.under(query.region)
      let children = try comparison.map.children(of: cluster.id, matching: query)
      comparison.check(
        children, are: oracle.children(of: members, matches), of: query, "children: \(note)")

      let matching = members.filter(matches.contains)
      if matching.count > 1 {
        let parting = oracle.parting(matching)
        #expect(
          try comparison.map.expansionZoom(of: cluster.id, matching: query) == parting.zoom,
          "\(note)")
      }
      let rows = matching.map { comparison.world.rowOfListing[$0] }.sorted()
      let (offset, limit) = (
        maker.draw.int(-1...rows.count + 2), maker.draw.one(of: [-1, 0, 1, 3, 10, .max])
      )
      let leaves = try comparison.map.leaves(
        of: cluster.id, matching: query, limit: limit, offset: offset)
      let page = rows.dropFirst(max(offset, 0)).prefix(max(limit, 0))
      #expect(
        leaves.rows.ordinals == Array(page) && leaves.total == rows.count,
        "leaves \(offset)+\(limit): \(note)")
    }
  }
}
