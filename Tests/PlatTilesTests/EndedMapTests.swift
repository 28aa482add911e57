import PlatCommon
import PlatGeometry
import PlatIndex
import PlatJSON
import PlatListings
import PlatSearch
import PlatTestSupport
import PlatTiles
import Testing

/// Maps whose work ends at each of its checks: their cached matches stay right.
@Suite(.timeLimit(.minutes(30))) struct EndedMapTests {
  @Test(arguments: [Fixture.samples, .mixed])
  func tilesEndAtEveryCheckAndTheMasksStayRight(fixture: Fixture) throws {
    let world = try fixture.world
    WorkLimit.halveWindows(times: 20)
    var ended = 0
    for seed in TestCases.seeds(16, from: 40) {
      var maker = RequestMaker(world, seed: seed)
      let query = MapQuery(
        filter: maker.filter(), region: seed % 2 == 0 ? maker.region() : Region())
      guard let position = world.listings.compactMap(\.position).first else { continue }
      let tiles = (0...14).filter { $0 % 3 == 2 }.compactMap { zoom in
        Tile(z: zoom, at: MercatorPoint(position))
      }
      let fresh = ListingMap(world.generation)
      let expected = try? tiles.map { try fresh.vectorTile($0, matching: query) }
      guard let expected else { continue }
      let map = ListingMap(world.generation)
      for number in 1...40 {
        let limit = WorkLimit(endingAtCheck: number)
        for (place, tile) in tiles.enumerated() {
          do throws(SearchError) {
            let bytes = try limit.run { () throws(SearchError) in
              try map.vectorTile(tile, matching: query)
            }
            #expect(bytes == expected[place], "\(fixture), seed \(seed), check \(number), \(tile)")
          } catch {
            ended += 1
            #expect(error == .ended(.cancelled))
          }
        }
      }
      for (place, tile) in tiles.enumerated() {
        #expect(
          try map.vectorTile(tile, matching: query) == expected[place],
          "\(fixture), seed \(seed), \(tile)")
      }
      #expect(
        try map.itemCount(zoom: 8, matching: query) == fresh.itemCount(zoom: 8, matching: query))
    }
    #expect(ended > 50)
  }

  @Test func clustersEndAtTheirChecks() throws {
    let world = try Fixture.samples.world
    let map = ListingMap(world.generation)
    WorkLimit.halveWindows(times: 20)
    let cluster = try #require(
      try map.features(in: [Box.world], zoom: 5).clusters.max { $0.count < $1.count })
    let query = MapQuery(filter: ListingFilter([.number(.beds, 2...4)]))
    let fresh = ListingMap(world.generation)
    let expected = try fresh.leaves(of: cluster.id, matching: query, limit: 50).rows
    let limit = WorkLimit(endingAtCheck: 2)
    do throws(MapError) {
      _ = try limit.run { () throws(MapError) in
        try map.leaves(of: cluster.id, matching: query, limit: 50)
      }
      Issue.record("the work had no second check")
    } catch {
      guard case .search(.ended(.cancelled)) = error else {
        Issue.record("\(error)")
        return
      }
    }
    #expect(try map.leaves(of: cluster.id, matching: query, limit: 50).rows == expected)
    let children = try map.children(of: cluster.id, matching: query)
    #expect(
      children.clusters.map(\.id)
        == (try fresh.children(of: cluster.id, matching: query)).clusters.map(\.id))
  }
}
