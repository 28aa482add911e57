import Foundation
import PlatGeometry
import PlatSnapshot
import PlatTestSupport
import Testing

@testable import PlatIndex

/// The pyramid in the index: each zoom is a partition of the rows, and the clusters are those of
/// supercluster.
@Suite(.timeLimit(.minutes(30))) struct PyramidTests {
  @Test(arguments: Fixture.allCases) func everyZoomIsAPartition(_ fixture: Fixture) throws {
    try checkPartition(fixture.world, ClusterOptions())
  }

  @Test(
    arguments: [WorldRecipe.Spread.valley, .onePlace, .globe, .antimeridian], [2, 3, 5, 1_000])
  func everyZoomIsAPartition(_ spread: WorldRecipe.Spread, minPoints: Int) throws {
    let options = ClusterOptions(maxZoom: 12, minPoints: minPoints)
    let recipe = WorldRecipe(count: 300, seed: 52).with { $0.spread = spread }
    try checkPartition(
      TestWorld("\(spread), minPoints \(minPoints)", recipe.listings(), clusters: options), options)
  }

  private func checkPartition(_ world: TestWorld, _ options: ClusterOptions) throws {
    let (index, fixture) = (world.index, world.name)
    let pyramid = index.pyramid
    #expect(pyramid.options == options)
    for row in 0..<index.rows {
      let parting = Int(pyramid.partingZooms[row, default: 0])
      let expected = row < index.located ? options.minZoom + 1...options.maxZoom + 3 : 0...0
      if !expected.contains(parting) { Issue.record("\(fixture): row \(row) parts at \(parting)") }
    }
    var deeper: [Range<Int>] = []
    for zoom in pyramid.zoomRange.reversed() {
      let clusters = (0..<pyramid.clusterCount(zoom: zoom)).map {
        pyramid.rows(zoom: zoom, cluster: $0)
      }
      var alone = Array(repeating: true, count: index.located)
      var end = 0
      for (number, cluster) in clusters.enumerated() {
        #expect(
          cluster.count > 1 && cluster.lowerBound >= end && cluster.upperBound <= index.located,
          "\(fixture) \(zoom)")
        end = cluster.upperBound
        for row in cluster where row < alone.count { alone[row] = false }
        let centre = try #require(pyramid.centre(zoom: zoom, cluster: number))
        let reach = try #require(pyramid.zoom(zoom)).reach
        for row in cluster {
          let point = MercatorPoint(try #require(index.position(row)))
          let away = max(
            max(point.x, centre.x) - min(point.x, centre.x),
            max(point.y, centre.y) - min(point.y, centre.y))
          #expect(away <= reach, "\(fixture), zoom \(zoom), row \(row)")
        }
      }
      let parted = (0...index.located).map {
        $0 == index.located || Int(pyramid.partingZooms[$0, default: 0]) <= zoom + 1
      }
      let differ = (0..<index.located).filter { (parted[$0] && parted[$0 + 1]) != alone[$0] }
      #expect(differ.isEmpty, "\(fixture), zoom \(zoom): rows that stand alone")
      // Each cluster of the zoom below is part of one here.
      var place = 0
      for part in deeper {
        while place < clusters.count, clusters[place].upperBound <= part.lowerBound { place += 1 }
        let isInside =
          place < clusters.count && clusters[place].lowerBound <= part.lowerBound
          && part.upperBound <= clusters[place].upperBound
        if !isInside { Issue.record("\(fixture), zoom \(zoom): \(part) lies in no cluster") }
      }
      deeper = clusters
    }
  }

  /// With supercluster's options, and with others.
  @Test(arguments: [
    Fixture.rows63, .rows64, .rows65, .rows128, .antimeridian, .onePlace, .nowhere, .oneValue,
    .none, .one,
  ])
  func clustersAreSuperclusters(_ fixture: Fixture) throws {
    try check(fixture.world)
  }

  @Test(arguments: [
    ClusterOptions(radius: 80, extent: 256, minZoom: 2, maxZoom: 9),
    ClusterOptions(radius: 0, maxZoom: 3),
    ClusterOptions(radius: 500, minZoom: 0, maxZoom: 0), ClusterOptions(extent: 4_096, maxZoom: 12),
  ])
  func otherOptions(_ options: ClusterOptions) throws {
    let world = try TestWorld(
      "other options", WorldRecipe(count: 150, seed: 51).listings(), clusters: options)
    #expect(world.index.pyramid.options == options)
    try check(world)
  }

  private func check(_ world: TestWorld) throws {
    let pyramid = world.index.pyramid
    let options = pyramid.options
    let located = world.listings.indices.filter { world.listings[$0].position != nil }
    let points = located.compactMap { world.listings[$0].position }.map(Self.mercator)
    let oracle = SuperclusterOracle(x: points.map(\.x), y: points.map(\.y), options)
    for zoom in options.minZoom...options.maxZoom {
      let items = oracle.levels[options.maxZoom + 1 - zoom]
      var expected: [[Int]: (x: Double, y: Double)] = [:]
      for item in items where item.members.count > 1 {
        expected[item.members.map { located[$0] }] = (item.x, item.y)
      }
      #expect(pyramid.clusterCount(zoom: zoom) == expected.count, "\(world.name), zoom \(zoom)")
      for cluster in 0..<pyramid.clusterCount(zoom: zoom) {
        let members = pyramid.rows(zoom: zoom, cluster: cluster).map { world.listingOfRow[$0] }
          .sorted()
        let centre = try #require(pyramid.centre(zoom: zoom, cluster: cluster))
        guard let known = expected[members] else {
          Issue.record("\(world.name), zoom \(zoom): cluster \(cluster)")
          continue
        }
        let (x, y) = (Double(centre.x) * 0x1p-32, Double(centre.y) * 0x1p-32)
        #expect(abs(x - known.x) <= 1e-9 && abs(y - known.y) <= 1e-9, "\(world.name), zoom \(zoom)")
      }
    }
  }

  /// The Web Mercator formulas of supercluster, rounded to float32.
  private static func mercator(_ position: Coordinate) -> (x: Float, y: Float) {
    let sine = sin(position.latitudeDegrees * .pi / 180)
    let y = 0.5 - 0.25 * log((1 + sine) / (1 - sine)) / .pi
    return (Float(position.longitudeDegrees / 360 + 0.5), Float(min(max(y, 0), 1)))
  }

  @Test func beyondThePyramid() throws {
    let pyramid = try Fixture.mixed.world.index.pyramid
    for zoom in [-1, 18, 25, Int.max, Int.min] {
      #expect(pyramid.clusterCount(zoom: zoom) == 0)
      #expect(
        pyramid.rows(zoom: zoom, cluster: 0).isEmpty
          && pyramid.centre(zoom: zoom, cluster: 0) == nil)
    }
    for cluster in [-1, pyramid.clusterCount(zoom: 3), .max] {
      #expect(
        pyramid.rows(zoom: 3, cluster: cluster).isEmpty
          && pyramid.centre(zoom: 3, cluster: cluster) == nil)
    }
  }
}
