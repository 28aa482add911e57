import PlatGeometry
import PlatIndex
import PlatListings
import PlatTestSupport

/// The slow and obvious map of a snapshot and what was written since.
///
/// The clusters are the snapshot's, without the listings that are gone. An added listing that the
/// snapshot has at the same position goes with its row. Any other one goes, at the deepest zoom
/// with a cluster in reach and at all lesser ones, with the nearest cluster there.
extension MapOracle {
  init(_ written: WrittenWorld, _ options: ClusterOptions = ClusterOptions()) {
    let base = MapOracle(written.base, options)
    let world = written.world
    let rows = written.base.generation.count
    var points: [Int: MercatorPoint] = [:]
    var places: [String: Int] = [:]
    for (place, listing) in world.listings.enumerated() {
      places[listing.key] = place
      points[place] = listing.position.map { MercatorPoint($0) }
    }
    /// The listing of a listing of the snapshot, where its row is there.
    func standing(_ place: Int) -> Int? {
      places[written.base.listings[place].key].flatMap { world.rowOfListing[$0] < rows ? $0 : nil }
    }
    let zooms = options.minZoom...options.maxZoom + 1
    /// The added listings of each item.
    var added = zooms.map { base.items(zoom: $0).map { _ in [Int]() } }
    var alone = zooms.map { _ in [Int]() }
    for place in points.keys.sorted() where world.rowOfListing[place] >= rows {
      let anchor = base.anchor(of: world.listings[place])
      for (depth, zoom) in zooms.enumerated() {
        let items = base.items(zoom: zoom)
        if let anchor, zoom <= anchor.deepest,
          let item = items.firstIndex(where: { $0.isCluster && $0.members.contains(anchor.member) })
        {
          added[depth][item].append(place)
        } else {
          alone[depth].append(place)
        }
      }
    }
    self.init(
      world, options, points,
      zooms.enumerated().map { depth, zoom in
        let items = zip(base.items(zoom: zoom), added[depth]).compactMap { item, added -> Item? in
          let there = item.members.compactMap(standing).sorted()
          guard !there.isEmpty || !added.isEmpty else { return nil }
          return Item(
            centre: item.centre, members: (there + added).sorted(),
            rows: item.isCluster ? there : nil)
        }
        return items
          + alone[depth].compactMap { place in
            points[place].map { Item(centre: $0, members: [place]) }
          }
      })
  }

  /// A listing of the snapshot that an added one goes with, and the deepest zoom at which it does;
  /// nil where it stands alone at every zoom.
  private func anchor(of listing: PlainListing) -> (member: Int, deepest: Int)? {
    guard let position = listing.position else { return nil }
    let point = MercatorPoint(position)
    if let own = world.listings.firstIndex(where: { $0.key == listing.key }),
      world.listings[own].position == position
    {
      return (own, options.maxZoom + 1)
    }
    for zoom in (options.minZoom...options.maxZoom + 1).reversed() {
      let clusters = items(zoom: zoom).filter(\.isCluster).sorted { first($0) < first($1) }
      let reach = options.radius / (options.extent * Double(1 << zoom)) * 0x1p32
      let nearest =
        zoom > options.maxZoom
        ? clusters.first { place in
          Self.across([point] + place.members.compactMap { points[$0] }) <= 1
        }
        : clusters.filter { Self.squared($0.centre, point) <= reach * reach }
          .min { Self.squared($0.centre, point) < Self.squared($1.centre, point) }
      if let nearest { return (nearest.members[0], zoom) }
    }
    return nil
  }

  /// The first row of an item.
  private func first(_ item: Item) -> Int {
    item.members.map { world.rowOfListing[$0] }.min() ?? 0
  }

  private static func squared(_ one: MercatorPoint, _ other: MercatorPoint) -> Double {
    let (dx, dy) = (Double(one.x) - Double(other.x), Double(one.y) - Double(other.y))
    return dx * dx + dy * dy
  }
}
