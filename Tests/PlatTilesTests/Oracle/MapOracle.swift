import Foundation
import PlatGeometry
import PlatIndex
import PlatListings
import PlatSearch
import PlatTestSupport

/// The slow and obvious map: the clusters of ``SuperclusterOracle``, and a scan of all listings.
///
/// It knows the input and options of an index, and nothing of the index itself. Listings are
/// numbers into ``TestWorld/listings``.
struct MapOracle: Sendable {
  /// An item of a zoom with all of its listings.
  struct Item: Sendable {
    let centre: MercatorPoint
    let members: [Int]
    /// Those of its listings that are rows of the snapshot; nil where all are.
    var rows: [Int]?
    /// Whether it is a cluster, also where few of its listings are there.
    var isCluster: Bool { rows != nil || members.count > 1 }
  }

  let world: TestWorld
  let options: ClusterOptions
  let search: BruteForce
  /// Whether the query has a region, so that clusters are moved to the box around their matches.
  private var isDrawn = false
  /// The point of each listing with a position.
  let points: [Int: MercatorPoint]
  /// The items of each zoom from `minZoom` to `maxZoom + 1`; those at the same point are one item.
  private let zooms: [[Item]]
  /// For each zoom, the item of each listing; -1 for a listing without a position.
  private let itemOf: [[Int]]

  init(_ world: TestWorld, _ options: ClusterOptions = ClusterOptions()) {
    let located = world.listings.indices.filter { world.listings[$0].position != nil }
    var points: [Int: MercatorPoint] = [:]
    for place in located {
      points[place] = world.listings[place].position.map { MercatorPoint($0) }
    }
    let projected = located.compactMap { world.listings[$0].position }.map(Self.mercator)
    let oracle = SuperclusterOracle(x: projected.map(\.x), y: projected.map(\.y), options)
    var zooms = oracle.levels.dropFirst().reversed().map { items in
      items.map { item in
        Item(centre: MercatorPoint(x: item.x, y: item.y), members: item.members.map { located[$0] })
      }
    }
    zooms.append(Self.places(world, located, points, zooms.last ?? []))
    self.init(world, options, points, zooms)
  }

  /// Takes the items of each zoom from `minZoom` to `maxZoom + 1`.
  init(
    _ world: TestWorld, _ options: ClusterOptions, _ points: [Int: MercatorPoint], _ zooms: [[Item]]
  ) {
    self.world = world
    self.options = options
    self.points = points
    self.zooms = zooms
    search = BruteForce(world.listings)
    itemOf = zooms.map { items in
      var itemOf = [Int](repeating: -1, count: world.listings.count)
      for (number, item) in items.enumerated() {
        for member in item.members { itemOf[member] = number }
      }
      return itemOf
    }
  }

  /// The items beyond `maxZoom`: neighbours in row order that are in one item at `maxZoom`, while
  /// the box around them is at most a metre from corner to corner.
  private static func places(
    _ world: TestWorld, _ located: [Int], _ points: [Int: MercatorPoint], _ deepest: [Item]
  ) -> [Item] {
    var itemOf: [Int: Int] = [:]
    for (number, item) in deepest.enumerated() {
      for member in item.members { itemOf[member] = number }
    }
    var groups: [[Int]] = []
    for place in located.sorted(by: { world.rowOfListing[$0] < world.rowOfListing[$1] }) {
      if let last = groups.last, let first = last.first, itemOf[first] == itemOf[place],
        across((last + [place]).compactMap { points[$0] }) <= 1
      {
        groups[groups.count - 1].append(place)
      } else {
        groups.append([place])
      }
    }
    return groups.compactMap { group in
      points[group[0]].map { Item(centre: $0, members: group.sorted()) }
    }
  }

  /// The distance between the corners of the box around points, in metres on a sphere with the
  /// equator's radius.
  static func across(_ points: [MercatorPoint]) -> Double {
    guard let first = points.first, points.contains(where: { $0 != first }) else { return 0 }
    let (x, y) = (points.map { Double($0.x) }, points.map { Double($0.y) })
    let width = (x.max() ?? 0) - (x.min() ?? 0)
    let height = (y.max() ?? 0) - (y.min() ?? 0)
    let latitude = Mercator.latitudeDegrees(y: y[0] / 0x1p32) * .pi / 180
    return hypot(width, height) / 0x1p32 * 2 * .pi * 6_378_137 * cos(latitude)
  }

  /// The Web Mercator formulas as in supercluster, rounded to float32.
  static func mercator(_ position: Coordinate) -> (x: Float, y: Float) {
    let sine = sin(position.latitudeDegrees * .pi / 180)
    let y = 0.5 - 0.25 * log((1 + sine) / (1 - sine)) / .pi
    return (Float(position.longitudeDegrees / 360 + 0.5), Float(min(max(y, 0), 1)))
  }

  /// The items of a zoom, or of the nearest existing one.
  func items(zoom: Int) -> [Item] {
    zooms[min(max(zoom, options.minZoom), options.maxZoom + 1) - options.minZoom]
  }

  /// The listings that match and have a position.
  func matches(_ filter: ListingFilter, _ region: Region) -> Set<Int> {
    Set(search.matches(filter, region).filter { points[$0] != nil })
  }

  /// The oracle for queries in a region.
  func under(_ region: Region) -> MapOracle {
    var copy = self
    copy.isDrawn = !region.isEverywhere
    return copy
  }

  // MARK: Features

  /// A feature in the form used for comparisons.
  struct Feature: Hashable, CustomStringConvertible {
    /// The matching listings, ascending.
    var matches: [Int]
    /// All listings of a cluster, ascending; empty for a listing.
    var members: [Int] = []
    var point: MercatorPoint
    var shift: Int64 = 0
    var least: Int64?
    var greatest: Int64?
    /// In whole cents, halves up.
    var mean: Int64?
    /// In whole dollars, halves up, rounded once.
    var meanDollars: Int64?
    var box: Box?
    var expansionZoom: Int?
    var isOnePlace = false

    var description: String {
      let zoom = expansionZoom.map { ", parts at \($0)\(isOnePlace ? " never" : "")" } ?? ""
      return
        """
        \(matches.prefix(4))(\(matches.count) of \(members.count)) at \
        \(point.x),\(point.y)+\(shift)\(zoom) \(least ?? -1)-\(greatest ?? -1) \(mean ?? -1)
        """
    }
  }

  /// All features of a zoom under a set of matches.
  func features(zoom: Int, _ matches: Set<Int>) -> [Feature] {
    items(zoom: zoom).flatMap { features(of: $0, matches) }
  }

  private func features(of item: Item, _ matches: Set<Int>) -> [Feature] {
    let matching = item.members.filter(matches.contains)
    guard item.isCluster, matching.count >= options.minPoints else {
      return matching.compactMap(listing)
    }
    let prices = matching.compactMap { world.listings[$0][number: .listPrice] }
    let parting = parting(matching)
    return [
      Feature(
        matches: matching, members: item.rows ?? item.members,
        point: isDrawn ? nearest(matching, item.centre) : item.centre,
        least: prices.min(), greatest: prices.max(),
        mean: Self.mean(prices), meanDollars: Self.mean(prices, of: 100), box: box(matching),
        expansionZoom: parting.zoom,
        isOnePlace: parting.isOnePlace)
    ]
  }

  func listing(_ place: Int) -> Feature? {
    points[place].map { Feature(matches: [place], point: $0) }
  }

  private static func mean(_ prices: [Int64], of cents: Int64 = 1) -> Int64? {
    guard !prices.isEmpty else { return nil }
    let (sum, count) = (prices.reduce(0, +), Int64(prices.count) * cents)
    return (2 * sum + count) / (2 * count)
  }

  /// The point nearest to a cluster's centre that is between the westernmost and the easternmost
  /// match, and likewise from north to south.
  private func nearest(_ places: [Int], _ centre: MercatorPoint) -> MercatorPoint {
    let matches = places.compactMap { points[$0] }
    let (x, y) = (matches.map(\.x).sorted(), matches.map(\.y).sorted())
    guard let west = x.first, let east = x.last, let north = y.first, let south = y.last else {
      return centre
    }
    return MercatorPoint(x: min(max(centre.x, west), east), y: min(max(centre.y, north), south))
  }

  private func box(_ places: [Int]) -> Box {
    let positions = places.compactMap { world.listings[$0].position }
    return Box(
      west: positions.map(\.longitude).min() ?? 0, south: positions.map(\.latitude).min() ?? 0,
      east: positions.map(\.longitude).max() ?? 0, north: positions.map(\.latitude).max() ?? 0)
  }

  /// The least zoom at which listings are in different items.
  func parting(_ places: [Int]) -> (zoom: Int, isOnePlace: Bool) {
    for zoom in options.minZoom...options.maxZoom + 1 {
      let items = itemOf[zoom - options.minZoom]
      if places.contains(where: { items[$0] != items[places[0]] }) { return (zoom, false) }
    }
    return (options.maxZoom + 1, true)
  }

  /// The features of a zoom in a tile, including its buffer.
  func features(in tile: Tile, _ matches: Set<Int>) -> [Feature] {
    let side = Int64(1) << Int64(32 - tile.z)
    let world = Int64(1) << 32
    let buffer = max(options.radius / options.extent, 1 / 4096)
    let margin = min(Int64(buffer * Double(side)), world)
    let last = (1 << tile.z) - 1
    return features(zoom: tile.z, matches).flatMap { feature -> [Feature] in
      let (x, y) = (Int64(feature.point.x), Int64(feature.point.y))
      guard y >= Int64(tile.y) * side - margin, y <= Int64(tile.y + 1) * side + margin else {
        return []
      }
      var shown: [Feature] = []
      func show(_ shift: Int64, _ isShown: Bool) {
        guard isShown else { return }
        var feature = feature
        feature.shift = shift
        shown.append(feature)
      }
      show(0, x >= Int64(tile.x) * side - margin && x <= Int64(tile.x + 1) * side + margin)
      show(-world, tile.x == 0 && x >= world - margin)
      show(world, tile.x == last && x <= margin)
      return shown
    }
  }

  /// The features of a zoom in disjoint boxes.
  func features(in boxes: [Box], zoom: Int, _ matches: Set<Int>) -> [Feature] {
    features(zoom: zoom, matches).filter { feature in
      boxes.contains { box in
        let northWest = MercatorPoint(Coordinate(longitude: box.west, latitude: box.north))
        let southEast = MercatorPoint(Coordinate(longitude: box.east, latitude: box.south))
        return northWest.x <= feature.point.x && feature.point.x <= southEast.x
          && northWest.y <= feature.point.y
          && feature.point.y <= southEast.y
      }
    }
  }

  // MARK: Clusters

  /// The parts into which the matches of a cluster's listings split.
  func children(of members: [Int], _ matches: Set<Int>) -> [Feature] {
    let matching = members.filter(matches.contains)
    guard !matching.isEmpty else { return [] }
    let parting = parting(matching)
    if parting.isOnePlace { return matching.compactMap(listing) }
    let items = items(zoom: parting.zoom)
    let parents = Set(matching.map { itemOf[parting.zoom - options.minZoom][$0] })
    return parents.flatMap { features(of: items[$0], matches) }
  }
}
