package import PlatGeometry

/// Where a listing that was added since the snapshot stands on the map.
///
/// Down to a zoom it belongs to the snapshot's cluster that holds a certain row; at deeper zooms it
/// stands alone. So the clusters of an added listing lie within one another, as those of a row do.
package struct Anchor: Equatable, Sendable {
  /// The row of the snapshot that it goes with.
  package let row: UInt32
  /// One more than the deepest zoom at which it is in a cluster; 0 where it is in none.
  let end: UInt8

  /// A listing that stands alone at every zoom.
  static let none = Anchor(row: 0, end: 0)

  /// The deepest zoom at which it is in a cluster; -1 where it is in none.
  package var deepestZoom: Int { Int(end) - 1 }
}

extension ListingIndex {
  /// The anchor of a listing that was added since this snapshot.
  ///
  /// A listing that the snapshot has at the same position keeps the place of its row. Any other one
  /// joins, at the deepest zoom at which some cluster's centre is within the cluster radius, the
  /// nearest such cluster: of several equally near ones the one with the first rows. A listing
  /// within a metre of a place (``CoincidentPlaces``) joins the place. The anchor depends on the
  /// snapshot and on the listing alone.
  ///
  /// - Parameters:
  ///   - key: The listing's key, as the snapshot has keys.
  ///   - position: Where it is.
  /// - Complexity: O(log rows), and a search in each zoom's tree of clusters down from the deepest
  ///   one, until one is found.
  package func anchor(key: String, at position: Coordinate) -> Anchor {
    if let row = row(key: key), self.position(row) == position {
      return Anchor(
        row: UInt32(truncatingIfNeeded: row), end: UInt8(truncatingIfNeeded: pyramid.placeZoom + 1))
    }
    let point = MercatorPoint(position)
    for zoom in pyramid.zoomRange.reversed() {
      guard let clusters = pyramid.zoom(zoom),
        let cluster = zoom == pyramid.placeZoom
          ? place(around: point, among: clusters)
          : cluster(
            nearestTo: point, among: clusters, within: pyramid.options.searchRadius(zoom: zoom))
      else { continue }
      return Anchor(
        row: UInt32(truncatingIfNeeded: clusters.rows(cluster).lowerBound),
        end: UInt8(truncatingIfNeeded: zoom + 1))
    }
    return .none
  }

  /// The cluster with the centre that is nearest to a point, within a radius in the unit square.
  private func cluster(
    nearestTo point: MercatorPoint, among clusters: ClusterZoom, within radius: Double
  ) -> Int? {
    let units = radius * 0x1p32
    var best: (cluster: Int, squared: Double)?
    let reach = UInt32(min(units.rounded(.up), Double(UInt32.max)))
    for cluster in self.clusters(of: clusters, near: point, within: reach) {
      guard let centre = clusters.centre(cluster) else { continue }
      let (dx, dy) = (Double(centre.x) - Double(point.x), Double(centre.y) - Double(point.y))
      let squared = dx * dx + dy * dy
      guard squared <= units * units, squared < best?.squared ?? .infinity else { continue }
      best = (cluster, squared)
    }
    return best?.cluster
  }

  /// The place of which a point is a part: all of its listings and the point are within a metre.
  private func place(around point: MercatorPoint, among places: ClusterZoom) -> Int? {
    clusters(of: places, near: point, within: CoincidentPlaces.mostUnits).first { place in
      var box = MercatorBox(west: point.x, north: point.y, east: point.x, south: point.y)
      for row in places.rows(place) {
        guard let other = position(row).map(MercatorPoint.init) else { continue }
        box.west = min(box.west, other.x)
        box.north = min(box.north, other.y)
        box.east = max(box.east, other.x)
        box.south = max(box.south, other.y)
      }
      return CoincidentPlaces.areNear(x: box.east - box.west, y: box.south - box.north, at: point)
    }
  }

  /// The clusters with a centre in the box that reaches so far around a point, ascending.
  private func clusters(
    of clusters: ClusterZoom, near point: MercatorPoint, within reach: UInt32
  ) -> [Int] {
    let box = MercatorBox(west: point.x, north: point.y, east: point.x, south: point.y)
    return withSelection { selection in
      selection.select(clustersOf: clusters, in: box.grown(by: reach))
      return selection.rows().map { Int($0) }
    }
  }
}
