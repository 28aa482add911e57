import Foundation
import PlatGeometry
import PlatSamples
import PlatTestSupport
import Testing

@testable import PlatIndex

/// The cluster hierarchy against the original's results for the same points.
@Suite(.timeLimit(.minutes(30))) struct SuperclusterGoldenTests {
  @Test(arguments: SuperclusterGolden.Name.allCases)
  func everyZoomIsTheOriginals(_ name: SuperclusterGolden.Name) throws {
    let golden = try SuperclusterGolden(name)
    let positions = golden.positions
    let x = positions.map { Float(Mercator.x(longitudeDegrees: $0.longitudeDegrees)) }
    let y = positions.map { Float(Mercator.y(latitudeDegrees: $0.latitudeDegrees)) }
    let bits = zip(x, y).lazy.flatMap { [$0.bitPattern, $1.bitPattern] }
    #expect(SuperclusterGolden.digest(bits) == golden.projected, "\(name): other float32 positions")
    for run in golden.runs {
      let hierarchy = VisitedHierarchy(ClusterHierarchy(x: x, y: y, options: run.options))
      #expect(hierarchy.levels.count == run.zooms.count)
      try checkItems(hierarchy, run, "\(name)")
      #expect((run.clusters != nil) == SuperclusterGolden.Name.whole.contains(name))
      if let clusters = run.clusters { try checkClusters(hierarchy, run, clusters, "\(name)") }
    }
  }

  /// The large sets are those in other tests and in the documents.
  @Test func pointsAreWhatTheirNamesSay() throws {
    let sales = try KingCounty.listings().compactMap(\.position)
    #expect(try SuperclusterGolden(.kingCounty).positions == sales)
    var samples = SampleListings(count: 42_001, seed: 1)
    var bytes: [UInt8] = []
    _ = samples.next(into: &bytes, listings: 500)
    let first = try bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let listing = try #require(JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
      guard let latitude = listing["latitude"] as? Double,
        let longitude = listing["longitude"] as? Double
      else {
        return Coordinate?.none
      }
      return Coordinate(latitudeDegrees: latitude, longitudeDegrees: longitude)
    }
    #expect(first.count > 400)
    #expect(try SuperclusterGolden(.samples).positions.starts(with: first))
  }

  /// The number of items and clusters of each zoom, their order, and the points in each.
  private func checkItems(
    _ hierarchy: VisitedHierarchy, _ run: SuperclusterGolden.Run, _ name: String
  ) throws {
    var itemOf = hierarchy.levels[0].counts.indices.map { UInt32($0) }
    for (depth, (level, zoom)) in zip(hierarchy.levels, run.zooms).enumerated() {
      if depth > 0 {
        let parents = hierarchy.levels[depth - 1].parents
        itemOf = itemOf.map { parents[Int($0)] }
      }
      var lowest = [UInt32](repeating: .max, count: level.count)
      for (point, item) in itemOf.enumerated() {
        lowest[Int(item)] = min(lowest[Int(item)], UInt32(point))
      }
      let note: Comment = "\(name), zoom \(zoom.zoom), \(run.options)"
      let clusters = level.counts.indices.filter { level.counts[$0] > 1 }
      #expect(level.count == zoom.items && clusters.count == zoom.clusters, note)
      guard SuperclusterGolden.digest(itemOf.map { lowest[Int($0)] }) == zoom.members else {
        Issue.record("other members: \(note)")
        return
      }
      #expect(SuperclusterGolden.digest(lowest) == zoom.order, "another order: \(note)")
      let sums = clusters.reduce(into: SIMD2<Double>.zero) { $0 += SIMD2(level.x($1), level.y($1)) }
      #expect(abs(sums.x - zoom.sums[0]) <= 1e-9 && abs(sums.y - zoom.sums[1]) <= 1e-9, note)
    }
  }

  /// Each item and cluster, one by one.
  private func checkClusters(
    _ hierarchy: VisitedHierarchy, _ run: SuperclusterGolden.Run,
    _ clusters: [SuperclusterGolden.Cluster],
    _ name: String
  ) throws {
    // With two points per cluster, parts are added in another order than in the original: rounding
    // may differ.
    let reach = run.options.minPoints > 2 ? 0 : 1e-15
    // The golden's name for each item, from the single points on.
    var refs = hierarchy.levels[0].counts.indices.map { $0 }
    for (depth, (below, level)) in zip(hierarchy.levels, hierarchy.levels.dropFirst()).enumerated()
    {
      let zoom = run.zooms[depth + 1]
      let note: Comment = "\(name), zoom \(zoom.zoom), \(run.options)"
      let above = try #require(zoom.refs)
      guard above.count == level.count else { return }
      var children = [[Int]](repeating: [], count: level.count)
      for (item, parent) in below.parents.enumerated() { children[Int(parent)].append(refs[item]) }
      for (item, ref) in above.enumerated() where children[item] != [ref] {
        guard ref < 0 else {
          Issue.record("item \(item) is point \(ref) there: \(note)")
          return
        }
        let cluster = clusters[-1 - ref]
        let isSame =
          cluster.zoom == zoom.zoom && cluster.expansionZoom == zoom.zoom + 1
          && children[item].sorted() == cluster.children.sorted()
          && Int(level.counts[item]) == cluster.leaves.count
          && abs(level.x(item) - cluster.x) <= reach && abs(level.y(item) - cluster.y) <= reach
        guard isSame else {
          Issue.record("item \(item) is not \(cluster): \(note)")
          return
        }
      }
      refs = above
    }
  }
}
