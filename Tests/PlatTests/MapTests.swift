import Testing

@testable import Plat

/// Maps of an index that was built with other options.
@Suite(.timeLimit(.minutes(30))) struct MapTests {
  /// Two of the twelve listings are at one point: they are one place if two make a cluster, else
  /// two listings.
  @Test(arguments: [2, 3, 12]) func eachListingIsShownOnceAtEveryZoom(minPoints: Int) throws {
    let scratch = try Scratch()
    var options = BuildOptions()
    options.clusters.minPoints = minPoints
    _ = try IndexBuild.run(
      [.path(Repository.path("samples/listings.ndjson"))], into: scratch.file("index"),
      options: options)
    let map = try ListingsDatabase(opening: scratch.file("index")).map
    for zoom in 0...Tile.zoomLimit {
      let shown = try map.features(in: [map.index.bounds], zoom: zoom)
      let rows = shown.clusters.flatMap(\.rows) + shown.listings.map(\.ordinal)
      #expect(rows.sorted() == Array(0..<11), "zoom \(zoom)")
      #expect(shown.count == (try map.itemCount(zoom: zoom)), "zoom \(zoom)")
      #expect(shown.clusters.allSatisfy { $0.count >= minPoints }, "zoom \(zoom)")
      if zoom > map.zoomRange.upperBound {
        #expect(shown.clusters.map(\.isOnePlace) == (minPoints == 2 ? [true] : []))
      }
    }
  }
}
