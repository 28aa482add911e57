import PlatCommon
import PlatGeometry
import PlatIndex
import PlatJSON
import PlatSearch
import PlatTestSupport
import Testing

@testable import PlatTiles

/// Cluster ids: made of the seed listing and the deepest zoom, all different, and all found again.
@Suite(.timeLimit(.minutes(30))) struct ClusterIDTests {
  /// The number of a key with a unique hash.
  static func number(_ key: String) -> UInt64 { KeyHash.of(key.utf8Span.span) >> 16 }

  /// The expected ids of the clusters of a zoom, by the lists of their listings.
  private static func expected(_ oracle: MapOracle, zoom: Int) -> [[Int]: UInt64] {
    var expected: [[Int]: UInt64] = [:]
    for item in oracle.items(zoom: zoom)
    where item.members.count >= (zoom > oracle.options.maxZoom ? oracle.options.minPoints : 2) {
      let parting = oracle.parting(item.members)
      let deepest = parting.isOnePlace ? oracle.options.maxZoom + 1 : parting.zoom - 1
      let seed = oracle.world.listings[item.members.min() ?? 0].key
      expected[item.members.sorted()] = number(seed) << 5 | UInt64(deepest + 1)
    }
    return expected
  }

  private static func check(_ comparison: MapComparison) throws {
    let index = comparison.world.index
    let numbers = comparison.map.numbers
    var known: [UInt64: Range<Int>] = [:]
    for zoom in index.pyramid.zoomRange {
      var expected = Self.expected(comparison.oracle, zoom: zoom)
      for (cluster, id) in numbers.ids(zoom: zoom).enumerated() {
        let rows = index.pyramid.rows(zoom: zoom, cluster: cluster)
        let note: Comment = "\(comparison.world.name), zoom \(zoom), cluster \(cluster)"
        #expect(expected.removeValue(forKey: comparison.listings(rows)) == id, note)
        #expect(id < 1 << 53, note)
        #expect(try numbers.rows(of: ClusterID(number: id)) == rows, note)
        #expect(known.updateValue(rows, forKey: id).map { $0 == rows } ?? true, note)
      }
      #expect(expected.isEmpty, "\(comparison.world.name), zoom \(zoom)")
    }
    for id in known.keys {
      for bit in 0..<53 {
        let other = ClusterID(number: id ^ 1 << UInt64(bit))
        if let rows = try? numbers.rows(of: other) { #expect(known[other.number] == rows) }
      }
    }
  }

  @Test(arguments: Fixture.small) func anIDIsTheSeedAndTheDeepestZoom(_ fixture: Fixture) throws {
    try Self.check(MapComparison(fixture))
  }

  @Test(arguments: FeatureTests.options.indices) func withOtherOptions(_ number: Int) throws {
    for spread in [WorldRecipe.Spread.valley, .antimeridian] {
      try Self.check(FeatureTests.world(number, spread))
    }
  }

  /// Invalid ids are unknown; all others that no cluster has are gone.
  @Test func numbersThatNoClusterHas() throws {
    let map = ListingMap(try Fixture.mixed.world.generation)
    func error(_ number: UInt64) -> ClusterError? {
      do throws(MapError) {
        _ = try map.leaves(of: ClusterID(number: number))
        return nil
      } catch {
        guard case .cluster(let error) = error else { return nil }
        return error
      }
    }
    for number in [0, 32, 5 << 5, 27, 31, 9 << 5 | 30, 1 << 53, 1 << 53 | 1, .max] as [UInt64] {
      #expect(error(number) == .unknown(ClusterID(number: number)), "\(number)")
    }
    // Zooms and listings that this map does not have.
    for number in [1, 26, 19, 9 << 5 | 25, 7 << 5 | 3, 1 << 53 - 32 | 5] as [UInt64] {
      #expect(error(number) == .gone(ClusterID(number: number)), "\(number)")
    }
  }

  /// Two seeds whose keys have the same hash: both clusters are found, each by its own id.
  @Test func seedsWithOneHash() throws {
    let pairs = [["CV021643583", "CV028087715"], ["CV019062008", "CV024346091"]]
    var listings: [PlainListing] = []
    for (number, key) in pairs.joined().enumerated() {
      #expect(Self.number(key) == Self.number(pairs[number / 2][0]))
      for suffix in ["", "-next"] {
        var listing = PlainListing(key: key + suffix)
        listing.position = Coordinate(
          longitude: Int32(number) * 100_000_000 + (suffix.isEmpty ? 0 : 500), latitude: 300_000_000
        )
        listings.append(listing)
      }
    }
    let world = try TestWorld("collisions", listings)
    let map = ListingMap(world.generation)
    for zoom in [6, 12, 16, 17] {
      let clusters = try map.features(in: [.world], zoom: zoom).clusters
      // The two of each pair split beyond the last zoom with clusters.
      #expect(
        clusters.count == (zoom == 17 ? 0 : 4) && Set(clusters.map(\.id)).count == clusters.count)
      for cluster in clusters {
        let leaves = try map.leaves(of: cluster.id).rows.ordinals
        #expect(leaves == Array(cluster.rows), "zoom \(zoom)")
      }
    }
    // The eight listings have eight different feature ids, in both encodings.
    var writer = JSONWriter()
    map.writeGeoJSON(try map.features(in: [.world], zoom: 17), to: &writer)
    let json = String(decoding: writer.bytes, as: UTF8.self)
    let ids = json.matches(of: /"id":(\d+)/).compactMap { UInt64($0.1) }
    #expect(ids.count == 8 && Set(ids).count == 8)
    var tileIDs: Set<UInt64> = []
    for listing in listings {
      let place = try #require(listing.position)
      let tile = try #require(Tile(z: 17, at: MercatorPoint(place)))
      for feature in try TileReader(map.vectorTile(tile)).layers[0].features {
        tileIDs.insert(feature.id ?? 0)
      }
    }
    #expect(tileIDs == Set(ids))
  }
}
