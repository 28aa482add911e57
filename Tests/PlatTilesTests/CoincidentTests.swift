import PlatGeometry
import PlatIndex
import PlatJSON
import PlatListings
import PlatSearch
import PlatTestSupport
import Testing

@testable import PlatTiles

/// Listings within a metre of each other on a map.
@Suite(.timeLimit(.minutes(30))) struct CoincidentTests {
  /// Listings at given steps of 1e-7 degree from one place.
  private static func map(_ steps: [(x: Int32, y: Int32)]) throws -> ListingMap {
    let listings = steps.enumerated().map { number, step in
      var listing = PlainListing(key: "K\(number)")
      listing.position = Coordinate(
        longitude: -1_165_452_960 + step.x, latitude: 338_302_960 + step.y)
      listing[text: .standardStatus] = "Active"
      listing[number: .listPrice] = Int64(10_000_000 + number)
      return listing
    }
    return ListingMap(try TestWorld("steps", listings).generation)
  }

  @Test func homesWithinAMetreAreOneClusterAtEveryZoom() throws {
    let map = try Self.map((0..<12).map { (Int32($0 % 4), Int32($0 / 4)) })
    for zoom in [3, 16, 17, 19, 22, 24] {
      let features = try map.features(in: [.world], zoom: zoom)
      #expect(features.clusters.map(\.count) == [12] && features.listings.isEmpty, "zoom \(zoom)")
      #expect(features.clusters.first?.isOnePlace == true)
      var writer = JSONWriter()
      map.writeGeoJSON(features, to: &writer)
      let text = String(decoding: writer.bytes, as: UTF8.self)
      #expect(text.contains("\"coincident\":true") && !text.contains("expansion_zoom"))
    }
    let id = try #require(try map.features(in: [.world], zoom: 19).clusters.first).id
    #expect(try map.children(of: id).listings.count == 12)
    #expect(try map.leaves(of: id, limit: 20).total == 12)
    #expect(try map.parting(of: id).isOnePlace)
    let some = MapQuery(
      filter: ListingFilter([.number(.listPrice, 10_000_003...10_000_005)]))
    let filtered = try map.features(in: [.world], zoom: 20, matching: some)
    #expect(filtered.clusters.map(\.count) == [3] && filtered.clusters[0].isOnePlace)
  }

  /// A metre is some 108 steps of longitude here, and 90 of latitude.
  @Test(arguments: [
    (105, 0, true), (112, 0, false), (0, 88, true), (0, 92, false), (80, 60, true),
    (90, 70, false),
  ]) func theBorderIsAMetre(_ x: Int32, _ y: Int32, _ isOne: Bool) throws {
    let map = try Self.map([(0, 0), (x, y)])
    let features = try map.features(in: [.world], zoom: 20)
    #expect(features.clusters.count == (isOne ? 1 : 0))
    let above = try map.features(in: [.world], zoom: 12).clusters
    #expect(above.count == 1 && above.first?.isOnePlace == isOne)
  }

  @Test func leavesCanBeSorted() throws {
    let map = try Self.map((0..<9).map { (Int32($0 * 40), 0) })
    let id = try #require(try map.features(in: [.world], zoom: 3).clusters.first).id
    func keys(_ sort: Sort, _ offset: Int = 0) throws -> [String] {
      let page = try map.leaves(of: id, sort: sort, limit: 3, offset: offset)
      #expect(page.total == 9)
      return page.rows.ordinals.map { map.index.keys.string(at: $0) }
    }
    #expect(try keys(.by(.price, descending: true)) == ["K8", "K7", "K6"])
    #expect(try keys(.by(.price, descending: false), 7) == ["K7", "K8"])
    let end = Coordinate(longitude: -1_165_452_000, latitude: 338_302_960)
    #expect(try keys(.distance(from: end, descending: false)) == ["K8", "K7", "K6"])
  }

  @Test func meansAreRoundedOnce() throws {
    let listings = (0..<101).map { number in
      var listing = PlainListing(key: "M\(number)")
      listing.position = Coordinate(longitude: 1_000, latitude: 1_000)
      listing[number: .listPrice] = number < 51 ? 10_000_000 : 10_000_100
      return listing
    }
    let map = ListingMap(try TestWorld("means", listings).generation)
    var writer = JSONWriter()
    map.writeGeoJSON(try map.features(in: [.world], zoom: 3), to: &writer)
    // 100,000.495: rounded to cents first, it would be 100,001.
    #expect(String(decoding: writer.bytes, as: UTF8.self).contains("\"avg_price\":100000,"))
  }
}
