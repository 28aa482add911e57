import PlatGeometry
import PlatIndex
import PlatListings
import PlatSearch
import PlatTestSupport
import Testing

@testable import PlatTiles

/// What `coincident` promises, against a look at each leaf.
///
/// The places are found here from the order of rows alone: neighbours of one item of `maxZoom`, as
/// long as a box of a metre from corner to corner holds them.
@Suite(.timeLimit(.minutes(30))) struct CoincidentPlaceTests {
  /// Buildings some metres to some kilometres apart, whose homes lie up to two metres apart.
  private static func map(_ draw: inout SeededGenerator) throws -> ListingMap {
    var listings: [PlainListing] = []
    let latitude = draw.one(of: [338_302_960, 0, -600_000_000, 848_000_000])
    for _ in 0..<draw.int(2...25) {
      let reach = draw.one(of: [300, 2_000, 500_000])
      let x = -1_165_452_960 + draw.int(-reach...reach)
      let y = latitude + draw.int(-reach...reach)
      let jitter = draw.one(of: [0, 20, 60, 120])
      for _ in 0..<draw.int(1...9) {
        var listing = PlainListing(key: "K\(listings.count)")
        listing.position = Coordinate(
          longitude: Int32(x + draw.int(-jitter...jitter)),
          latitude: Int32(y + draw.int(-jitter...jitter)))
        listing[text: .standardStatus] = "Active"
        listing[number: .listPrice] = Int64(draw.int(1...9)) * 10_000_000
        listings.append(listing)
      }
    }
    return ListingMap(try TestWorld("buildings", listings).generation)
  }

  /// Whether a box of a metre from corner to corner holds some rows.
  private static func areNear(_ rows: [Int], _ map: ListingMap) -> Bool {
    let points = rows.compactMap { map.index.position($0).map { MercatorPoint($0) } }
    guard let last = points.last else { return true }
    let (x, y) = (points.map(\.x), points.map(\.y))
    return CoincidentPlaces.areNear(
      x: (x.max() ?? 0) - (x.min() ?? 0), y: (y.max() ?? 0) - (y.min() ?? 0), at: last)
  }

  private static func leaves(
    _ cluster: MapCluster, _ map: ListingMap, _ query: MapQuery = MapQuery()
  ) throws -> [Int] {
    try map.leaves(of: cluster.id, matching: query, limit: 10_000).rows.ordinals.map { Int($0) }
      .sorted()
  }

  /// The number of the place of each row.
  private static func places(_ map: ListingMap) throws -> [Int] {
    var places = Array(0..<map.index.rows)
    for item in try map.features(in: [.world], zoom: 16).clusters {
      var place: [Int] = []
      for row in try leaves(item, map) {
        if !areNear(place + [row], map) { place = [] }
        place.append(row)
        places[row] = place[0]
      }
    }
    return places
  }

  @Test func aClusterIsCoincidentWhereItsMatchesAreOneOfThesePlaces() throws {
    var seen = (coincident: 0, parted: 0, near: 0)
    for seed in TestCases.seeds(60) {
      var draw = SeededGenerator(seed: seed)
      let map = try Self.map(&draw)
      let places = try Self.places(map)
      let prices = Int64(draw.int(1...5)) * 10_000_000...Int64(draw.int(5...9)) * 10_000_000
      let queries = [
        MapQuery(), MapQuery(filter: ListingFilter([.number(.listPrice, prices)])),
      ]
      for (number, query) in queries.enumerated() {
        for zoom in [2, 9, 13, 16, 17, 20] {
          for cluster in try map.features(in: [.world], zoom: zoom, matching: query).clusters {
            let note: Comment = "seed \(seed), query \(number), zoom \(zoom), \(cluster.id)"
            let leaves = try Self.leaves(cluster, map, query)
            let isOne = Set(leaves.map { places[$0] }).count == 1
            #expect(cluster.isOnePlace == isOne, note)
            let areNear = Self.areNear(leaves, map)
            // Never of listings further apart; without a filter always of those that are not.
            if isOne { #expect(areNear, note) }
            if number == 0, areNear { #expect(isOne, note) }
            seen.coincident += isOne ? 1 : 0
            seen.parted += isOne ? 0 : 1
            seen.near += areNear && !isOne ? 1 : 0
          }
        }
      }
    }
    #expect(seen.coincident > 500 && seen.parted > 500, "\(seen)")
  }
}
