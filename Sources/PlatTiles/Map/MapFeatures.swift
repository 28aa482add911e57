public import PlatGeometry
public import PlatIndex

/// A cluster on a map: a summary of its matching listings, at the place of all its listings.
public struct MapCluster: Sendable {
  /// Its id.
  public let id: ClusterID
  /// The rows of all its listings, matching or not.
  package let rows: Range<Int>
  /// The place of the cluster: the mean of all its listings' float32 positions, as in supercluster.
  ///
  /// A cluster stays there while a filter changes, even if its matches are all to one side. Only a
  /// query with a region moves it, to the nearest point of the box around its matches, so that it
  /// is not outside the drawn region.
  public let centre: MercatorPoint
  /// The offset of the centre's x if it is shown across the antimeridian.
  public let shift: Int64
  /// The summary of its matching listings.
  public let summary: RowSummary
  /// How the prices of ``summary`` are stored; nil where it is the snapshot's way.
  var priceFrame: ColumnFrame?
  /// The least zoom at which its matching listings are no longer one cluster; `maxZoom + 1` if no
  /// zoom splits them.
  public let expansionZoom: Int
  /// Whether its matching listings are within a metre (`CoincidentPlaces`), so that no zoom splits
  /// them: a map lists them instead.
  public let isOnePlace: Bool

  /// The number of its matching listings.
  public var count: Int { summary.rows }
}

/// A listing on a map.
public struct MapListing: Equatable, Sendable {
  /// Its row in the generation.
  public let row: ListingRow
  package var ordinal: Int { Int(row.ordinal) }
  /// Its place.
  public let point: MercatorPoint
  /// The offset of the point's x if it is shown across the antimeridian.
  public let shift: Int64
}

/// The features of a part of the map at a zoom.
///
/// Clusters come first, in the order of their ids. Then come listings from north to south, and at
/// one latitude from west to east. This order depends only on the features shown, and not on any
/// other listing. The contents of a cluster are in row order, in which neighbours are adjacent.
public struct MapFeatures: Sendable {
  /// The clusters; one near the antimeridian may appear twice, with another shift.
  public internal(set) var clusters: [MapCluster] = []
  /// The listings that are in no cluster.
  public internal(set) var listings: [MapListing] = []
  /// The number of features before a limit.
  public internal(set) var numberMatched = 0

  /// The number of features.
  public var count: Int { clusters.count + listings.count }
  /// Whether a limit has left some out.
  public var isTruncated: Bool { count < numberMatched }

  /// Limits the number of features: clusters come before listings, and the rest is thinned out
  /// evenly.
  mutating func keep(_ limit: Int) {
    numberMatched = count
    guard count > limit else { return }
    func thin<T>(_ features: inout [T], _ room: Int) {
      guard features.count > room else { return }
      features = (0..<room).map { features[$0 * features.count / room] }
    }
    thin(&clusters, max(limit, 0))
    thin(&listings, max(limit, 0) - clusters.count)
  }
}
