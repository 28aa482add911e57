import PlatGeometry
import PlatIndex
import PlatTestSupport
import Testing

@testable import PlatTiles

/// Tiles, boxes and clusters without a filter against supercluster's own output for the same
/// points.
///
/// Two differences are intended. A feature at the outer edge of a buffer may be in or out, because
/// the original rounds to float32 there. Beyond `maxZoom` listings at one position stay together,
/// which the original shows one by one.
@Suite(.timeLimit(.minutes(30))) struct SuperclusterGoldenTests {
  /// The number of points of an item, and the lowest of them.
  private struct Item: Hashable {
    let count: Int
    let lowest: Int
  }

  /// An index of a golden file's points, whose rows know their numbers.
  private struct Golden {
    let map: ListingMap
    let world: TestWorld
    let run: SuperclusterGolden.Run
    let note: String

    init(_ name: SuperclusterGolden.Name, _ positions: [Coordinate], _ run: SuperclusterGolden.Run)
      throws
    {
      self.run = run
      note = "\(name), \(run.options)"
      let listings = positions.enumerated().map { number, position in
        var listing = PlainListing(key: "\(number)")
        // 0, 0 means an unknown place in a feed; the next step has the same place in float32.
        listing.position =
          position == Coordinate(longitude: 0, latitude: 0)
          ? Coordinate(longitude: 0, latitude: 1) : position
        return listing
      }
      world = try TestWorld(note, listings, clusters: run.options)
      map = ListingMap(world.generation)
    }

    /// The number of points in a range of rows, and the lowest of them.
    func item(_ rows: Range<Int>) -> Item {
      Item(count: rows.count, lowest: rows.map { world.listingOfRow[$0] }.min() ?? -1)
    }

    /// The items of an answer with their points; listings at one position beyond `maxZoom` one by
    /// one.
    func items(_ features: MapFeatures) -> [(item: Item, point: MercatorPoint, shift: Int64)] {
      var items = features.listings.map { (item($0.ordinal..<$0.ordinal + 1), $0.point, $0.shift) }
      for cluster in features.clusters {
        let isPlace = features.clusters.count > 0 && cluster.isOnePlace && isPlaceZoom
        if isPlace {
          items += cluster.rows.map { row in
            let own = world.index.position(row).map { MercatorPoint($0) } ?? cluster.centre
            return (item(row..<row + 1), own, cluster.shift)
          }
        } else {
          items.append((item(cluster.rows), cluster.centre, cluster.shift))
        }
      }
      return items
    }

    var isPlaceZoom = false
  }

  @Test(arguments: SuperclusterGolden.Name.allCases.filter { $0 != .samples })
  func tilesAndBoxes(_ name: SuperclusterGolden.Name) throws {
    let golden = try SuperclusterGolden(name)
    let positions = golden.positions
    for run in golden.runs {
      var made = try Golden(name, positions, run)
      #expect(made.world.index.located == positions.count)
      for tile in run.tiles {
        made.isPlaceZoom = tile.zoom > run.options.maxZoom
        try check(made, tile)
      }
      for box in run.boxes ?? [] {
        made.isPlaceZoom = box.zoom > run.options.maxZoom
        try check(made, box)
      }
      if let clusters = run.clusters { try check(made, clusters) }
    }
  }

  private func check(_ golden: Golden, _ tile: SuperclusterGolden.Tile) throws {
    guard let place = Tile(z: tile.zoom, x: tile.x, y: tile.y) else { return }
    let note = "\(place), \(golden.note)"
    let extent = golden.run.options.extent
    let side = Double(UInt64(1) << UInt64(32 - tile.zoom))
    let radius = golden.run.options.radius
    var rest: [Item: [(x: Double, y: Double)]] = [:]
    for feature in tile.features {
      let item = Item(count: feature.count, lowest: feature.lowest)
      rest[item, default: []].append((Double(feature.x), Double(feature.y)))
    }
    func isAtEdge(_ x: Double, _ y: Double) -> Bool {
      // Half a pixel for the rounding of the pixel, and 2^-24 of the world for that of float32.
      let reach = 0.5 + extent * 0x1p32 / side * 0x1p-24
      return [x, y].contains { abs($0 + radius) <= reach || abs($0 - extent - radius) <= reach }
    }
    for (item, point, shift) in golden.items(try golden.map.features(in: place, limit: .max)) {
      let x = (Double(Int64(point.x) + shift) / side - Double(tile.x)) * extent
      let y = (Double(point.y) / side - Double(tile.y)) * extent
      // Single points are float32 in the original.
      let reach = 0.5001 + extent * 0x1p32 / side * 0x1p-24
      if let match = rest[item]?.firstIndex(where: {
        abs($0.x - x) <= reach && abs($0.y - y) <= reach
      }) {
        rest[item]?.remove(at: match)
      } else if !isAtEdge(x, y) {
        Issue.record("the original has no \(item) at \(x), \(y): \(note)")
      }
    }
    for (item, places) in rest {
      for place in places where !isAtEdge(place.x, place.y) {
        Issue.record("no \(item) at \(place): \(note)")
      }
    }
  }

  private func check(_ golden: Golden, _ box: SuperclusterGolden.Box) throws {
    // As in the original: longitudes wrapped to -180 ..< 180, latitudes clamped.
    func turned(_ degrees: Double) -> Double {
      ((degrees + 180).truncatingRemainder(dividingBy: 360) + 360).truncatingRemainder(
        dividingBy: 360) - 180
    }
    func steps(_ degrees: Double) -> Int32 { Int32((degrees * 1e7).rounded()) }
    let (west, south) = (turned(box.degrees[0]), max(-90, min(90, box.degrees[1])))
    let (east, north) = (
      box.degrees[2] == 180 ? 180 : turned(box.degrees[2]), max(-90, min(90, box.degrees[3]))
    )
    let boxes =
      box.degrees[2] - box.degrees[0] >= 360
      ? Box.spanning(
        west: -1_800_000_000, south: steps(south), east: 1_800_000_000, north: steps(north))
      : Box.spanning(west: steps(west), south: steps(south), east: steps(east), north: steps(north))
    let features = try golden.map.features(in: boxes, zoom: box.zoom, limit: .max)
    var rest: [Item: Int] = [:]
    for item in box.items { rest[Item(count: item.count, lowest: item.lowest), default: 0] += 1 }
    for (item, _, _) in golden.items(features) { rest[item, default: 0] -= 1 }
    guard rest.contains(where: { $0.value != 0 }) else { return }
    var places: [Item: MercatorPoint] = [:]
    for (item, point, _) in golden.items(
      try golden.map.features(in: [.world], zoom: box.zoom, limit: .max))
    {
      places[item] = point
    }
    // An item on the border may be in only one of the two: 2^-24 of the world, by float32.
    let sides = boxes.map { MercatorBox($0) }
    let differing = rest.filter { item, count in
      guard count != 0 else { return false }
      guard let point = places[item] else { return true }
      return !sides.contains { box in
        [(point.x, box.west), (point.x, box.east), (point.y, box.north), (point.y, box.south)]
          .contains {
            abs(Int64($0) - Int64($1)) <= 512
          }
      }
    }
    #expect(differing.isEmpty, "\(box.degrees), zoom \(box.zoom), \(golden.note)")
  }

  private func check(_ golden: Golden, _ clusters: [SuperclusterGolden.Cluster]) throws {
    let (index, options) = (golden.world.index, golden.run.options)
    /// The point numbers of a child of the original: its own, or those of the cluster.
    func leaves(_ child: Int) -> [Int] { child >= 0 ? [child] : clusters[-1 - child].leaves }
    for (number, cluster) in clusters.enumerated() {
      let rows = cluster.leaves.map { golden.world.rowOfListing[$0] }.sorted()
      let note: Comment = "cluster \(number), \(golden.note)"
      guard let first = rows.first,
        let place = index.pyramid.cluster(zoom: cluster.zoom, holding: first)
      else {
        Issue.record("no cluster holds it: \(note)")
        continue
      }
      let range = index.pyramid.rows(zoom: cluster.zoom, cluster: place)
      guard Array(range) == rows else {
        Issue.record("other leaves: \(note)")
        continue
      }
      let id = ClusterID(number: golden.map.numbers.ids(zoom: cluster.zoom)[place])
      #expect(try golden.map.expansionZoom(of: id) == cluster.expansionZoom, note)
      let told = try golden.map.leaves(of: id, limit: .max)
      #expect(told.rows.ordinals == rows && told.total == rows.count, note)
      var children = Set(cluster.children.map { leaves($0).sorted() })
      let features = try golden.map.children(of: id)
      var own = Set(features.listings.map { [golden.world.listingOfRow[$0.ordinal]] })
      for child in features.clusters {
        let members = child.rows.map { golden.world.listingOfRow[$0] }
        if cluster.expansionZoom > options.maxZoom {
          for member in members { own.insert([member]) }
        } else {
          own.insert(members.sorted())
        }
      }
      if cluster.expansionZoom > options.maxZoom { children = Set(cluster.leaves.map { [$0] }) }
      #expect(own == children, note)
    }
  }
}
