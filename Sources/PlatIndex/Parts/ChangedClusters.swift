/// The clusters of a snapshot in which listings have come or gone since, for each zoom.
///
/// A cluster that once changed stays in the set, also where its listings are the same again. Values
/// share what did not change with those that they were made from.
package struct ChangedClusters: Sendable {
  private let pyramid: ClusterPyramid
  /// For each zoom the numbers of its changed clusters.
  private var zooms: [PagedBits]

  /// No clusters.
  package init(of index: ListingIndex) {
    pyramid = index.pyramid
    zooms = pyramid.zoomRange.map { _ in PagedBits() }
  }

  /// Whether a cluster of a zoom has changed.
  package func contains(_ cluster: Int, zoom: Int) -> Bool {
    let place = zoom - pyramid.zoomRange.lowerBound
    return zooms.indices.contains(place) && zooms[place].contains(cluster)
  }

  /// Adds the clusters that hold a row of the snapshot, down to a zoom.
  ///
  /// - Complexity: O(zooms × log clusters), about a microsecond.
  package mutating func insert(clustersHolding row: Int, through deepestZoom: Int) {
    for (place, zoom) in pyramid.zoomRange.enumerated() where zoom <= deepestZoom {
      if let cluster = pyramid.cluster(zoom: zoom, holding: row) { zooms[place].insert(cluster) }
    }
  }

  /// Adds all clusters that hold a row of the snapshot.
  package mutating func insert(clustersHolding row: Int) {
    insert(clustersHolding: row, through: pyramid.placeZoom)
  }

  /// Adds the clusters of a part's listings.
  package mutating func insert(_ anchored: AnchoredRows) {
    for zoom in pyramid.zoomRange {
      let place = zoom - pyramid.zoomRange.lowerBound
      for member in anchored.members(zoom: zoom) { zooms[place].insert(Int(member.cluster)) }
    }
  }
}
