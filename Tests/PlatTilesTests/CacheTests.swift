import PlatGeometry
import PlatIndex
import PlatListings
import PlatSearch
import PlatTestSupport
import Testing

@testable import PlatTiles

/// The queries whose matches are cached.
@Suite(.timeLimit(.minutes(30))) struct CacheTests {
  private func query(_ beds: Int64) -> MapQuery {
    MapQuery(filter: ListingFilter([.number(.beds, beds...9)]))
  }

  @Test func theQueryAskedLongestAgoMakesRoom() throws {
    let index = try Fixture.samples.world.index
    let cache = MatchCache(index, bytes: MatchMask.bytes(of: index) * 3)
    var kept: [Int64: QueryMatches] = [:]
    for beds in Int64(0)..<3 { kept[beds] = try cache.matches(query(beds)) }
    func isKept(_ beds: Int64) throws -> Bool { try cache.matches(query(beds)) === kept[beds] }
    #expect(cache.size == (3, MatchMask.bytes(of: index) * 3))
    // 0 is used again; a fourth query evicts 1.
    #expect(try isKept(0))
    kept[3] = try cache.matches(query(3))
    for beds in [Int64(0), 2, 3] { #expect(try isKept(beds), "\(beds)") }
    #expect(cache.size.queries == 3)
    #expect(try !isKept(1))
  }

  @Test func twoQueriesAreKeptHoweverLittleMemoryThereIsAndNeverMoreThan512() throws {
    let index = try Fixture.one.world.index
    let small = MatchCache(index, bytes: 0)
    let large = MatchCache(index, bytes: .max)
    for beds in Int64(0)..<600 {
      _ = try small.matches(query(beds - 600))
      _ = try large.matches(query(beds - 600))
    }
    #expect(small.size.queries == 2 && large.size.queries == 512)
  }
}

/// The features kept of a tile that has more features than its limit.
@Suite(.timeLimit(.minutes(30))) struct ThinningTests {
  private static let corner = MercatorPoint(x: UInt32(0), y: UInt32(0))

  private func features(_ clusters: Int, _ listings: Int) -> MapFeatures {
    var features = MapFeatures()
    features.listings = (0..<listings).map {
      MapListing(row: ListingRow($0, of: 1), point: Self.corner, shift: 0)
    }
    features.clusters = (0..<clusters).map {
      MapCluster(
        id: ClusterID(number: UInt64($0)), rows: $0..<$0 + 2, centre: Self.corner,
        shift: 0, summary: RowSummary(), expansionZoom: 0, isOnePlace: false)
    }
    return features
  }

  /// Kept places are in order, begin with the first, and are evenly spaced.
  private func expectEven(_ kept: [Int], of count: Int, _ note: Comment) {
    let gaps = zip(kept + [count], kept.dropFirst() + [count]).dropLast().map { $1 - $0 }
    guard let first = kept.first else { return }
    #expect(first == 0, note)
    let step = count / max(kept.count, 1)
    #expect(gaps.allSatisfy { $0 == step || $0 == step + 1 }, "\(gaps): \(note)")
  }

  @Test func whatIsLeftIsEvenlySpaced() {
    for (count, limit) in [(1_000, 10), (1_000, 999), (1_000, 333), (7, 3), (100, 1), (65, 64)] {
      var listings = features(0, count)
      listings.keep(limit)
      #expect(listings.listings.count == limit && listings.numberMatched == count)
      expectEven(listings.listings.map(\.ordinal), of: count, "\(limit) of \(count) listings")
      var clusters = features(count, 50)
      clusters.keep(limit)
      #expect(clusters.clusters.count == limit && clusters.listings.isEmpty)
      #expect(clusters.numberMatched == count + 50 && clusters.isTruncated)
      expectEven(clusters.clusters.map { Int($0.id.number) }, of: count, "\(limit) of \(count)")
    }
  }

  @Test func clustersComeBeforeListings() {
    var both = features(30, 100)
    both.keep(50)
    #expect(both.clusters.count == 30 && both.listings.count == 20)
    expectEven(both.listings.map(\.ordinal), of: 100, "20 of 100 listings")
    var all = features(30, 100)
    all.keep(130)
    #expect(all.count == 130 && !all.isTruncated)
    var none = features(3, 3)
    none.keep(-1)
    #expect(none.count == 0 && none.numberMatched == 6)
  }

  @Test func aFullTileIsThinnedOverItsWholeWidth() throws {
    let map = ListingMap(try Fixture.samples.world.generation)
    let tile = try #require(Tile(z: 0, x: 0, y: 0))
    let query = MapQuery(filter: ListingFilter([.number(.beds, 1...9)]))
    for zoom in [9, 17] {
      let boxes = [Box.world]
      let all = try map.features(in: boxes, zoom: zoom, matching: query, limit: .max)
      let some = try map.features(in: boxes, zoom: zoom, matching: query, limit: all.count / 3)
      #expect(some.count == all.count / 3 && some.numberMatched == all.count && all.count > 9)
      let rows = all.clusters.map(\.rows.lowerBound) + all.listings.map(\.ordinal)
      let kept = some.clusters.map(\.rows.lowerBound) + some.listings.map(\.ordinal)
      #expect(Set(kept).isSubset(of: rows))
      if all.clusters.isEmpty {
        expectEven(kept.compactMap(rows.firstIndex), of: rows.count, "\(tile)")
      }
    }
  }
}
