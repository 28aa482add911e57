import Dispatch
import PlatGeometry
import PlatIndex
import PlatListings
import PlatSearch
import PlatTestSupport
import Synchronization
import Testing

@testable import PlatTiles

/// Properties of a map for all requests, in any order.
@Suite(.timeLimit(.minutes(30))) struct PartitionTests {
  /// The non-empty tiles of a zoom: those of the listings, and their neighbours, which may contain
  /// centres.
  private static func tiles(_ world: TestWorld, zoom: Int) -> [Tile] {
    var tiles: Set<Tile> = []
    for row in 0..<world.index.located {
      guard let place = world.index.position(row),
        let tile = Tile(z: zoom, at: MercatorPoint(place))
      else { continue }
      for x in tile.x - 1...tile.x + 1 {
        for y in tile.y - 1...tile.y + 1 {
          if let near = Tile(z: zoom, x: x, y: y) { tiles.insert(near) }
        }
      }
    }
    return tiles.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
  }

  private static let filters: [ListingFilter] = [
    ListingFilter(), ListingFilter([.number(.listPrice, 40_000_000...60_000_000)]),
    ListingFilter([.number(.beds, 4...9), .number(.listPrice, 0...55_000_000)]),
    ListingFilter([.number(.sqft, 400_000...Int64.max)]),
  ]

  /// Over all tiles of a zoom, without buffers, every match is in exactly one feature, and nothing
  /// else is.
  @Test(arguments: [Fixture.samples, .kingCounty, .globe, .antimeridian], [0, 1, 4, 7, 10, 12])
  func everyMatchIsCountedOnce(_ fixture: Fixture, zoom: Int) throws {
    let world = try fixture.world
    let map = ListingMap(world.generation)
    let searcher = Searcher(world.generation)
    let side = Int32(1) << Int32(VectorTile.extentBits)
    let tiles = Self.tiles(world, zoom: zoom)
    for filter in Self.filters {
      let matches = Set(
        try searcher.rows(filter, in: Region()).map { Int($0) }.filter { $0 < world.index.located })
      var counted: [Int: Int] = [:]
      var total = 0
      for tile in tiles {
        let features = try map.features(in: tile, matching: MapQuery(filter: filter), limit: .max)
        func isInside(_ point: MercatorPoint, _ shift: Int64) -> Bool {
          let pixel = tile.pixel(point, shift: shift, bits: VectorTile.extentBits)
          return pixel.x >= 0 && pixel.x < side && pixel.y >= 0 && pixel.y < side
        }
        for cluster in features.clusters where isInside(cluster.centre, cluster.shift) {
          total += cluster.count
          for row in cluster.rows where matches.contains(row) { counted[row, default: 0] += 1 }
        }
        for listing in features.listings where isInside(listing.point, listing.shift) {
          total += 1
          counted[listing.ordinal, default: 0] += 1
        }
      }
      let note: Comment = "\(fixture), zoom \(zoom), \(filter.conditions)"
      #expect(total == matches.count, note)
      #expect(Set(counted.keys) == matches && counted.values.allSatisfy { $0 == 1 }, note)
    }
  }

  /// An answer does not depend on earlier requests, and the same request gives the same bytes.
  @Test(arguments: [Fixture.samples, .mixed, .globe, .antimeridian, .onePlace, .distinct])
  func whatWasAskedBeforeDoesNotMatter(_ fixture: Fixture) throws {
    let comparison = try MapComparison(fixture)
    let warm = MapComparison(forgetful: comparison)
    for seed in TestCases.seeds(fixture == .samples ? 6 : 12) {
      var maker = RequestMaker(comparison.world, seed: seed)
      let query = comparison.query(&maker).query
      let tiles = (0..<10).compactMap { _ in comparison.tile(&maker) }
      let answers = try tiles.map { try warm.map.vectorTile($0, matching: query) }
      let other = MapComparison(forgetful: comparison)
      for number in tiles.indices.shuffled(using: &maker.draw) {
        let note: Comment = "\(fixture), seed \(seed), \(tiles[number])"
        #expect(try other.map.vectorTile(tiles[number], matching: query) == answers[number], note)
        let cold = MapComparison(forgetful: comparison)
        #expect(try cold.map.vectorTile(tiles[number], matching: query) == answers[number], note)
        #expect(try warm.map.vectorTile(tiles[number], matching: query) == answers[number], note)
      }
    }
  }

  /// Queries with the same conditions in another order are equal.
  @Test func orderOfConditionsDoesNotMatter() throws {
    let map = ListingMap(try Fixture.samples.world.generation)
    let conditions: [ListingFilter.Condition] = [
      .number(.beds, 3...5), .equals(.standardStatus, ["Active"]),
      .number(.listPrice, 0...90_000_000), .pool(true),
    ]
    let one = MapQuery(filter: ListingFilter(conditions))
    let other = MapQuery(filter: ListingFilter(conditions.reversed()))
    #expect(one == other && one.hashValue == other.hashValue)
    #expect(try map.itemCount(zoom: 9, matching: one) == map.itemCount(zoom: 9, matching: other))
    #expect(map.cacheSize.queries == 1)
    // Two conditions on one field keep their order.
    let twice = MapQuery(filter: ListingFilter([.number(.beds, 3...5), .number(.beds, 1...2)]))
    #expect(try map.itemCount(zoom: 9, matching: twice) == 0)
  }

  /// Clusters under a filter are those without one: at the same places, and with the same ids if
  /// both show.
  @Test(arguments: [Fixture.samples, .mixed, .antimeridian]) func clustersKeepTheirPlace(
    _ fixture: Fixture
  ) throws {
    let world = try fixture.world
    let map = ListingMap(world.generation)
    for zoom in 0...17 {
      var places: [ClusterID: MapCluster] = [:]
      for cluster in try map.features(in: [.world], zoom: zoom, limit: .max).clusters {
        places[cluster.id] = cluster
      }
      for filter in Self.filters {
        let query = MapQuery(filter: filter)
        for cluster in try map.features(in: [.world], zoom: zoom, matching: query, limit: .max)
          .clusters
        {
          let whole = places[cluster.id]
          #expect(
            whole?.centre == cluster.centre && whole?.rows == cluster.rows
              && cluster.count <= whole?.count ?? 0
              && whole?.expansionZoom ?? 99 <= cluster.expansionZoom,
            "\(fixture), zoom \(zoom), \(cluster.id)")
        }
      }
    }
  }

  /// More queries than the cache holds: each answer is right, and the memory stays within bounds.
  @Test func manyQueries() throws {
    let comparison = try MapComparison(.mixed)
    let map = ListingMap(comparison.world.generation, cacheBytes: 0)
    for seed in TestCases.seeds(40) {
      var maker = RequestMaker(comparison.world, seed: seed % 5)
      let (query, matches) = comparison.query(&maker)
      let expected = comparison.oracle.features(zoom: 8, matches).count
      #expect(try map.itemCount(zoom: 8, matching: query) == expected, "seed \(seed)")
      #expect(map.cacheSize.queries <= 2)
    }
  }

  /// Many threads use one new map, and each gets the answers of a single thread.
  @Test(arguments: [Fixture.samples, .kingCounty, .mixed]) func manyThreadsGetWhatOneThreadGets(
    _ fixture: Fixture
  )
    throws
  {
    let world = try fixture.world
    let alone = ListingMap(world.generation)
    // A cache for only three queries, so that some are evicted while other threads use them.
    let map = ListingMap(world.generation, cacheBytes: 3 * MatchMask.bytes(of: world.index))
    let questions: [(Tile, MapQuery)] = TestCases.seeds(30).compactMap { seed in
      var maker = RequestMaker(world, seed: seed)
      let zoom = maker.draw.int(2...16)
      let filter = Self.filters[Int(seed) % Self.filters.count]
      let region = seed % 7 == 0 ? maker.region() : Region()
      return Tile(z: zoom, at: MercatorPoint(maker.position())).map {
        ($0, MapQuery(filter: filter, region: region))
      }
    }
    let answers = try questions.map { try alone.vectorTile($0, matching: $1) }
    let counts = try questions.map { try alone.itemCount(zoom: $0.z, matching: $1) }
    let differences = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      for step in questions.indices {
        let number = (step * (2 * thread + 1) + thread * 5) % questions.count
        let (tile, query) = questions[number]
        if (try? map.vectorTile(tile, matching: query)) != answers[number] {
          differences.withLock { $0.append("tile \(number) on thread \(thread)") }
        }
        if step % 5 == 0, (try? map.itemCount(zoom: tile.z, matching: query)) != counts[number] {
          differences.withLock { $0.append("count \(number) on thread \(thread)") }
        }
      }
    }
    #expect(differences.withLock { $0 } == [], "\(fixture)")
  }
}
