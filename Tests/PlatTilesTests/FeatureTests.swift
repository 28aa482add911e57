import PlatGeometry
import PlatIndex
import PlatSearch
import PlatTestSupport
import Testing

@testable import PlatTiles

/// The features of tiles and boxes, and the contents of clusters, against a scan of all listings.
@Suite(.timeLimit(.minutes(30))) struct FeatureTests {
  /// Options that differ from supercluster's.
  static let options: [ClusterOptions] = [
    ClusterOptions(minPoints: 3), ClusterOptions(radius: 0), ClusterOptions(minZoom: 3, maxZoom: 9),
    ClusterOptions(radius: 80, extent: 256, maxZoom: 12, minPoints: 5),
    ClusterOptions(radius: 500, maxZoom: 10),
    ClusterOptions(minZoom: 0, maxZoom: 0), ClusterOptions(maxZoom: 24),
  ]

  static func seeds(_ fixture: Fixture, _ count: Int) -> Range<UInt64> {
    TestCases.seeds(
      fixture == .samples
        ? count / 4 : fixture.recipe.map { $0.count > 400 } ?? true ? count / 2 : count)
  }

  @Test(arguments: Fixture.small) func tilesShowWhatALookAtEachListingGives(_ fixture: Fixture)
    throws
  {
    let comparison = try MapComparison(fixture)
    for seed in Self.seeds(fixture, 120) { try checkTiles(comparison, seed) }
  }

  @Test(arguments: options.indices, [WorldRecipe.Spread.valley, .globe, .antimeridian])
  func tilesWithOtherOptions(_ number: Int, _ spread: WorldRecipe.Spread) throws {
    let comparison = try Self.world(number, spread)
    for seed in TestCases.seeds(25) {
      try checkTiles(comparison, seed)
      try checkClusters(comparison, seed)
    }
  }

  static func world(_ number: Int, _ spread: WorldRecipe.Spread) throws -> MapComparison {
    let recipe = WorldRecipe(count: 260, seed: 61).with { $0.spread = spread }
    return MapComparison(
      try TestWorld("\(options[number]) \(spread)", recipe.listings(), clusters: options[number]),
      options[number])
  }

  /// Two tiles of one query, the second with some matches cached.
  private func checkTiles(_ comparison: MapComparison, _ seed: UInt64) throws {
    var maker = RequestMaker(comparison.world, seed: seed)
    let (query, matches) = comparison.query(&maker)
    for _ in 0..<2 {
      guard let tile = comparison.tile(&maker) else { continue }
      let features = try comparison.map.features(in: tile, matching: query, limit: .max)
      let note = "seed \(seed), \(tile), \(query.filter.conditions) \(query.region)"
      comparison.check(
        features, are: comparison.oracle.under(query.region).features(in: tile, matches), matches,
        note)
      #expect(features.numberMatched == features.count && !features.isTruncated)
    }
  }

  @Test(arguments: Fixture.small) func boxesShowWhatALookAtEachListingGives(_ fixture: Fixture)
    throws
  {
    let comparison = try MapComparison(fixture)
    for seed in Self.seeds(fixture, 60) {
      var maker = RequestMaker(comparison.world, seed: seed)
      let (query, matches) = comparison.query(&maker)
      let zoom = maker.draw.int(-1...26)
      let (a, b) = (maker.position(), maker.position())
      let boxes = Box.spanning(
        west: a.longitude, south: min(a.latitude, b.latitude), east: b.longitude,
        north: max(a.latitude, b.latitude))
      let features = try comparison.map.features(
        in: boxes, zoom: zoom, matching: query, limit: .max)
      let expected = comparison.oracle.under(query.region).features(in: boxes, zoom: zoom, matches)
      comparison.check(features, are: expected, matches, "seed \(seed), zoom \(zoom), \(boxes)")
      let all = comparison.oracle.under(query.region).features(zoom: zoom, matches)
      #expect(
        try comparison.map.itemCount(zoom: zoom, matching: query) == all.count,
        "\(fixture), seed \(seed)")
    }
  }

  /// Boxes and listings beyond the 85th parallels, past the map's edge.
  @Test(
    arguments: [-900_000_000...(-855_000_000), 860_000_000...900_000_000] as [ClosedRange<Int32>])
  func polarBoxes(_ latitudes: ClosedRange<Int32>) throws {
    let listings = (0..<40).map { number in
      var listing = PlainListing(key: "P\(number)")
      listing.position = Coordinate(
        longitude: Int32(number * 80_000_000 - 1_600_000_000),
        latitude: latitudes.lowerBound + Int32(number) * 1_000_000)
      return listing
    }
    let comparison = MapComparison(try TestWorld("polar", listings))
    let box = Box(
      west: Box.world.west, south: latitudes.lowerBound, east: Box.world.east,
      north: latitudes.upperBound)
    let all = Set(listings.indices)
    for zoom in [0, 3, 8, 17] {
      let features = try comparison.map.features(in: [box], zoom: zoom, limit: .max)
      comparison.check(
        features, are: comparison.oracle.features(zoom: zoom, all), all, "zoom \(zoom)")
    }
  }

  @Test(arguments: Fixture.small) func clustersHoldWhatALookAtEachListingGives(_ fixture: Fixture)
    throws
  {
    let comparison = try MapComparison(fixture)
    for seed in Self.seeds(fixture, 80) { try checkClusters(comparison, seed) }
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
      let members = comparison.listings(cluster.rows)
      let children = try comparison.map.children(of: cluster.id, matching: query)
      let expected = comparison.oracle.under(query.region).children(of: members, matches)
      comparison.check(children, are: expected, matches, "children: \(note)")
      #expect(children.numberMatched == children.count)

      let matching = members.filter(matches.contains)
      let parting = comparison.oracle.parting(matching.count > 1 ? matching : members)
      #expect(
        try comparison.map.expansionZoom(of: cluster.id, matching: query) == parting.zoom, "\(note)"
      )

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
