public import PlatGeometry
public import PlatIndex

/// A cluster as a map shows it: what its matching listings are together, at the place of all its
/// listings.
public struct MapCluster: Sendable {
  /// Its id.
  public let id: ClusterID
  /// The rows of all its listings, whether they match or not.
  package let rows: Range<Int>
  /// Where it is shown: the mean of all its listings' float32 positions, as supercluster has it.
  ///
  /// A cluster stays there while a filter changes, also where its matches are all to one side. Only
  /// a query with a region moves it, to the nearest point of the box around its matches, so that it
  /// does not stand outside what was drawn.
  public let centre: MercatorPoint
  /// What is added to the centre's x where it is shown across the antimeridian.
  public let shift: Int64
  /// Its matching listings together.
  public let summary: RowSummary
  /// The least zoom at which its matching listings are no longer one cluster; `maxZoom + 1` where
  /// no zoom parts them.
  public let expansionZoom: Int
  /// Whether its matching listings lie within a metre (`CoincidentPlaces`), so that no zoom parts
  /// them: a map lists them instead.
  public let isOnePlace: Bool

  /// How many of its listings match.
  public var count: Int { summary.rows }
}

/// A listing as a map shows it.
public struct MapListing: Equatable, Sendable {
  /// Its row in the generation.
  public let row: ListingRow
  package var ordinal: Int { Int(row.ordinal) }
  /// Where it is.
  public let point: MercatorPoint
  /// What is added to the point's x where it is shown across the antimeridian.
  public let shift: Int64
}

/// What a map shows of a place at a zoom.
///
/// Clusters come first, in the order of their ids, then listings from north to south and on one
/// latitude from west to east: an order that depends on what is shown alone, and not on any other
/// listing. What a cluster holds comes in the order of rows, neighbours behind one another.
public struct MapFeatures: Sendable {
  /// The clusters; one near the antimeridian may be there twice, with another shift.
  public internal(set) var clusters: [MapCluster] = []
  /// The listings that are in no cluster.
  public internal(set) var listings: [MapListing] = []
  /// How many features there are before a limit leaves some out.
  public internal(set) var numberMatched = 0

  /// How many features there are.
  public var count: Int { clusters.count + listings.count }
  /// Whether a limit has left some out.
  public var isTruncated: Bool { count < numberMatched }

  /// Keeps so many features: clusters before listings, and of what must be thinned out evenly
  /// spaced ones.
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
