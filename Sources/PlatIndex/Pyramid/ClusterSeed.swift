internal import PlatSnapshot

/// The identity of a cluster, independent of the rest of the index.
public struct ClusterSeed: Sendable, Equatable {
  /// The row of its seed: the listing that came first in the build's input, around which
  /// supercluster formed the cluster.
  public let row: UInt32
  /// The highest zoom at which its listings are one cluster.
  public let deepestZoom: UInt8
}

extension ListingIndex {
  /// The seed of each cluster of a zoom.
  ///
  /// - Complexity: O(listings), a few nanoseconds for each cluster and one for each listing.
  public func seeds(of zoom: ClusterZoom) -> [ClusterSeed] {
    let recordNumbers = recordNumbers
    let records = recordNumbers.span
    var seeds: [ClusterSeed] = []
    seeds.reserveCapacity(zoom.count)
    for cluster in 0..<zoom.count {
      let rows = zoom.rows(cluster)
      var (seed, first) = (rows.lowerBound, UInt32.max)
      for row in rows where records[row] < first { (seed, first) = (row, records[row]) }
      let parting = pyramid.parting(rows.lowerBound, rows.upperBound - 1)
      let deepest = parting.isOnePlace ? parting.zoom : parting.zoom - 1
      seeds.append(
        ClusterSeed(
          row: UInt32(truncatingIfNeeded: seed), deepestZoom: UInt8(clamping: deepest)))
    }
    return seeds
  }
}
